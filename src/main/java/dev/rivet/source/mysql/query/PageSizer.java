package dev.rivet.source.mysql.query;

import dev.rivet.config.StatementBudget;
import java.time.Duration;
import java.util.OptionalLong;

/// How many rows the next statement asks for: so many that they have about the wanted bytes, and
/// that the statement stays short. All numbers about the size of statements are here. Pure but for
/// what it remembers; thread-safe.
public final class PageSizer {
    /// What one range of a table brings; a table that is not larger is read by one connection.
    public static final long RANGE_BYTES = 8L << 20;

    private static final int FIRST_ROWS = 500;
    private static final int MOST_RANGE_ROWS = 1_000_000;
    private static final long GROWTH = 8;

    /// Each page reads one row again, which is wide where pages are small.
    private static final int LEAST_PAGE_ROWS = 8;

    private static final int FIRST_LOOKED_AT = 2_000;
    private static final int LEAST_LOOKED_AT = 200;

    /// From one range to the next.
    private static final double MOST_STRETCH = 64;

    private final boolean sifting;
    private final StatementBudget budget;
    private final int leastRows;
    private final int mostRows;
    private final long targetBytes;
    private int rows;

    private PageSizer(
            boolean sifting,
            StatementBudget budget,
            int firstRows,
            int leastRows,
            int mostRows,
            long targetBytes) {
        this.sifting = sifting;
        this.budget = budget;
        this.leastRows = Math.min(leastRows, mostRows);
        this.mostRows = mostRows;
        this.targetBytes = targetBytes;
        this.rows = Math.min(firstRows, mostRows);
    }

    /// For pages of about one batch.
    static PageSizer ofPages(int mostRows, long targetBytes, StatementBudget budget) {
        return new PageSizer(false, budget, FIRST_ROWS, LEAST_PAGE_ROWS, mostRows, targetBytes);
    }

    /// For ranges.
    ///
    /// @param averageRowBytes as the catalog guesses
    public static PageSizer ofRanges(OptionalLong averageRowBytes, StatementBudget budget) {
        return ofRanges(averageRowBytes, false, budget);
    }

    /// For ranges of whose rows some are read.
    public static PageSizer ofSiftedRanges(OptionalLong averageRowBytes, StatementBudget budget) {
        return ofRanges(averageRowBytes, true, budget);
    }

    private static PageSizer ofRanges(
            OptionalLong averageRowBytes, boolean sifting, StatementBudget budget) {
        long average = averageRowBytes.orElse(0);
        long first = average <= 0 ? FIRST_ROWS : RANGE_BYTES / average;
        return new PageSizer(
                sifting,
                budget,
                Math.clamp(first, 1, MOST_RANGE_ROWS),
                1,
                MOST_RANGE_ROWS,
                RANGE_BYTES);
    }

    /// For pages of whose rows some are read; its rows are those that are looked at.
    static PageSizer ofSieve(StatementBudget budget) {
        return new PageSizer(
                true, budget, FIRST_LOOKED_AT, LEAST_LOOKED_AT, MOST_RANGE_ROWS, RANGE_BYTES);
    }

    /// How many times as wide the next range may be: where some rows are read only, those that are
    /// not take their time, too, and a range without any need not be a gap.
    double stretch(Duration open) {
        double byTime = (double) budget.target().toNanos() / Math.max(1, open.toNanos());
        return sifting ? Math.clamp(byTime, 1 / MOST_STRETCH, MOST_STRETCH) : MOST_STRETCH;
    }

    /// A few rows out of a gap say little about those that follow.
    private boolean saysEnough(long rowsRead, long bytes, Duration open) {
        return rowsRead >= rows / 2
                || bytes >= targetBytes / 2
                || open.compareTo(budget.target()) > 0;
    }

    synchronized int rows() {
        return rows;
    }

    /// Learns from a statement that has ended.
    ///
    /// @param open how long it ran
    synchronized void learn(long rowsRead, long bytes, Duration open) {
        if (rowsRead > 0 && saysEnough(rowsRead, bytes, open)) {
            long byBytes = targetBytes * rowsRead / Math.max(1, bytes);
            long byTime = budget.rowsInTime(rowsRead, open);
            long wish = Math.min(Math.min(byBytes, byTime), rows * GROWTH);
            rows = Math.clamp(wish, leastRows, mostRows);
        }
    }
}
