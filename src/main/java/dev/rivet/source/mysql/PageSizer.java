package dev.rivet.source.mysql;

import java.time.Duration;

/// How many rows the next page asks for: about one batch in bytes, and a statement that stays
/// short. Pure but for what it remembers.
final class PageSizer {
    private static final int FIRST_ROWS = 500;
    private static final long GROWTH = 8;
    private static final Duration TARGET = Duration.ofMillis(400);

    private final int mostRows;
    private final long targetBytes;
    private int rows;

    PageSizer(int mostRows, long targetBytes) {
        this.mostRows = mostRows;
        this.targetBytes = targetBytes;
        this.rows = Math.min(FIRST_ROWS, mostRows);
    }

    int rows() {
        return rows;
    }

    /// Learns from a page that was read.
    ///
    /// @param busy time that the server and the wire took, without waits for demand
    void learn(long rowsRead, long bytes, Duration busy) {
        if (rowsRead > 0) {
            long byBytes = targetBytes * rowsRead / Math.max(1, bytes);
            long byTime = TARGET.toNanos() * rowsRead / Math.max(1, busy.toNanos());
            long wish = Math.min(Math.min(byBytes, byTime), rows * GROWTH);
            rows = Math.clamp(wish, 1, mostRows);
        }
    }
}
