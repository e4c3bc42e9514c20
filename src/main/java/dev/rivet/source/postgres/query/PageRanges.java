package dev.rivet.source.postgres.query;

import dev.rivet.config.StatementBudget;
import java.time.Duration;
import java.util.Optional;

/// Hands out the pages of one table to the connections that read it, each page once. A range is
/// sized by bytes, TOAST included, and by time where the server is slow: what it took per page
/// decides how many pages the next one has. Thread-safe.
public final class PageRanges {
    /// A range brings about this much. Larger ones are no faster (measured between 2 and 32 MB) and
    /// hold the server longer.
    public static final long RANGE_BYTES = 8 << 20;

    private final long pages;
    private final long byBytes;
    private final StatementBudget budget;
    private long next;
    private long size;

    /// @param pages of the table; what may lie beyond belongs to the last range
    /// @param bytesPerPage of the table and its TOAST
    public PageRanges(long pages, long bytesPerPage, StatementBudget budget) {
        this.pages = pages;
        this.budget = budget;
        this.byBytes = pagesWithin(bytesPerPage);
        this.size = byBytes;
    }

    private static long pagesWithin(long bytesPerPage) {
        return Math.max(1, RANGE_BYTES / Math.max(1, bytesPerPage));
    }

    /// How many ranges of the usual size a table has; at least one.
    static long count(long pages, long bytesPerPage) {
        return Math.max(1, Math.ceilDiv(pages, pagesWithin(bytesPerPage)));
    }

    /// Whether all pages are handed out.
    public synchronized boolean isEmpty() {
        return next == PageRange.END;
    }

    /// The next range, or empty when all pages are handed out.
    public synchronized Optional<PageRange> next() {
        if (next == PageRange.END) {
            return Optional.empty();
        }
        long to = next + size >= pages ? PageRange.END : next + size;
        PageRange range = new PageRange(next, to);
        next = to;
        return Optional.of(range);
    }

    /// Tells how long the statement of a range took, waits for rivet's own side included.
    ///
    /// @param rows that it brought
    public synchronized void learn(PageRange range, Duration taken, long rows) {
        if (range.to() == PageRange.END) {
            return;
        }
        long nanosPerPage = Math.max(1, taken.toNanos() / range.pages());
        long byTime = Math.max(1, budget.target().toNanos() / nanosPerPage);
        long byRows = Math.ceilDiv(budget.leastRows() * range.pages(), Math.max(1, rows));
        long slow = Math.max(byTime, rows > 0 && budget.leastRows() > 1 ? byRows : 1);
        size = Math.min(byBytes, Math.min(slow, size * 2));
    }
}
