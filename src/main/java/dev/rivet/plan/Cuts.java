package dev.rivet.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a key is cut, so that the pieces have about the same number of rows. The cuts follow what
/// the source knows of the values: between two samples of it lie about as many rows as between any
/// other two, however far apart they are.
final class Cuts {
    private Cuts() {}

    /// Whether values can be compared, and points between two of them found, without the source.
    static boolean isOrdered(KeyType type) {
        return switch (type) {
            case INTEGER, DECIMAL, DATE, TIMESTAMP, INSTANT -> true;
            case FLOAT, TEXT, UUID, BINARY, ROW -> false;
        };
    }

    /// Cuts into pieces of about so many rows.
    ///
    /// @param last cuts lie before it
    static List<KeyValue> byRows(KeySurvey survey, long rows, KeyValue last) {
        long estimate = survey.estimatedRows().orElse(0);
        return into(survey, Math.ceilDiv(estimate, rows)).stream()
                .filter(cut -> cut.compare(last).orElse(1) < 0)
                .toList();
    }

    /// Cuts into so many pieces; fewer where the source knows too little.
    ///
    /// @return ascending, all different, none at or below the lowest key
    static List<KeyValue> into(KeySurvey survey, long pieces) {
        if (pieces < 2 || survey.first().isEmpty() || survey.last().isEmpty()) {
            return List.of();
        }
        return isOrdered(survey.type())
                ? between(survey, pieces)
                : chosen(survey.samples(), pieces, survey.first().get());
    }

    /// Of a ladder with rungs at equal numbers of rows: points at equal distances along it.
    private static List<KeyValue> between(KeySurvey survey, long pieces) {
        List<BigDecimal> ladder = ladder(survey);
        List<KeyValue> cuts = new ArrayList<>();
        BigDecimal before = ladder.getFirst();
        for (long i = 1; i < pieces; i++) {
            BigDecimal at =
                    BigDecimal.valueOf(i)
                            .multiply(BigDecimal.valueOf(ladder.size() - 1L))
                            .divide(BigDecimal.valueOf(pieces), 9, RoundingMode.FLOOR);
            int rung = at.intValue();
            BigDecimal low = ladder.get(rung);
            BigDecimal high = ladder.get(Math.min(rung + 1, ladder.size() - 1));
            BigDecimal part = at.subtract(BigDecimal.valueOf(rung));
            BigDecimal cut = rounded(survey.type(), low.add(high.subtract(low).multiply(part)));
            if (cut.compareTo(before) > 0) {
                cuts.add(value(survey.type(), cut));
                before = cut;
            }
        }
        return cuts;
    }

    private static List<BigDecimal> ladder(KeySurvey survey) {
        BigDecimal lowest = number(survey.first().orElseThrow());
        BigDecimal highest = number(survey.last().orElseThrow());
        List<BigDecimal> ladder = new ArrayList<>();
        ladder.add(lowest);
        for (KeyValue sample : survey.samples()) {
            BigDecimal each = number(sample);
            if (each.compareTo(ladder.getLast()) > 0 && each.compareTo(highest) < 0) {
                ladder.add(each);
            }
        }
        ladder.add(highest);
        return ladder;
    }

    private static List<KeyValue> chosen(List<KeyValue> samples, long pieces, KeyValue lowest) {
        List<KeyValue> inner =
                samples.stream().filter(each -> !each.text().equals(lowest.text())).toList();
        List<KeyValue> cuts = new ArrayList<>();
        long shares = inner.size() + 1L;
        for (long i = 1; i < pieces; i++) {
            long at = Math.round((double) i * shares / pieces) - 1;
            boolean isNext = at >= 0 && at < inner.size();
            if (isNext && (cuts.isEmpty() || !cuts.getLast().equals(inner.get((int) at)))) {
                cuts.add(inner.get((int) at));
            }
        }
        return cuts;
    }

    /// The pieces between cuts, each of them without its end, which begins the next one.
    ///
    /// @param from null for no lower edge
    /// @param to null for no upper edge
    static List<Slice> slices(
            Key key, @Nullable Edge from, List<KeyValue> cuts, @Nullable Edge to) {
        List<Slice> slices = new ArrayList<>();
        @Nullable Edge begin = from;
        for (KeyValue cut : cuts) {
            slices.add(new Slice.Between(key, begin, Edge.excluding(cut)));
            begin = Edge.including(cut);
        }
        slices.add(new Slice.Between(key, begin, to));
        return slices;
    }

    /// Midnights, so many days apart, from the day after the first so many days of the lowest key.
    ///
    /// @return empty when there would be more than the most
    static Optional<List<KeyValue>> byDays(KeySurvey survey, int days, int most) {
        Optional<LocalDate> first = survey.first().flatMap(KeyTimes::day);
        Optional<LocalDate> last = survey.last().flatMap(KeyTimes::day);
        if (first.isEmpty() || last.isEmpty()) {
            return Optional.of(List.of());
        }
        if (ChronoUnit.DAYS.between(first.get(), last.get()) / days >= most) {
            return Optional.empty();
        }
        List<KeyValue> cuts = new ArrayList<>();
        for (LocalDate day = first.get().plusDays(days);
                !day.isAfter(last.get());
                day = day.plusDays(days)) {
            cuts.add(midnight(survey.type(), day));
        }
        return Optional.of(cuts);
    }

    static KeyValue midnight(KeyType type, LocalDate day) {
        return KeyTimes.of(type, day.atStartOfDay().toInstant(ZoneOffset.UTC)).orElseThrow();
    }

    private static BigDecimal number(KeyValue value) {
        return switch (value.type()) {
            case INTEGER, DECIMAL -> new BigDecimal(value.text());
            case DATE -> BigDecimal.valueOf(LocalDate.parse(value.text()).toEpochDay());
            case TIMESTAMP -> micros(LocalDateTime.parse(value.text()).toInstant(ZoneOffset.UTC));
            case INSTANT -> micros(Instant.parse(value.text()));
            case FLOAT, TEXT, UUID, BINARY, ROW ->
                    throw new IllegalArgumentException(value.toString());
        };
    }

    private static BigDecimal micros(Instant moment) {
        return BigDecimal.valueOf(moment.getEpochSecond())
                .movePointRight(6)
                .add(BigDecimal.valueOf(moment.getNano() / 1000));
    }

    private static BigDecimal rounded(KeyType type, BigDecimal number) {
        int digits = type == KeyType.DECIMAL ? Math.min(number.scale(), 9) : 0;
        return number.setScale(digits, RoundingMode.FLOOR);
    }

    private static KeyValue value(KeyType type, BigDecimal number) {
        return switch (type) {
            case INTEGER -> new KeyValue(type, number.toBigInteger().toString());
            case DECIMAL -> new KeyValue(type, number.toPlainString());
            case DATE ->
                    new KeyValue(type, LocalDate.ofEpochDay(number.longValueExact()).toString());
            case TIMESTAMP, INSTANT -> KeyTimes.of(type, moment(number)).orElseThrow();
            case FLOAT, TEXT, UUID, BINARY, ROW -> throw new IllegalArgumentException(type.label());
        };
    }

    private static Instant moment(BigDecimal micros) {
        BigInteger[] parts =
                micros.toBigInteger().divideAndRemainder(BigInteger.valueOf(1_000_000));
        return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact() * 1000);
    }
}
