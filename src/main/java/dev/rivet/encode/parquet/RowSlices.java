package dev.rivet.encode.parquet;

import dev.rivet.row.ColumnVector;
import dev.rivet.row.RowBatch;

/// Cuts a batch into slices that are small in rows and in bytes.
///
/// @param maxRows most rows of a slice
/// @param maxBytes most bytes of a slice, if it has more than one row
record RowSlices(int maxRows, long maxBytes) {

    /// End of the slice that starts at row `from`; at least one row later, at most `limit`.
    int end(RowBatch batch, int from, int limit) {
        int fits = from + 1;
        int tooFar = Math.min(limit, from + maxRows) + 1;
        if (bytes(batch, from, tooFar - 1) <= maxBytes) {
            return tooFar - 1;
        }
        while (tooFar - fits > 1) {
            int middle = (fits + tooFar) >>> 1;
            if (bytes(batch, from, middle) <= maxBytes) {
                fits = middle;
            } else {
                tooFar = middle;
            }
        }
        return fits;
    }

    private static long bytes(RowBatch batch, int from, int to) {
        long bytes = 0;
        for (ColumnVector column : batch.columns()) {
            bytes += bytes(column, from, to);
        }
        return bytes;
    }

    private static long bytes(ColumnVector column, int from, int to) {
        long count = to - from;
        return switch (column) {
            case ColumnVector.Booleans _ -> count;
            case ColumnVector.Ints _, ColumnVector.Floats _ -> count * Integer.BYTES;
            case ColumnVector.Longs _, ColumnVector.Doubles _ -> count * Long.BYTES;
            case ColumnVector.Bytes bytes -> bytes.offsets()[to] - bytes.offsets()[from];
            case ColumnVector.Fixed fixed -> count * fixed.width();
            case ColumnVector.Lists lists ->
                    bytes(lists.elements(), lists.offsets()[from], lists.offsets()[to]);
        };
    }
}
