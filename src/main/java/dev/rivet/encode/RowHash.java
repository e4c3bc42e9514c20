package dev.rivet.encode;

import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.rivet.row.ColumnVector;
import dev.rivet.row.RowBatch;

/// Hashes rows: the low 64 bits, signed, of XXH3-128 (seed 0) over the framed cells of the
/// covered columns, in their order. The frames make sure that no value can look like a border
/// between cells, or like NULL.
///
/// The bytes of a cell come from its value as the batch holds it, not from a text:
///
/// - bool: one byte, 0 or 1
/// - int16, int32, date: 4 bytes; int64, uint64, time, timestamp, timestamp_tz: 8 bytes, all in
///   two's complement, little-endian; dates count days, the others microseconds
/// - float32, float64: 4 or 8 bytes of IEEE 754, little-endian, every NaN as the canonical one
/// - decimal: its unscaled integer; up to 18 digits as 8 bytes, little-endian; above in the least
///   number of bytes that holds the precision, most significant byte first
/// - text, json, enum, interval: UTF-8; binary: itself; uuid: 16 bytes, in the order of its text
///
/// A framed cell is the byte 0 for NULL; otherwise the byte 1, the number of bytes as 4 bytes
/// little-endian, and the bytes. For a list it is the byte 1, the number of elements as 4 bytes
/// little-endian, and each element as a framed cell.
public final class RowHash {
    /// Names this rendering; a change of it takes a new name.
    public static final String RENDER = "rivet-xxh3-128-i64-v1";

    private static final Hasher128 HASHER = Hashing.xxh3_128();

    private RowHash() {}

    /// One hash per row.
    ///
    /// @param covered positions of the columns to hash, in order
    static long[] of(RowBatch batch, int[] covered) {
        long[] hashes = new long[batch.rows()];
        ColumnVector[] columns = new ColumnVector[covered.length];
        for (int i = 0; i < covered.length; i++) {
            columns[i] = batch.columns().get(covered[i]);
        }
        CellBytes cells = new CellBytes();
        for (int row = 0; row < hashes.length; row++) {
            cells.clear();
            for (ColumnVector column : columns) {
                cells.putFramed(column, row);
            }
            hashes[row] =
                    HASHER.hashBytesTo128Bits(cells.bytes(), 0, cells.length())
                            .getLeastSignificantBits();
        }
        return hashes;
    }
}
