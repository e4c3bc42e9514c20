package dev.rivet.source.mysql.wire;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Notices when a server that owes an answer says nothing for too long. Event loop.
public final class Silence {
    private static final Duration BEYOND_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration WITHOUT_TIMEOUT = Duration.ofHours(1);
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final WireTap tap;
    private final Duration limit;
    private final Consumer<Duration> tooLong;
    private long expectedSince;
    private boolean expected;
    private @Nullable Future<?> next;

    /// A watch that tolerates a little more than the server does.
    ///
    /// @param statementTimeout after which the server itself gives up; zero for never
    public Silence(WireTap tap, Duration statementTimeout, Consumer<Duration> tooLong) {
        this.tap = tap;
        this.limit =
                statementTimeout.isPositive()
                        ? statementTimeout.plus(BEYOND_TIMEOUT)
                        : WITHOUT_TIMEOUT;
        this.tooLong = tooLong;
    }

    /// From now on an answer is due.
    public void expect() {
        expected = true;
        expectedSince = System.nanoTime();
    }

    /// Nothing is due.
    public void answered() {
        expected = false;
    }

    public void watch() {
        next = tap.executeAfter(LOOK, this::look);
    }

    public void end() {
        if (next != null) {
            next.cancel(false);
        }
    }

    private void look() {
        long now = System.nanoTime();
        long last = Math.max(expectedSince - now, tap.lastReadNanos() - now);
        Duration silent = Duration.ofNanos(-last);
        if (expected && silent.compareTo(limit) > 0) {
            tooLong.accept(silent);
        } else {
            watch();
        }
    }
}
