package dev.rivet.config;

import java.time.Duration;
import java.util.Locale;

/// Presets of how hard to press a source.
///
/// None but `safe` pauses by the clock. A batch ends at its rows or at its bytes, whichever comes
/// first.
enum Profile {
    FAST(50_000, 16, 0, 0, 0, 2, 1, 1_000),
    BALANCED(10_000, 8, 0, 300, 30, 2, 3, 2_000),
    SAFE(2_000, 4, 500, 120, 10, 1, 10, 5_000);

    private final int batchRows;
    private final int batchMegabytes;
    private final Duration throttle;
    private final Duration statementTimeout;
    private final Duration lockTimeout;
    private final int parallel;
    private final int retries;
    private final Duration backoff;

    Profile(
            int batchRows,
            int batchMegabytes,
            int throttleMillis,
            int statementTimeoutSeconds,
            int lockTimeoutSeconds,
            int parallel,
            int retries,
            int backoffMillis) {
        this.batchRows = batchRows;
        this.batchMegabytes = batchMegabytes;
        this.throttle = Duration.ofMillis(throttleMillis);
        this.statementTimeout = Duration.ofSeconds(statementTimeoutSeconds);
        this.lockTimeout = Duration.ofSeconds(lockTimeoutSeconds);
        this.parallel = parallel;
        this.retries = retries;
        this.backoff = Duration.ofMillis(backoffMillis);
    }

    static Profile named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    int batchRows() {
        return batchRows;
    }

    int batchMegabytes() {
        return batchMegabytes;
    }

    Duration throttle() {
        return throttle;
    }

    Duration statementTimeout() {
        return statementTimeout;
    }

    Duration lockTimeout() {
        return lockTimeout;
    }

    int parallel() {
        return parallel;
    }

    Retries retries() {
        return new Retries(retries, backoff);
    }
}
