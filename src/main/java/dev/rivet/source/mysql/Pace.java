package dev.rivet.source.mysql;

import java.time.Duration;

/// How a statement went: what it brought, and how long that took without the waits for demand.
final class Pace {
    private long startedNanos;
    private long pausedNanos;
    private long pauseBegan;
    private boolean paused;
    private long rows;
    private long bytes;

    void start() {
        startedNanos = System.nanoTime();
        pausedNanos = 0;
        paused = false;
        rows = 0;
        bytes = 0;
    }

    void pause() {
        if (!paused) {
            paused = true;
            pauseBegan = System.nanoTime();
        }
    }

    void resume() {
        if (paused) {
            paused = false;
            pausedNanos += System.nanoTime() - pauseBegan;
        }
    }

    void countRow() {
        rows++;
    }

    void countBytes(long more) {
        bytes += more;
    }

    long rows() {
        return rows;
    }

    long bytes() {
        return bytes;
    }

    Duration busy() {
        return Duration.ofNanos(System.nanoTime() - startedNanos - pausedNanos);
    }
}
