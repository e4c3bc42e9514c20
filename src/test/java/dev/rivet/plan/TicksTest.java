package dev.rivet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.plan.HighWater.Access;
import dev.rivet.plan.HighWater.Stragglers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How long somebody may still write what is at the top.
class TicksTest {
    private static final String NOW = "2026-11-27T10:00:00.3Z";

    private static Optional<Duration> left(KeyType type, String top) {
        return Ticks.untilOver(
                new HighWater(
                        type,
                        new KeyValue(type, top),
                        0,
                        Access.INDEX,
                        new Stragglers.None(),
                        new HighWater.Settled.All(),
                        Instant.parse(NOW)));
    }

    @ParameterizedTest
    @CsvSource({
        "INSTANT, 2026-11-27T10:00:00Z, PT0.7S",
        "INSTANT, 2026-11-27T10:00:01Z, PT1.7S",
        "INSTANT, 2026-11-27T10:00:00.2Z,",
        "INSTANT, 2026-11-27T10:00:00.3Z, PT0.1S",
        "INSTANT, 2026-11-27T10:00:00.301Z, PT0.002S",
        "INSTANT, 2026-11-27T10:00:00.300001Z,",
        "INSTANT, 2026-11-27T09:59:59Z,",
        "INSTANT, 2026-11-27T10:00:03Z,",
        "INSTANT, 2026-11-27T08:00:00Z,",
        "TIMESTAMP, 2026-11-27T10:00:00, PT0.7S",
        "TIMESTAMP, 2026-11-27T08:00:00, PT0.7S",
        "TIMESTAMP, 2026-11-27T15:45:01, PT1.7S",
        "TIMESTAMP, 2026-11-27T15:44:59,",
        "TIMESTAMP, 2026-11-27T09:50:00,",
        "TIMESTAMP, 2026-11-26T10:00:00,",
        "TIMESTAMP, 2026-11-27T10:00:00.123456,",
        "DATE, 2026-11-27,",
        "INTEGER, 7,"
    })
    void theTopCanBeWrittenUntilItsTickIsOver(KeyType type, String top, Duration left) {
        assertThat(left(type, top)).isEqualTo(Optional.ofNullable(left));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T10:00:00Z, 2026-11-27T09:58:30Z",
        "2026-11-27T10:00:00.5Z, 2026-11-27T09:58:30.200Z",
        "2026-11-27T10:00:00.012Z, 2026-11-27T09:58:30.256Z",
        "2026-11-27T10:00:00.012345Z, 2026-11-27T09:58:30.256789Z"
    })
    void whatAnOpenTransactionAddsMayBeAsOldAsTheBeginningOfItsTick(String top, String floor) {
        assertThat(
                        Ticks.floor(
                                Instant.parse("2026-11-27T09:58:30.256789Z"),
                                Optional.of(new KeyValue(KeyType.INSTANT, top))))
                .isEqualTo(Instant.parse(floor));
    }
}
