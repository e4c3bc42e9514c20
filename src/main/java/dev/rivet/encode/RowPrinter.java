package dev.rivet.encode;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.rivet.row.ColumnVector;
import dev.rivet.row.RowBatch;

/// Makes [RowPrints], row by row. Not thread-safe.
public final class RowPrinter {
    private static final Hasher128 HASHER = Hashing.xxh3_128();

    private final CellBytes cells = new CellBytes();

    /// Adds the print of one row.
    public void print(RowBatch batch, int row, RowPrints to) {
        cells.clear();
        for (ColumnVector column : batch.columns()) {
            cells.putFramed(column, row);
        }
        HashValue128 hash = HASHER.hashBytesTo128Bits(cells.bytes(), 0, cells.length());
        to.add(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
    }
}
