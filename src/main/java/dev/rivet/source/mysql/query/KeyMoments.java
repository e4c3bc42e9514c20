package dev.rivet.source.mysql.query;

import dev.rivet.plan.KeyType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/// Dates and times as keys. A date that is not in the calendar counts for the last moment before
/// it that is: `2024-06-00` for the end of May. A zero date, which lies below all others, counts
/// for the first moment that there is. So the order stays as the server has it, and each row has
/// its place.
public final class KeyMoments {
    /// What a zero date or datetime counts for.
    static final LocalDateTime FIRST = LocalDateTime.of(0, 1, 1, 0, 0);

    /// What a zero TIMESTAMP counts for; no other one has that value.
    static final LocalDateTime FIRST_INSTANT = LocalDateTime.of(1970, 1, 1, 0, 0);

    /// The first TIMESTAMP that is not zero.
    static final LocalDateTime SECOND_INSTANT = FIRST_INSTANT.plusSeconds(1);

    /// Behind everything.
    static final LocalDateTime END = LocalDateTime.of(10_000, 1, 1, 0, 0);

    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final int DATE_LENGTH = 10;

    private KeyMoments() {}

    /// The first moment of a type.
    public static LocalDateTime first(KeyType type) {
        return type == KeyType.INSTANT ? FIRST_INSTANT : FIRST;
    }

    /// The next moment that a type can tell.
    static LocalDateTime next(KeyType type, LocalDateTime moment) {
        return moment.plus(1, unit(type));
    }

    private static ChronoUnit unit(KeyType type) {
        return type == KeyType.DATE ? ChronoUnit.DAYS : ChronoUnit.MICROS;
    }

    /// From a key's text.
    public static LocalDateTime parsed(KeyType type, String text) {
        return switch (type) {
            case DATE -> LocalDate.parse(text).atStartOfDay();
            case TIMESTAMP -> LocalDateTime.parse(text).truncatedTo(ChronoUnit.MICROS);
            case INSTANT ->
                    LocalDateTime.ofInstant(Instant.parse(text), ZoneOffset.UTC)
                            .truncatedTo(ChronoUnit.MICROS);
            default -> throw new IllegalArgumentException(type + " is no moment");
        };
    }

    /// A key's text.
    public static String text(KeyType type, LocalDateTime moment) {
        String text = TEXT.format(moment);
        return switch (type) {
            case DATE -> text.substring(0, DATE_LENGTH);
            case TIMESTAMP -> text;
            case INSTANT -> text + "Z";
            default -> throw new IllegalArgumentException(type + " is no moment");
        };
    }

    /// A moment halfway between two, behind the first.
    static String middle(KeyType type, String first, String last) {
        LocalDateTime from = parsed(type, first);
        long distance = unit(type).between(from, parsed(type, last));
        return text(type, from.plus((distance + 1) / 2, unit(type)));
    }

    /// From the server's `2024-06-01 10:00:00.123456`, with as many digits as the column has.
    static LocalDateTime ofServer(KeyType type, String text) {
        int year = Integer.parseInt(text.substring(0, 4));
        int month = Integer.parseInt(text.substring(5, 7));
        int day = Integer.parseInt(text.substring(8, DATE_LENGTH));
        LocalDateTime date;
        try {
            date = LocalDate.of(year, month, day).atStartOfDay();
        } catch (DateTimeException notInTheCalendar) {
            return before(type, year, month, day);
        }
        String time = text.substring(DATE_LENGTH).strip();
        return time.isEmpty()
                ? date
                : LocalDateTime.parse(date.toLocalDate() + "T" + time.replace(' ', 'T'));
    }

    /// A moment in the server's text as a piece of SQL; empty for a date that is neither in the
    /// calendar nor zero.
    static Optional<Operand> operand(String text, String placeholder) {
        if (text.chars().noneMatch(each -> each > '0' && each <= '9')) {
            return Optional.of(Operand.of("0"));
        }
        try {
            return Optional.of(
                    text.length() == DATE_LENGTH
                            ? Operand.of(placeholder, LocalDate.parse(text))
                            : Operand.of(placeholder, LocalDateTime.parse(text.replace(' ', 'T'))));
        } catch (DateTimeException notInTheCalendar) {
            return Optional.empty();
        }
    }

    private static LocalDateTime before(KeyType type, int year, int month, int day) {
        LocalDateTime first = first(type);
        LocalDateTime next =
                month == 0
                        ? LocalDateTime.of(year, 1, 1, 0, 0)
                        : LocalDateTime.of(year, month, 1, 0, 0).plusMonths(day == 0 ? 0 : 1);
        return next.isAfter(first) ? next.minus(1, unit(type)) : first;
    }
}
