package dev.rivet.source.postgres.read;

import dev.rivet.config.StatementBudget;
import dev.rivet.source.postgres.query.PageRanges;
import java.time.Duration;

/// How many rows of a piece to ask for at once: about as many as a range of pages brings, fewer
/// where the server is slow. Pure.
final class StatementRows {
    /// When nothing is known about the rows.
    static final int FIRST = 8_192;

    private static final int GROWTH = 8;

    private final StatementBudget budget;
    private int rows = FIRST;

    StatementRows(StatementBudget budget) {
        this.budget = budget;
    }

    int next() {
        return rows;
    }

    /// Tells what a statement brought.
    ///
    /// @param taken waits for rivet's own side included
    void learn(long brought, long bytes, Duration taken) {
        if (brought > 0) {
            long byBytes = PageRanges.RANGE_BYTES / Math.max(1, bytes / brought);
            long byTime = budget.rowsInTime(brought, taken);
            long most = Math.min((long) rows * GROWTH, Integer.MAX_VALUE);
            rows = (int) Math.clamp(Math.min(byBytes, byTime), 1, most);
        }
    }
}
