package dev.rivet.plan;

import dev.rivet.config.Mode;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Plans the last days of a table: from midnight, UTC, so many days ago, up to the moment at which
/// the run began; the first belongs to the window, the last does not. Pure.
public final class TimeWindows {
    private TimeWindows() {}

    /// Plans one run.
    ///
    /// @param type of the column
    /// @param startedAt the run's start
    /// @throws dev.rivet.diag.RivetException `CONFIG_MODE_SETTING_INVALID` where the column
    ///     does not hold what the mode says
    public static ExportPlan plan(Mode.TimeWindow mode, KeyType type, Instant startedAt) {
        Instant from = startedAt.truncatedTo(ChronoUnit.DAYS).minus(mode.days(), ChronoUnit.DAYS);
        Slice slice =
                new Slice.Between(
                        Key.of(mode.column()),
                        Edge.including(value(mode, type, from)),
                        end(value(mode, type, startedAt)));
        return ExportPlan.once(
                String.format(Locale.ROOT, "time-window(%s, %dd)", mode.column(), mode.days()),
                "rows of the last days, from " + from + " to " + startedAt,
                slice);
    }

    /// A day has begun already.
    private static Edge end(KeyValue now) {
        return now.type() == KeyType.DATE ? Edge.including(now) : Edge.excluding(now);
    }

    private static KeyValue value(Mode.TimeWindow mode, KeyType type, Instant moment) {
        return switch (mode.values()) {
            case TIMESTAMP -> KeyTimes.of(type, moment).orElseThrow(() -> wrong(mode, type));
            case UNIX_SECONDS -> {
                if (type != KeyType.INTEGER && type != KeyType.DECIMAL && type != KeyType.FLOAT) {
                    throw wrong(mode, type);
                }
                yield new KeyValue(type, Long.toString(moment.getEpochSecond()));
            }
        };
    }

    private static RivetException wrong(Mode.TimeWindow mode, KeyType type) {
        String wanted =
                switch (mode.values()) {
                    case TIMESTAMP -> "no dates or timestamps";
                    case UNIX_SECONDS -> "no numbers";
                };
        return Diagnostic.of(
                        Code.CONFIG_MODE_SETTING_INVALID,
                        "time_column " + mode.column() + " (" + type.label() + ") holds " + wanted,
                        "Write `time_column_type: unix` for seconds since 1970, `timestamp` for dates"
                                + " and timestamps.")
                .toException();
    }
}
