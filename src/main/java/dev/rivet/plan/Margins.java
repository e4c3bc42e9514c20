package dev.rivet.plan;

import dev.rivet.config.Mode;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a run begins that reads again what may have been committed late. Pure.
final class Margins {
    private Margins() {}

    /// Whether a key of this type can have a margin.
    static boolean isPossible(KeyType type) {
        return type == KeyType.INTEGER || type.isTemporal();
    }

    /// What has to be written to have one, for people.
    static String example(KeyType type) {
        return type.isTemporal() ? "`overlap: 10m`" : "`overlap: 5000`";
    }

    /// Where the margin before a value begins; a day is as long as it is in UTC, and of dates,
    /// whole days count.
    ///
    /// @throws dev.rivet.diag.RivetException `CONFIG_MODE_SETTING_INVALID` where that overlap is
    ///     none of this key
    static Edge before(KeyValue value, Mode.Overlap overlap, Key key) {
        return before(value, overlap)
                .map(Edge::including)
                .orElseThrow(
                        () ->
                                Diagnostic.of(
                                                Code.CONFIG_MODE_SETTING_INVALID,
                                                "`overlap` is "
                                                        + (overlap instanceof Mode.Overlap.Span
                                                                ? "a span of time"
                                                                : "a distance in whole numbers")
                                                        + ", and "
                                                        + key.display()
                                                        + " holds values of type "
                                                        + value.type().label()
                                                        + ". Nothing was read.",
                                                isPossible(value.type())
                                                        ? "Write " + example(value.type()) + "."
                                                        : "Remove `overlap`, or take a cursor of"
                                                                + " whole numbers or times.")
                                        .toException());
    }

    private static Optional<KeyValue> before(KeyValue value, Mode.Overlap overlap) {
        return switch (overlap) {
            case Mode.Overlap.Span(var time) -> before(value, time).map(text -> with(value, text));
            case Mode.Overlap.Distance(long keys) ->
                    value.type() == KeyType.INTEGER
                            ? Optional.of(
                                    with(
                                            value,
                                            new BigInteger(value.text())
                                                    .subtract(BigInteger.valueOf(keys))
                                                    .toString()))
                            : Optional.empty();
        };
    }

    private static KeyValue with(KeyValue value, String text) {
        return new KeyValue(value.type(), text);
    }

    private static Optional<String> before(KeyValue value, Duration time) {
        String text = value.text();
        return switch (value.type()) {
            case DATE ->
                    Optional.of(
                            LocalDate.parse(text)
                                    .atStartOfDay()
                                    .minus(time)
                                    .toLocalDate()
                                    .toString());
            case TIMESTAMP -> Optional.of(KeyTimes.text(LocalDateTime.parse(text).minus(time)));
            case INSTANT ->
                    Optional.of(
                            KeyTimes.text(
                                            LocalDateTime.ofInstant(
                                                    Instant.parse(text).minus(time),
                                                    ZoneOffset.UTC))
                                    + "Z");
            case INTEGER, DECIMAL, FLOAT, TEXT, UUID, BINARY, ROW -> Optional.empty();
        };
    }

    /// The one of two lower edges behind which there is less.
    static Edge later(Edge one, @Nullable Edge other) {
        if (other == null) {
            return one;
        }
        int order = one.value().compare(other.value()).orElse(0);
        boolean first = order > 0 || (order == 0 && !one.isIncluded());
        return first ? one : other;
    }
}
