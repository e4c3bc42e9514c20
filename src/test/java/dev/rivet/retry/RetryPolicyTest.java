package dev.rivet.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Retries;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
    private static final Failure PASSING = new Failure.Passing(Duration.ZERO);
    private static final RetryPolicy BALANCED =
            RetryPolicy.of(new Retries(3, Duration.ofSeconds(2)));

    /// Always the most of what is possible.
    private static final RandomGenerator LONGEST = new Longest();

    private static final class Longest implements RandomGenerator {
        @Override
        public long nextLong() {
            throw new AssertionError("ask for a number below a bound");
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,    2000,    2000",
        "2,    2000,    4000",
        "3,    2000,    8000",
        "5,    2000,    32000",
        "6,    2000,    60000",
        "1000, 2000,    60000",
        "1,    0,       0",
        "1000, 0,       0",
        "1,    3600000, 60000",
        "17,   1,       60000",
        "1000, 1,       60000",
        "1000, 3600000, 60000",
    })
    void theBackoffDoublesUpToAMinute(int retry, long base, long longest) {
        RetryPolicy policy = RetryPolicy.of(new Retries(1_000, Duration.ofMillis(base)));

        assertThat(policy.next(PASSING, retry, Duration.ZERO, LONGEST))
                .hasValue(Duration.ofMillis(longest));
    }

    @Test
    void anythingBetweenNothingAndTheBoundIsWaited() {
        Random random = new Random(4711);
        long[] waits =
                random.ints(10_000)
                        .mapToLong(
                                _ ->
                                        BALANCED.next(PASSING, 2, Duration.ZERO, random)
                                                .orElseThrow()
                                                .toMillis())
                        .sorted()
                        .toArray();

        assertThat(waits[0]).isBetween(0L, 50L);
        assertThat(waits[5_000]).isBetween(1_800L, 2_200L);
        assertThat(waits[9_999]).isBetween(3_950L, 4_000L);
    }

    @Test
    void aServerThatNeedsTimeGetsItBesides() {
        assertThat(BALANCED.next(new Failure.Passing(Failure.RESTART), 1, Duration.ZERO, LONGEST))
                .hasValue(Duration.ofSeconds(17));
    }

    @ParameterizedTest
    @CsvSource({"3, true", "4, false"})
    void thereAreNoMoreThanWanted(int retry, boolean another) {
        assertThat(BALANCED.next(PASSING, retry, Duration.ZERO, LONGEST).isPresent())
                .isEqualTo(another);
    }

    @Test
    void noneAtAllWhereNoneAreWanted() {
        assertThat(RetryPolicy.of(Retries.NONE).next(PASSING, 1, Duration.ZERO, LONGEST)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"3598, true", "3599, false"})
    void noneBeginsAfterTheBudgetIsSpent(long seconds, boolean another) {
        assertThat(BALANCED.next(PASSING, 1, Duration.ofSeconds(seconds), LONGEST).isPresent())
                .isEqualTo(another);
    }

    @Test
    void whatLastsIsNotRepeated() {
        assertThat(BALANCED.next(new Failure.Lasting(), 1, Duration.ZERO, LONGEST)).isEmpty();
    }

    @Test
    void anAddressWithoutAServerIsAMistakeUnlessThereWasOneBefore() {
        assertThat(BALANCED.next(new Failure.Unreachable(), 1, Duration.ZERO, LONGEST)).isEmpty();
        assertThat(BALANCED.next(new Failure.Unreachable(), 2, Duration.ZERO, LONGEST))
                .hasValue(Duration.ofSeconds(19));
    }
}
