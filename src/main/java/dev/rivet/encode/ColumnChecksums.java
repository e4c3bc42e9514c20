package dev.rivet.encode;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.rivet.row.ColumnVector;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.util.List;
import java.util.stream.IntStream;

/// One checksum per column over all rows of all files of an export, whatever their order: the
/// sum, modulo 2^64, of XXH3-64 (seed 0) over each value that is not NULL. The bytes of a value
/// are those that [RowHash] describes, without a frame; a list's are the number of its elements
/// and its framed elements. Not thread-safe.
public final class ColumnChecksums {
    /// Names this rendering; a change of it takes a new name.
    public static final String RENDER = "rivet-xxh3-64-sum-v1";

    private static final Hasher64 HASHER = Hashing.xxh3_64();

    private final RowSchema schema;
    private final long[] sums;
    private final CellBytes cells = new CellBytes();

    /// The checksum of one column; all 64 bits count.
    public record Checksum(String name, long value) {}

    public ColumnChecksums(RowSchema schema) {
        this.schema = schema;
        this.sums = new long[schema.size()];
    }

    /// Adds a batch of the schema's columns.
    public void add(RowBatch batch) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += sum(batch.columns().get(i), batch.rows());
        }
    }

    /// Adds what another instance of the same schema has seen.
    public void add(ColumnChecksums other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
    }

    public List<Checksum> checksums() {
        return IntStream.range(0, sums.length)
                .mapToObj(i -> new Checksum(schema.column(i).name(), sums[i]))
                .toList();
    }

    private long sum(ColumnVector column, int rows) {
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            if (!column.nulls().isNull(row)) {
                sum += hash(column, row);
            }
        }
        return sum;
    }

    private long hash(ColumnVector column, int row) {
        if (column instanceof ColumnVector.Longs longs) {
            return HASHER.hashLongToLong(longs.values()[row]);
        }
        if (column instanceof ColumnVector.Ints ints) {
            return HASHER.hashIntToLong(ints.values()[row]);
        }
        if (column instanceof ColumnVector.Bytes bytes) {
            int from = bytes.offsets()[row];
            return HASHER.hashBytesToLong(bytes.data(), from, bytes.offsets()[row + 1] - from);
        }
        cells.clear();
        cells.put(column, row);
        return HASHER.hashBytesToLong(cells.bytes(), 0, cells.length());
    }
}
