package dev.rivet.source.postgres.query;

import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// From a key as the server writes it to one as [KeyType] says, and back. The server writes dates
/// as ISO does, times in UTC, and bytes as hexadecimal digits. Pure.
public final class KeyForms {
    private static final Pattern TEMPORAL =
            Pattern.compile(
                    "(\\d+)-(\\d\\d)-(\\d\\d)(?: (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?))?(?:\\+00)?"
                            + "( BC)?");

    private KeyForms() {}

    /// A value; of a part of several, also one that is not finite.
    ///
    /// @param written by the server
    static KeyValue value(KeyType type, String written) {
        if (type.isTemporal() && isEndless(written)) {
            return new KeyValue(type, written);
        }
        String text =
                switch (type) {
                    case DATE -> moment(written).toLocalDate().toString();
                    case TIMESTAMP -> DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(moment(written));
                    case INSTANT -> instant(moment(written));
                    case INTEGER, DECIMAL, FLOAT, TEXT, UUID, BINARY -> written;
                    case ROW -> throw new IllegalArgumentException("has parts");
                };
        return new KeyValue(type, text);
    }

    /// A moment of the server's clock, in UTC.
    public static Instant instant(String written) {
        return moment(written).toInstant(ZoneOffset.UTC);
    }

    private static String instant(LocalDateTime utc) {
        return DateTimeFormatter.ISO_INSTANT.format(utc.toInstant(ZoneOffset.UTC));
    }

    private static LocalDateTime moment(String written) {
        Matcher parts = TEMPORAL.matcher(written);
        if (!parts.matches()) {
            throw new IllegalStateException("no date, or none that ends: " + written);
        }
        int year = Integer.parseInt(parts.group(1));
        LocalDate date =
                LocalDate.of(
                        parts.group(5) == null ? year : 1 - year,
                        Integer.parseInt(parts.group(2)),
                        Integer.parseInt(parts.group(3)));
        return date.atTime(
                parts.group(4) == null ? LocalTime.MIDNIGHT : LocalTime.parse(parts.group(4)));
    }

    /// The same value in words that the server reads.
    static String written(KeyValue value) {
        String text = value.text();
        return switch (value.type()) {
            case DATE -> isEndless(text) ? text : date(LocalDate.parse(text), "");
            case TIMESTAMP -> isEndless(text) ? text : moment(LocalDateTime.parse(text), "");
            case INSTANT -> isEndless(text) ? text : moment(utc(Instant.parse(text)), "+00");
            case BINARY -> "\\x" + text;
            case INTEGER, DECIMAL, FLOAT, TEXT, UUID -> text;
            case ROW -> throw new IllegalArgumentException("has parts");
        };
    }

    private static boolean isEndless(String text) {
        return text.equals("infinity") || text.equals("-infinity");
    }

    private static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static String moment(LocalDateTime moment, String zone) {
        return date(
                moment.toLocalDate(),
                " " + DateTimeFormatter.ISO_LOCAL_TIME.format(moment.toLocalTime()) + zone);
    }

    /// The year before 1 is 1 BC for the server and 0 for ISO.
    private static String date(LocalDate date, String rest) {
        int year = date.getYear();
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02d%s%s",
                year > 0 ? year : 1 - year,
                date.getMonthValue(),
                date.getDayOfMonth(),
                rest,
                year > 0 ? "" : " BC");
    }
}
