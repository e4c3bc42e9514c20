package dev.rivet.source.postgres.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.StatementBudget;
import dev.rivet.config.Tunings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PageRangesTest {
    private static final int PAGE = 8192;
    private static final long USUAL = PageRanges.RANGE_BYTES / PAGE;

    private static PageRange take(PageRanges ranges) {
        return ranges.next().orElseThrow();
    }

    private static void assertCovered(List<PageRange> ranges) {
        List<PageRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(PageRange::from));
        long next = 0;
        for (PageRange range : sorted) {
            assertThat(range.from()).isEqualTo(next);
            assertThat(range.pages()).isPositive();
            next = range.to();
        }
        assertThat(next).isEqualTo(PageRange.END);
    }

    @Test
    void everyPageIsHandedOutOnceWhoeverAsks() throws Exception {
        PageRanges ranges = new PageRanges(200_000, PAGE, Tunings.STATEMENTS);
        Callable<List<PageRange>> reader =
                () -> {
                    List<PageRange> own = new ArrayList<>();
                    Random random = new Random();
                    for (Optional<PageRange> next = ranges.next();
                            next.isPresent();
                            next = ranges.next()) {
                        own.add(next.get());
                        ranges.learn(next.get(), Duration.ofMillis(random.nextInt(2_000)), 1);
                    }
                    return own;
                };
        List<PageRange> all = new ArrayList<>();
        try (ExecutorService readers = Executors.newFixedThreadPool(4)) {
            for (Future<List<PageRange>> own :
                    readers.invokeAll(List.of(reader, reader, reader, reader))) {
                all.addAll(own.get());
            }
        }

        assertThat(all).hasSizeGreaterThan(190);
        assertCovered(all);
    }

    @Test
    void emptyTableIsOneRangeWithoutAnEnd() {
        PageRanges ranges = new PageRanges(0, 0, Tunings.STATEMENTS);

        assertThat(take(ranges)).isEqualTo(new PageRange(0, PageRange.END));
        assertThat(ranges.next()).isEmpty();
        assertThat(ranges.next()).isEmpty();
    }

    @Test
    void lastRangeHasNoEndBecauseTheTableMayGrow() {
        PageRanges exact = new PageRanges(2 * USUAL, PAGE, Tunings.STATEMENTS);
        assertThat(take(exact)).isEqualTo(new PageRange(0, USUAL));
        assertThat(take(exact)).isEqualTo(new PageRange(USUAL, PageRange.END));

        PageRanges more = new PageRanges(2 * USUAL + 1, PAGE, Tunings.STATEMENTS);
        take(more);
        assertThat(take(more)).isEqualTo(new PageRange(USUAL, 2 * USUAL));
        assertThat(take(more)).isEqualTo(new PageRange(2 * USUAL, PageRange.END));
        assertThat(more.next()).isEmpty();
    }

    @Test
    void pagesThatStandForMuchMakeShortRanges() {
        assertThat(take(new PageRanges(1_000, 10 * PAGE, Tunings.STATEMENTS)).pages())
                .isEqualTo(USUAL / 10);
        assertThat(
                        take(new PageRanges(1_000, 2 * PageRanges.RANGE_BYTES, Tunings.STATEMENTS))
                                .pages())
                .isOne();
    }

    @Test
    void slowServerGetsShorterRangesAndFastOneNoLongerThanTheBytes() {
        PageRanges ranges = new PageRanges(1_000_000, PAGE, Tunings.STATEMENTS);

        ranges.learn(take(ranges), Duration.ofSeconds(1), 1);
        PageRange quarter = take(ranges);
        assertThat(quarter.pages()).isEqualTo(USUAL / 4);

        ranges.learn(quarter, Duration.ofMillis(1), 1);
        PageRange half = take(ranges);
        assertThat(half.pages()).isEqualTo(USUAL / 2);
        ranges.learn(half, Duration.ofMillis(1), 1);
        PageRange whole = take(ranges);
        assertThat(whole.pages()).isEqualTo(USUAL);
        ranges.learn(whole, Duration.ofMillis(1), 1);
        assertThat(take(ranges).pages()).isEqualTo(USUAL);
    }

    @Test
    void aTighterBudgetMakesRangesShorterAndLeastRowsKeepThemLong() {
        PageRanges tight =
                new PageRanges(
                        1_000_000,
                        PAGE,
                        new StatementBudget(Duration.ofMillis(125), 1, Duration.ZERO));
        tight.learn(take(tight), Duration.ofSeconds(1), 1);
        assertThat(take(tight).pages()).isEqualTo(USUAL / 16);

        StatementBudget least = new StatementBudget(Duration.ofSeconds(2), 1_000, Duration.ZERO);
        PageRanges floored = new PageRanges(1_000_000, PAGE, least);
        floored.learn(take(floored), Duration.ofDays(1), USUAL * 100);
        assertThat(take(floored).pages()).isEqualTo(10);
        floored.learn(new PageRange(0, 10), Duration.ofDays(1), 0);
        assertThat(take(floored).pages()).isOne();
        floored.learn(new PageRange(0, USUAL), Duration.ofDays(1), 1);
        assertThat(take(floored).pages()).as("not more than twice as long").isEqualTo(2);
    }

    @Test
    void rangeHasOnePageAtLeast() {
        PageRanges ranges = new PageRanges(1_000_000, PAGE, Tunings.STATEMENTS);

        ranges.learn(take(ranges), Duration.ofDays(1), 1);
        assertThat(take(ranges).pages()).isOne();
        ranges.learn(new PageRange(0, 1), Duration.ofDays(1), 1);
        assertThat(take(ranges).pages()).isOne();
    }

    @Test
    void noTimeAtAllIsNoReasonToStop() {
        PageRanges ranges = new PageRanges(1_000_000, PAGE, Tunings.STATEMENTS);

        ranges.learn(take(ranges), Duration.ZERO, 1);

        assertThat(take(ranges).pages()).isEqualTo(USUAL);
    }

    @Test
    void rangesAreCountedForTheNumberOfConnections() {
        assertThat(PageRanges.count(0, 0)).isOne();
        assertThat(PageRanges.count(USUAL, PAGE)).isOne();
        assertThat(PageRanges.count(USUAL + 1, PAGE)).isEqualTo(2);
        var pages = new ReadPath.Pages(new TablePages("t", 3 * USUAL, PAGE));
        assertThat(pages.connections(2)).isEqualTo(2);
        assertThat(pages.connections(64)).isEqualTo(3);
    }

    @Test
    void statementIsTheSameForAllRangesAndLeavesHeirsOut() {
        var pages = new ReadPath.Pages(new TablePages("public.\"T 1\"", 10, PAGE));

        assertThat(pages.sql())
                .isEqualTo(
                        "SELECT * FROM ONLY public.\"T 1\""
                                + " WHERE ctid OPERATOR(pg_catalog.>=) $1"
                                + " AND ctid OPERATOR(pg_catalog.<) $2");
    }

    @Test
    void rangesBeginAndEndAtRowAddresses() {
        PageRange range = new PageRange(3, 5);
        assertThat(range.firstRow()).isEqualTo("(3,0)");
        assertThat(range.endRow()).isEqualTo("(5,0)");
        assertThat(new PageRange(5, PageRange.END).endRow()).isEqualTo("(4294967295,0)");
    }

    @Test
    void nothingIsLeftOnceTheLastRangeIsHandedOut() {
        PageRanges ranges = new PageRanges(USUAL + 1, PAGE, Tunings.STATEMENTS);

        take(ranges);
        assertThat(ranges.isEmpty()).isFalse();
        take(ranges);
        assertThat(ranges.isEmpty()).isTrue();
    }
}
