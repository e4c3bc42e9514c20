package dev.rivet.source.mysql.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.StatementBudget;
import dev.rivet.config.Tunings;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PageSizerTest {
    private static final Duration QUICK = Duration.ofMillis(1);

    @Test
    void theFirstPageIsSmall() {
        assertThat(PageSizer.ofPages(100_000, 8 << 20, Tunings.STATEMENTS).rows()).isEqualTo(500);
        assertThat(PageSizer.ofPages(50, 8 << 20, Tunings.STATEMENTS).rows()).isEqualTo(50);
    }

    @Test
    void pagesGrowStepByStepToAFullBatch() {
        PageSizer sizer = PageSizer.ofPages(100_000, 1_000_000, Tunings.STATEMENTS);
        sizer.learn(500, 500 * 50, QUICK);
        assertThat(sizer.rows()).isEqualTo(4000);
        sizer.learn(4000, 4000 * 50, QUICK);
        assertThat(sizer.rows()).isEqualTo(20_000);
    }

    @Test
    void wideRowsMakePagesSmall() {
        PageSizer sizer = PageSizer.ofPages(100_000, 1_000_000, Tunings.STATEMENTS);
        sizer.learn(500, 500L * 300_000, QUICK);
        assertThat(sizer.rows()).isEqualTo(8);
        sizer.learn(8, 300_000_000, QUICK);
        assertThat(sizer.rows()).isEqualTo(8);
        PageSizer ranges = PageSizer.ofRanges(OptionalLong.of(1000), Tunings.STATEMENTS);
        ranges.learn(8192, 300_000_000_000L, QUICK);
        assertThat(ranges.rows()).isEqualTo(1);
    }

    @Test
    void pagesAreNotSoSmallThatTheRowTheyReadAgainCounts() {
        assertThat(PageSizer.ofPages(3, 8 << 20, Tunings.STATEMENTS).rows()).isEqualTo(3);
        PageSizer sizer = PageSizer.ofPages(3, 1_000, Tunings.STATEMENTS);
        sizer.learn(3, 300_000, QUICK);
        assertThat(sizer.rows()).isEqualTo(3);
    }

    @Test
    void slowPagesMakePagesShort() {
        PageSizer sizer = PageSizer.ofPages(100_000, 1 << 30, Tunings.STATEMENTS);
        sizer.learn(500, 500, Duration.ofSeconds(2));
        assertThat(sizer.rows()).isEqualTo(62);
    }

    @Test
    void aTighterBudgetMakesPagesShorterAndLeastRowsKeepThemLong() {
        PageSizer tight =
                PageSizer.ofPages(
                        100_000,
                        1 << 30,
                        new StatementBudget(Duration.ofMillis(100), 1, Duration.ZERO));
        tight.learn(500, 500, Duration.ofSeconds(2));
        assertThat(tight.rows()).isEqualTo(12);
        StatementBudget least = new StatementBudget(Duration.ofSeconds(2), 1_000, Duration.ZERO);
        PageSizer floored = PageSizer.ofPages(100_000, 1 << 30, least);
        floored.learn(500, 500, Duration.ofSeconds(2));
        assertThat(floored.rows()).isEqualTo(1_000);
        floored.learn(1_000, 1L << 32, Duration.ofSeconds(2));
        assertThat(floored.rows()).as("bytes stay the most").isEqualTo(250);
    }

    @Test
    void aBatchesRowsAreTheLimit() {
        PageSizer sizer = PageSizer.ofPages(600, 1 << 30, Tunings.STATEMENTS);
        sizer.learn(500, 500, QUICK);
        assertThat(sizer.rows()).isEqualTo(600);
    }

    @Test
    void anEmptyPageTeachesNothing() {
        PageSizer sizer = PageSizer.ofPages(600, 1 << 30, Tunings.STATEMENTS);
        sizer.learn(0, 0, QUICK);
        assertThat(sizer.rows()).isEqualTo(500);
    }

    @Test
    void aFirstRangeHasEightMegabytesAsTheCatalogCounts() {
        assertThat(PageSizer.ofRanges(OptionalLong.of(1024), Tunings.STATEMENTS).rows())
                .isEqualTo(8192);
        assertThat(PageSizer.ofRanges(OptionalLong.of(1 << 30), Tunings.STATEMENTS).rows())
                .isEqualTo(1);
        assertThat(PageSizer.ofRanges(OptionalLong.empty(), Tunings.STATEMENTS).rows())
                .isEqualTo(500);
        assertThat(PageSizer.ofRanges(OptionalLong.of(0), Tunings.STATEMENTS).rows())
                .isEqualTo(500);
    }

    @Test
    void aFewRowsOutOfAGapChangeNothing() {
        PageSizer sizer = PageSizer.ofRanges(OptionalLong.of(100), Tunings.STATEMENTS);
        int before = sizer.rows();
        sizer.learn(3, 30_000, QUICK);
        assertThat(sizer.rows()).isEqualTo(before);
        sizer.learn(3, 30_000, Duration.ofSeconds(1));
        assertThat(sizer.rows()).isEqualTo(1);
    }
}
