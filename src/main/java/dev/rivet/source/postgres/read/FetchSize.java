package dev.rivet.source.postgres.read;

import dev.rivet.row.BatchLimits;

/// How many rows to ask for, so that they just fill a batch. Pure.
final class FetchSize {
    /// Rows of the first fetch, when nothing is known about their width.
    static final int FIRST_ROWS = 256;

    private final BatchLimits limits;
    private long rows;
    private long bytes;
    private long recentBytesPerRow;

    FetchSize(BatchLimits limits) {
        this.limits = limits;
    }

    /// Tells what a fetch brought.
    void observe(long fetchedRows, long fetchedBytes) {
        if (fetchedRows > 0) {
            rows += fetchedRows;
            bytes += fetchedBytes;
            recentBytesPerRow = (fetchedBytes + fetchedRows - 1) / fetchedRows;
        }
    }

    /// Rows to ask for when a batch already holds this much; at least one.
    int next(int batchRows, long batchBytes) {
        int roomRows = limits.rows() - batchRows;
        if (rows == 0) {
            return Math.clamp(roomRows, 1, FIRST_ROWS);
        }
        long bytesPerRow = Math.max(1, Math.max(recentBytesPerRow, bytes / rows));
        return Math.clamp((limits.bytes() - batchBytes) / bytesPerRow, 1, Math.max(1, roomRows));
    }

    /// Whether a batch is full enough to be worth handing over instead of fetching the rest.
    boolean enough(int batchRows, long batchBytes) {
        return batchRows > 0
                && (batchRows >= limits.rows() * 3L / 4 || batchBytes >= limits.bytes() / 4 * 3);
    }
}
