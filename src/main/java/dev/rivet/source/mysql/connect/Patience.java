package dev.rivet.source.mysql.connect;

import dev.rivet.config.Tuning;
import java.time.Duration;

/// How long the server may take for an answer, a little more than it gives itself.
///
/// @param statement longest statement; zero for no limit
/// @param lock longest wait for a lock; zero for no limit
record Patience(Duration statement, Duration lock) {
    private static final Duration MORE = Duration.ofSeconds(30);
    private static final Duration WITHOUT_LIMIT = Duration.ofHours(1);

    /// For what a server does at once.
    static final Patience SETUP = new Patience(MORE, MORE);

    static Patience of(Tuning tuning) {
        return new Patience(tuning.statementTimeout(), tuning.lockTimeout());
    }

    /// After that the server has gone silent.
    Duration answer() {
        return statement.isPositive() && lock.isPositive()
                ? statement.plus(lock).plus(MORE)
                : WITHOUT_LIMIT;
    }
}
