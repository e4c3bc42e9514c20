package dev.rivet.config;

import java.time.Duration;

/// How long one statement of a read may take, and how few rows it may be cut down to for that. Its
/// bytes are bounded beside it: a wide row makes no statement long.
///
/// @param longest no more than [#LONGEST]
/// @param leastRows that a statement asks for, however slow the server is
/// @param timeout when the server gives a statement up; zero for never
public record StatementBudget(Duration longest, int leastRows, Duration timeout) {
    /// In every mode.
    public static final Duration LONGEST = Duration.ofMillis(500);

    public StatementBudget {
        longest = longest.compareTo(LONGEST) < 0 ? longest : LONGEST;
    }

    /// What is aimed at: the next statement may be slower than the last.
    public Duration target() {
        return longest.dividedBy(2);
    }

    /// How many rows have time.
    ///
    /// @param rows that a statement brought
    /// @param taken for them
    public long rowsInTime(long rows, Duration taken) {
        return Math.max(leastRows, rows * target().toNanos() / Math.max(1, taken.toNanos()));
    }
}
