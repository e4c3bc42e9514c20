package dev.rivet.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// How finely a key tells time, as far as one of its values shows that. Pure.
///
/// Two rows have the same time of whole seconds when they are written in the same second: what is
/// at the top can only be told once that second is over.
public final class Ticks {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /// Finer ones are over before anybody can look.
    private static final Duration FINEST = Duration.ofMillis(1);

    /// Times of no zone are written in one that is a multiple of this away from UTC.
    private static final Duration ZONES = Duration.ofMinutes(15);

    private static final Duration FARTHEST_ZONE = Duration.ofHours(15);

    private Ticks() {}

    /// How long it takes from the measurement on until nobody writes the top's value any more, as
    /// long as clocks are right; empty where that is over, or not to be waited for.
    public static Optional<Duration> untilOver(HighWater found) {
        return found.highest()
                .filter(top -> coarse(top).isPresent())
                .flatMap(top -> untilOver(top, found.measuredAt()));
    }

    private static Optional<Duration> untilOver(KeyValue top, Instant now) {
        Duration tick = coarse(top).orElseThrow();
        Duration since = Duration.between(instant(top), now);
        if (top.type() == KeyType.TIMESTAMP && since.abs().compareTo(FARTHEST_ZONE) < 0) {
            long quarter = ZONES.toNanos();
            long half = quarter / 2;
            since = Duration.ofNanos(Math.floorMod(since.toNanos() + half, quarter) - half);
        }
        // Times may be rounded up, and the top may have been written after the clock was read.
        boolean over = since.compareTo(tick) >= 0;
        boolean ahead = since.compareTo(tick.plus(SECOND).negated()) < 0;
        return over || ahead ? Optional.empty() : Optional.of(tick.minus(since));
    }

    /// The last moment at or before this one that a key like that can tell.
    static Instant floor(Instant moment, Optional<KeyValue> like) {
        return like.flatMap(Ticks::coarse).map(tick -> floor(moment, tick)).orElse(moment);
    }

    private static Instant floor(Instant moment, Duration tick) {
        return moment.minusNanos(beyondSecond(moment) % tick.toNanos());
    }

    private static long beyondSecond(Instant moment) {
        return Duration.between(moment.truncatedTo(ChronoUnit.SECONDS), moment).toNanos();
    }

    /// The distance of two neighbouring values; empty where it is none that matters.
    private static Optional<Duration> coarse(KeyValue value) {
        return switch (value.type()) {
            case TIMESTAMP, INSTANT ->
                    Optional.of(tick(beyondSecond(instant(value))))
                            .filter(tick -> tick.compareTo(FINEST) >= 0);
            case DATE, INTEGER, DECIMAL, FLOAT, TEXT, UUID, BINARY, ROW -> Optional.empty();
        };
    }

    private static Duration tick(long nanos) {
        long tick = SECOND.toNanos();
        while (nanos % tick != 0) {
            tick /= 10;
        }
        return Duration.ofNanos(tick);
    }

    private static Instant instant(KeyValue value) {
        return value.type() == KeyType.INSTANT
                ? Instant.parse(value.text())
                : LocalDateTime.parse(value.text()).toInstant(ZoneOffset.UTC);
    }
}
