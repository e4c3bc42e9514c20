package dev.rivet.observe;

import java.time.Duration;
import java.util.ArrayDeque;

/// Rows per second over the last few seconds. Not thread-safe.
final class RateWindow {
    private static final long SPAN = Duration.ofSeconds(5).toNanos();
    private static final long SPACING = Duration.ofMillis(100).toNanos();
    private static final double SECOND = 1e9;

    private final ArrayDeque<Sample> samples = new ArrayDeque<>();

    private record Sample(long nanos, long rows) {}

    RateWindow(long startNanos) {
        samples.add(new Sample(startNanos, 0));
    }

    void add(long nanos, long rows) {
        if (nanos - samples.getLast().nanos() >= SPACING) {
            samples.add(new Sample(nanos, rows));
        }
    }

    /// Over the window that ends now.
    ///
    /// @param rows read so far
    double rowsPerSecond(long nanos, long rows) {
        while (samples.size() > 1 && nanos - second().nanos() >= SPAN) {
            samples.removeFirst();
        }
        Sample oldest = samples.getFirst();
        long passed = Math.max(1, nanos - oldest.nanos());
        return (rows - oldest.rows()) * SECOND / passed;
    }

    private Sample second() {
        var iterator = samples.iterator();
        iterator.next();
        return iterator.next();
    }
}
