package dev.rivet.source.mysql.read;

import java.time.Duration;

/// What the running statement has brought so far, and for how long it has run.
final class Pace {
    private long startedNanos;
    private long rows;
    private long bytes;

    void start() {
        startedNanos = System.nanoTime();
        rows = 0;
        bytes = 0;
    }

    void count(long moreRows, long moreBytes) {
        rows += moreRows;
        bytes += moreBytes;
    }

    long rows() {
        return rows;
    }

    /// On the wire.
    long bytes() {
        return bytes;
    }

    Duration open() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }
}
