package dev.rivet.source.postgres.query;

import dev.rivet.plan.Edge;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A key of several columns, none of which is ever NULL, compared as rows are. Every row has its
/// place, also one with `infinity` or `NaN` in it.
///
/// @param parts one for each column
public record RowKey(Key key, String from, List<SelectionKey> parts) implements OrderedKey {
    private static final String NOTHING = "false";

    public RowKey {
        parts = List.copyOf(parts);
    }

    @Override
    public KeyType type() {
        return KeyType.ROW;
    }

    @Override
    public String text() {
        return parts.stream()
                .map(SelectionKey::text)
                .collect(
                        Collectors.joining(
                                ", ", "pg_catalog.json_build_array(", ")::pg_catalog.text"));
    }

    @Override
    public KeyValue value(String written) {
        JsonArray texts = new JsonArray(written);
        return KeyValue.row(
                IntStream.range(0, parts.size())
                        .mapToObj(each -> parts.get(each).value(texts.getString(each)))
                        .toList());
    }

    @Override
    public String sorted(String direction) {
        return parts.stream().map(each -> each.sorted(direction)).collect(Collectors.joining(", "));
    }

    @Override
    public String without() {
        return NOTHING;
    }

    @Override
    public boolean mayBeWithout() {
        return false;
    }

    @Override
    public String condition(Slice slice) {
        return switch (slice) {
            case Slice.Everything _ -> "true";
            case Slice.WithoutKey _ -> NOTHING;
            case Slice.Between(Key _, Edge from, Edge to) -> between(from, to);
        };
    }

    /// Some of the key's columns, compared with as many values.
    ///
    /// @param first which column the first value is of
    private record Bound(int first, List<KeyValue> values, boolean included) {
        static Bound of(Edge edge, int first) {
            List<KeyValue> parts = edge.value().parts();
            return new Bound(first, parts.subList(first, parts.size()), edge.isIncluded());
        }
    }

    /// What both edges begin with is asked for as such. The planner takes the rest for what its
    /// first column says, and two such comparisons for two that have nothing to do with each other.
    /// Told the first column's range, too, and what the second one says, it sees how few rows there
    /// are, and uses the index.
    private String between(@Nullable Edge from, @Nullable Edge to) {
        List<String> conditions = new ArrayList<>();
        int same = from == null || to == null ? 0 : from.value().sharedParts(to.value());
        for (int i = 0; from != null && i < same; i++) {
            conditions.add(parts.get(i).compared("=", from.value().parts().get(i)));
        }
        @Nullable Bound low = from == null ? null : Bound.of(from, same);
        @Nullable Bound high = to == null ? null : Bound.of(to, same);
        if (low != null && high != null && low.values.size() + high.values.size() > 2) {
            lead(low, ">=", conditions);
            lead(high, "<=", conditions);
        }
        if (low != null) {
            bound(low, ">", conditions);
        }
        if (high != null) {
            bound(high, "<", conditions);
        }
        return conditions.isEmpty() ? "true" : String.join(" AND ", conditions);
    }

    private void lead(Bound bound, String operator, List<String> conditions) {
        if (!bound.values.isEmpty()) {
            conditions.add(parts.get(bound.first).compared(operator, bound.values.getFirst()));
        }
    }

    /// Where no value is left, a row that begins so lies at the edge itself.
    private void bound(Bound bound, String strict, List<String> conditions) {
        String operator = bound.included ? strict + "=" : strict;
        if (bound.values.isEmpty()) {
            if (!bound.included) {
                conditions.add(NOTHING);
            }
        } else if (bound.values.size() == 1) {
            conditions.add(parts.get(bound.first).compared(operator, bound.values.getFirst()));
        } else {
            if (haveOneSchema(bound)) {
                conditions.add(row(bound, operator));
            }
            int told = haveOneSchema(bound) ? 2 : bound.values.size();
            conditions.add(
                    expanded(
                            bound, told == bound.values.size() ? operator : strict + "=", 0, told));
        }
    }

    private List<SelectionKey> columns(Bound bound) {
        return parts.subList(bound.first, bound.first + bound.values.size());
    }

    /// A comparison of rows names the operators of all columns at once.
    private boolean haveOneSchema(Bound bound) {
        return columns(bound).stream().map(each -> each.comparison().operators()).distinct().count()
                == 1;
    }

    private String row(Bound bound, String operator) {
        List<SelectionKey> columns = columns(bound);
        return "ROW(%s) OPERATOR(%s.%s) ROW(%s)"
                .formatted(
                        columns.stream()
                                .map(SelectionKey::compared)
                                .collect(Collectors.joining(", ")),
                        columns.getFirst().comparison().operators(),
                        operator,
                        IntStream.range(0, columns.size())
                                .mapToObj(each -> columns.get(each).literal(bound.values.get(each)))
                                .collect(Collectors.joining(", ")));
    }

    /// The same for the first few columns, one by one.
    private String expanded(Bound bound, String operator, int at, int columns) {
        SelectionKey column = parts.get(bound.first + at);
        KeyValue value = bound.values.get(at);
        if (at == columns - 1) {
            return column.compared(operator, value);
        }
        return "(%s OR (%s AND %s))"
                .formatted(
                        column.compared(operator.substring(0, 1), value),
                        column.compared("=", value),
                        expanded(bound, operator, at + 1, columns));
    }
}
