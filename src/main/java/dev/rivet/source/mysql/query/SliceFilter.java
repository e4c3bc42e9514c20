package dev.rivet.source.mysql.query;

import dev.rivet.plan.Edge;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import dev.rivet.source.mysql.type.SourceKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Slices as conditions. The only place where key values become text of a statement: each of them
/// is parsed first, so that nothing but digits, signs, points and hexadecimal digits gets there.
public final class SliceFilter {
    /// No row.
    static final String NOTHING = "FALSE";

    private static final HexFormat HEX = HexFormat.of();
    private static final BigInteger FIRST_YEAR = BigInteger.valueOf(1901);

    private final SliceKey key;
    private final String expression;

    private SliceFilter(SliceKey key) {
        this.key = key;
        this.expression = key.expression();
    }

    /// The condition for a slice by that key; empty for all rows.
    public static Optional<String> of(SliceKey key, Slice slice) {
        return switch (slice) {
            case Slice.Everything all -> Optional.empty();
            case Slice.Between between ->
                    key.isRow()
                            ? RowFilter.of(key, between)
                            : new SliceFilter(key).between(between);
            case Slice.WithoutKey none -> Optional.of(key.isNullable() ? key.isNull() : NOTHING);
        };
    }

    /// The condition for rows whose column, one of several of a key, lies on one side of an edge;
    /// empty for all rows. The server compares: what is not in the calendar keeps its own place, so
    /// that a day is one point of an index.
    static Optional<String> side(SliceKey column, Edge edge, boolean above) {
        SliceFilter filter = new SliceFilter(column);
        if (!filter.isPoint(edge.value())) {
            return above ? filter.above(edge) : filter.below(edge);
        }
        String operator = (above ? " >" : " <") + (edge.isIncluded() ? "= " : " ");
        return Optional.of(filter.expression + operator + filter.point(edge.value()));
    }

    /// The condition for rows whose column has that very value.
    static Optional<String> same(SliceKey column, KeyValue value) {
        SliceFilter filter = new SliceFilter(column);
        if (filter.isPoint(value)) {
            return Optional.of(filter.expression + " = " + filter.point(value));
        }
        Edge edge = Edge.including(value);
        return of(column, new Slice.Between(column.key(), edge, edge));
    }

    /// Whether it is a moment that stands for itself alone.
    private boolean isPoint(KeyValue value) {
        if (!key.type().isTemporal()) {
            return false;
        }
        LocalDateTime moment = start(value, false);
        return moment.isAfter(KeyMoments.first(key.type()))
                && moment.isBefore(KeyMoments.END)
                && !isSecondInstant(moment);
    }

    private String point(KeyValue value) {
        return moment(start(value, false));
    }

    private Optional<String> between(Slice.Between slice) {
        List<String> conditions = new ArrayList<>();
        slice.lower().flatMap(this::above).ifPresent(conditions::add);
        slice.upper().flatMap(this::below).ifPresent(conditions::add);
        if (conditions.isEmpty() && key.isNullable()) {
            conditions.add(expression + " IS NOT NULL");
        }
        if (conditions.contains(NOTHING)) {
            return Optional.of(NOTHING);
        }
        return conditions.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(" AND ", conditions));
    }

    private Optional<String> above(Edge edge) {
        KeyValue value = checked(edge);
        if (key.type().isTemporal()) {
            return from(start(value, !edge.isIncluded()));
        }
        if (key.type() == KeyType.INTEGER) {
            return above(integer(value).add(edge.isIncluded() ? BigInteger.ZERO : BigInteger.ONE));
        }
        return Optional.of(expression + (edge.isIncluded() ? " >= " : " > ") + literal(value));
    }

    private Optional<String> below(Edge edge) {
        KeyValue value = checked(edge);
        if (key.type().isTemporal()) {
            return until(start(value, edge.isIncluded()));
        }
        if (key.type() == KeyType.INTEGER) {
            return below(
                    integer(value).subtract(edge.isIncluded() ? BigInteger.ZERO : BigInteger.ONE));
        }
        return Optional.of(expression + (edge.isIncluded() ? " <= " : " < ") + literal(value));
    }

    private KeyValue checked(Edge edge) {
        if (edge.value().type() != key.type()) {
            throw new IllegalArgumentException(
                    "an edge of %s for a key of %s".formatted(edge.value().type(), key.type()));
        }
        return edge.value();
    }

    private static BigInteger integer(KeyValue value) {
        return new BigInteger(value.text());
    }

    /// At least that integer. What a column cannot hold is not asked for: the server would turn it
    /// into something that it can.
    private Optional<String> above(BigInteger least) {
        Optional<IntegerSpan> span = span();
        if (span.filter(each -> each.isBelow(least)).isPresent()) {
            return Optional.of(NOTHING);
        }
        return span.filter(each -> least.compareTo(each.first()) <= 0).isPresent()
                ? Optional.empty()
                : Optional.of(expression + " >= " + (isShort(least) ? FIRST_YEAR : least));
    }

    private Optional<String> below(BigInteger most) {
        Optional<IntegerSpan> span = span();
        if (span.filter(each -> each.isAbove(most)).isPresent()) {
            return Optional.of(NOTHING);
        }
        return span.filter(each -> most.compareTo(each.last()) >= 0).isPresent()
                ? Optional.empty()
                : Optional.of(expression + " <= " + (isShort(most) ? BigInteger.ZERO : most));
    }

    /// Years from 1 to 99 would be taken for short forms of others. Between 0 and 1901 there is
    /// none.
    private boolean isShort(BigInteger year) {
        return isYear() && year.compareTo(FIRST_YEAR) < 0;
    }

    private boolean isYear() {
        return key.single().filter(each -> each.source().kind() == SourceKind.YEAR).isPresent();
    }

    private Optional<IntegerSpan> span() {
        return key.single().map(each -> IntegerSpan.of(each.source()));
    }

    /// The moment with which a half-open range begins, or ends.
    private LocalDateTime start(KeyValue value, boolean behind) {
        LocalDateTime moment = KeyMoments.parsed(key.type(), value.text());
        return behind ? KeyMoments.next(key.type(), moment) : moment;
    }

    private Optional<String> from(LocalDateTime first) {
        if (!first.isAfter(KeyMoments.first(key.type()))) {
            return Optional.empty();
        }
        if (!first.isBefore(KeyMoments.END)) {
            return Optional.of(NOTHING);
        }
        return Optional.of(
                isSecondInstant(first) ? expression + " > 0" : expression + " >= " + moment(first));
    }

    private Optional<String> until(LocalDateTime end) {
        if (!end.isAfter(KeyMoments.first(key.type()))) {
            return Optional.of(NOTHING);
        }
        if (!end.isBefore(KeyMoments.END)) {
            return Optional.empty();
        }
        return Optional.of(
                isSecondInstant(end) ? expression + " = 0" : expression + " < " + moment(end));
    }

    /// MySQL takes a comparison with what a TIMESTAMP cannot be for true of all of them.
    private boolean isSecondInstant(LocalDateTime moment) {
        return key.type() == KeyType.INSTANT && !moment.isAfter(KeyMoments.SECOND_INSTANT);
    }

    private String moment(LocalDateTime moment) {
        String text = KeyMoments.text(KeyType.TIMESTAMP, moment);
        return key.type() == KeyType.DATE
                ? "DATE'" + KeyMoments.text(KeyType.DATE, moment) + "'"
                : "TIMESTAMP'" + text.replace('T', ' ') + "'";
    }

    private static String literal(KeyValue value) {
        return switch (value.type()) {
            case INTEGER -> integer(value).toString();
            case DECIMAL -> new BigDecimal(value.text()).toPlainString();
            case FLOAT -> number(Double.parseDouble(value.text()));
            case TEXT ->
                    "_utf8mb4 X'"
                            + HEX.formatHex(value.text().getBytes(StandardCharsets.UTF_8))
                            + "'";
            case BINARY -> "X'" + HEX.formatHex(HEX.parseHex(value.text())) + "'";
            case UUID -> "CAST('" + UUID.fromString(value.text()) + "' AS UUID)";
            case DATE, TIMESTAMP, INSTANT -> throw new IllegalStateException("has a range");
            case ROW -> throw new IllegalStateException("has parts");
        };
    }

    /// With an exponent, without which it would be a decimal.
    private static String number(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(number + " is no key");
        }
        String text = Double.toString(number);
        return text.contains("E") ? text : text + "E0";
    }
}
