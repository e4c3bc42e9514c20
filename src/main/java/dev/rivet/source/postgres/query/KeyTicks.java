package dev.rivet.source.postgres.query;

import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Keys as whole numbers in the same order, so that something can be found between two of them.
/// Pure.
public final class KeyTicks {
    /// Digits behind the point that decimals are told apart by here.
    private static final int SCALE = 6;

    private static final long MICROS = 1_000_000;
    private static final int UUID_DIGITS = 32;

    private KeyTicks() {}

    /// Whether there is such a number for keys of the type.
    public static boolean has(KeyType type) {
        return switch (type) {
            case INTEGER, DECIMAL, DATE, TIMESTAMP, INSTANT, UUID -> true;
            case FLOAT, TEXT, BINARY, ROW -> false;
        };
    }

    /// Whether there is one for a key: `infinity` has none.
    public static boolean has(KeyValue value) {
        return has(value.type())
                && !value.text().endsWith("infinity")
                && !value.text().equals("NaN");
    }

    static BigInteger of(KeyValue value) {
        String text = value.text();
        return switch (value.type()) {
            case INTEGER -> new BigInteger(text);
            case DECIMAL ->
                    new BigDecimal(text).setScale(SCALE, RoundingMode.FLOOR).unscaledValue();
            case DATE -> BigInteger.valueOf(LocalDate.parse(text).toEpochDay());
            case TIMESTAMP ->
                    BigInteger.valueOf(micros(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)));
            case INSTANT -> BigInteger.valueOf(micros(Instant.parse(text)));
            case UUID -> new BigInteger(text.replace("-", ""), 16);
            case FLOAT, TEXT, BINARY, ROW ->
                    throw new IllegalArgumentException(value.type().label() + " has no ticks");
        };
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static KeyValue value(KeyType type, BigInteger ticks) {
        String text =
                switch (type) {
                    case INTEGER -> ticks.toString();
                    case DECIMAL -> new BigDecimal(ticks, SCALE).toPlainString();
                    case DATE -> LocalDate.ofEpochDay(ticks.longValueExact()).toString();
                    case TIMESTAMP ->
                            DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                                    LocalDateTime.ofInstant(instant(ticks), ZoneOffset.UTC));
                    case INSTANT -> DateTimeFormatter.ISO_INSTANT.format(instant(ticks));
                    case UUID -> uuid(ticks);
                    case FLOAT, TEXT, BINARY, ROW ->
                            throw new IllegalArgumentException(type.label() + " has no ticks");
                };
        return new KeyValue(type, text);
    }

    private static Instant instant(BigInteger micros) {
        long count = micros.longValueExact();
        return Instant.ofEpochSecond(
                Math.floorDiv(count, MICROS), Math.floorMod(count, MICROS) * 1000);
    }

    private static String uuid(BigInteger ticks) {
        String digits = String.format(Locale.ROOT, "%0" + UUID_DIGITS + "x", ticks);
        return String.join(
                "-",
                digits.substring(0, 8),
                digits.substring(8, 12),
                digits.substring(12, 16),
                digits.substring(16, 20),
                digits.substring(20));
    }

    /// How far apart two keys are.
    public static BigInteger width(KeyValue from, KeyValue to) {
        return of(to).subtract(of(from));
    }

    /// Keys strictly between two others, ascending and all different, that cut what lies between
    /// into about so many parts of the same width.
    public static List<KeyValue> between(KeyValue from, KeyValue to, int parts) {
        BigInteger start = of(from);
        BigInteger width = of(to).subtract(start);
        List<KeyValue> cuts = new ArrayList<>();
        BigInteger last = start;
        for (int i = 1; i < parts; i++) {
            BigInteger cut =
                    start.add(
                            width.multiply(BigInteger.valueOf(i))
                                    .divide(BigInteger.valueOf(parts)));
            if (cut.compareTo(last) > 0) {
                cuts.add(value(from.type(), cut));
                last = cut;
            }
        }
        return cuts;
    }
}
