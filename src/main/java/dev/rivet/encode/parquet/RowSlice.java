package dev.rivet.encode.parquet;

import dev.rivet.row.ColumnVector;
import dev.rivet.row.RowBatch;

/// The rows fed to a row group since its sizes were last looked at: few rows and few bytes. Where
/// slices end depends on the rows alone, not on how they came in batches, and so do the places
/// where pages and row groups end. Not thread-safe.
final class RowSlice {
    private static final int MAX_ROWS = 1024;

    private final long maxBytes;
    private int rows;
    private long bytes;

    RowSlice(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    int rows() {
        return rows;
    }

    /// Takes rows of the batch from `from` on, as many as fit.
    ///
    /// @param groupRows how many rows the row group can take
    /// @return the first row that was not taken; `from` when the slice is full
    int take(RowBatch batch, int from, int groupRows) {
        int room = Math.min(MAX_ROWS, groupRows) - rows;
        int end = fitting(batch, from, Math.min(batch.rows(), from + room));
        if (end == from && rows == 0) {
            end = from + 1;
        }
        rows += end - from;
        bytes += bytes(batch, from, end);
        return end;
    }

    void clear() {
        rows = 0;
        bytes = 0;
    }

    private int fitting(RowBatch batch, int from, int limit) {
        if (bytes + bytes(batch, from, limit) <= maxBytes) {
            return limit;
        }
        int fits = from;
        int tooFar = limit;
        while (tooFar - fits > 1) {
            int middle = (fits + tooFar) >>> 1;
            if (bytes + bytes(batch, from, middle) <= maxBytes) {
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
        long count = (long) to - from;
        return switch (column) {
            case ColumnVector.Booleans _ -> count;
            case ColumnVector.Ints _, ColumnVector.Floats _ -> count * Integer.BYTES;
            case ColumnVector.Longs _, ColumnVector.Doubles _ -> count * Long.BYTES;
            case ColumnVector.Bytes bytes -> (long) bytes.offsets()[to] - bytes.offsets()[from];
            case ColumnVector.Fixed fixed -> count * fixed.width();
            case ColumnVector.Lists lists ->
                    bytes(lists.elements(), lists.offsets()[from], lists.offsets()[to]);
        };
    }
}
