package dev.rivet.config;

import java.time.Duration;

/// Settings as tests need them: with statements of the usual length.
public final class Tunings {
    /// Where nothing is written, and the server never gives one up.
    public static final StatementBudget STATEMENTS = statements(Duration.ZERO);

    private Tunings() {}

    public static Tuning of(
            String profileLabel,
            int batchRows,
            long batchBytes,
            Duration throttle,
            Duration statementTimeout,
            Duration lockTimeout,
            long maxValueBytes,
            int parallel) {
        return new Tuning(
                profileLabel,
                batchRows,
                batchBytes,
                throttle,
                lockTimeout,
                maxValueBytes,
                statements(statementTimeout),
                parallel);
    }

    private static StatementBudget statements(Duration timeout) {
        return new StatementBudget(StatementBudget.LONGEST, 1, timeout);
    }
}
