package dev.rivet.plan;

import dev.rivet.config.Mode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Plans the last days of a table: from midnight, UTC, so many days ago, up to the moment at which
/// the run began; the first belongs to the window, the last does not. Pure.
public final class TimeWindows {
    private TimeWindows() {}

    /// Plans one run.
    ///
    /// @param startedAt the run's start
    public static ExportPlan plan(Mode.TimeWindow mode, Instant startedAt) {
        LocalDateTime now = LocalDateTime.ofInstant(startedAt, ZoneOffset.UTC);
        LocalDateTime from = now.truncatedTo(ChronoUnit.DAYS).minusDays(mode.days());
        Slice slice =
                new Slice.Between(
                        Key.of(mode.column()),
                        Edge.including(value(mode.values(), from)),
                        Edge.excluding(value(mode.values(), now)));
        return ExportPlan.once(
                String.format(Locale.ROOT, "time-window(%s, %dd)", mode.column(), mode.days()),
                "rows of the last days, from "
                        + from
                        + " to "
                        + now.truncatedTo(ChronoUnit.SECONDS)
                        + " UTC",
                slice);
    }

    private static KeyValue value(Mode.TimeValues values, LocalDateTime time) {
        return switch (values) {
            case TIMESTAMP -> new KeyValue(KeyType.TIMESTAMP, KeyTimes.text(time));
            case UNIX_SECONDS ->
                    new KeyValue(
                            KeyType.INTEGER, Long.toString(time.toEpochSecond(ZoneOffset.UTC)));
        };
    }
}
