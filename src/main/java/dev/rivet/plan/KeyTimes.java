package dev.rivet.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/// Points in time as values of a key.
final class KeyTimes {
    private static final DateTimeFormatter FORMAT =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
                    .toFormatter(Locale.ROOT);

    private KeyTimes() {}

    /// What a moment is in a key of this type; empty where the key tells no time. A time of no
    /// zone is taken for UTC.
    static Optional<KeyValue> of(KeyType type, Instant moment) {
        LocalDateTime utc = LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
        return switch (type) {
            case DATE -> Optional.of(new KeyValue(type, utc.toLocalDate().toString()));
            case TIMESTAMP -> Optional.of(new KeyValue(type, text(utc)));
            case INSTANT -> Optional.of(new KeyValue(type, text(utc) + "Z"));
            case INTEGER, DECIMAL, FLOAT, TEXT, UUID, BINARY, ROW -> Optional.empty();
        };
    }

    /// The day that a value lies on; empty where it tells no time.
    static Optional<LocalDate> day(KeyValue value) {
        return switch (value.type()) {
            case DATE -> Optional.of(LocalDate.parse(value.text()));
            case TIMESTAMP -> Optional.of(LocalDateTime.parse(value.text()).toLocalDate());
            case INSTANT ->
                    Optional.of(Instant.parse(value.text()).atOffset(ZoneOffset.UTC).toLocalDate());
            case INTEGER, DECIMAL, FLOAT, TEXT, UUID, BINARY, ROW -> Optional.empty();
        };
    }

    static String text(LocalDateTime time) {
        return FORMAT.format(time);
    }
}
