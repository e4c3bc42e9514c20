package dev.rivet.source.postgres.read;

import java.time.Duration;

/// What one fetch has brought so far. Batches may begin before it and end within it.
final class FetchTally {
    private final long startNanos = System.nanoTime();
    private long rows;

    /// Decoded bytes, once those of the batch that is being filled are added.
    private long bytes;

    /// Begins when a batch already holds this much.
    FetchTally(long batchBytes) {
        this.bytes = -batchBytes;
    }

    void addRow() {
        rows++;
    }

    void addBatch(long batchBytes) {
        bytes += batchBytes;
    }

    long rows() {
        return rows;
    }

    long bytes(long batchBytes) {
        return bytes + batchBytes;
    }

    long startNanos() {
        return startNanos;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
