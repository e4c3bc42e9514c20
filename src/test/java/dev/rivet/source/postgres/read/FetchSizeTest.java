package dev.rivet.source.postgres.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.row.BatchLimits;
import org.junit.jupiter.api.Test;

class FetchSizeTest {
    private final FetchSize size = new FetchSize(new BatchLimits(10_000, 1_000_000));

    @Test
    void firstFetchIsSmall() {
        assertThat(size.next(0, 0)).isEqualTo(FetchSize.FIRST_ROWS);
    }

    @Test
    void narrowRowsFillTheBatchByRows() {
        size.observe(256, 256 * 10);

        assertThat(size.next(256, 2_560)).isEqualTo(10_000 - 256);
    }

    @Test
    void wideRowsFillTheBatchByBytes() {
        size.observe(256, 256 * 1_000);

        assertThat(size.next(256, 256_000)).isEqualTo(744);
    }

    @Test
    void recentlyWiderRowsShrinkTheNextFetch() {
        size.observe(1_000, 10_000);
        size.observe(10, 100_000);

        assertThat(size.next(0, 0)).isEqualTo(100);
    }

    @Test
    void narrowRowsAfterWideOnesAreTrustedSlowly() {
        size.observe(100, 1_000_000);
        size.observe(100, 1_000);

        assertThat(size.next(0, 0)).isBetween(100, 250);
    }

    @Test
    void atLeastOneRowIsAskedFor() {
        size.observe(1, 50_000_000);

        assertThat(size.next(0, 0)).isEqualTo(1);
        assertThat(size.next(9_999, 999_999)).isEqualTo(1);
    }

    @Test
    void threeQuartersAreEnough() {
        assertThat(size.enough(7_500, 10)).isTrue();
        assertThat(size.enough(1, 750_000)).isTrue();
        assertThat(size.enough(7_499, 749_999)).isFalse();
        assertThat(new FetchSize(new BatchLimits(1, 1)).enough(0, 4)).isFalse();
    }
}
