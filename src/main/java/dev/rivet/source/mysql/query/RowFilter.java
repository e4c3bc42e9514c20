package dev.rivet.source.mysql.query;

import dev.rivet.plan.Edge;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Slices by a key of several columns as conditions. A comparison of rows is written out, column by
/// column: the server finds ranges of an index for that, and none for the comparison itself.
///
/// A condition is empty where it is true of all rows.
final class RowFilter {
    private final List<SliceKey> parts;
    private final Way way;

    /// Which way rows lie from an edge.
    private enum Way {
        ABOVE,
        BELOW
    }

    private RowFilter(SliceKey key, Way way) {
        this.parts = key.parts();
        this.way = way;
    }

    /// What both edges begin with is asked for as such.
    static Optional<String> of(SliceKey key, Slice.Between slice) {
        @Nullable Edge from = slice.from();
        @Nullable Edge to = slice.to();
        int same = from == null || to == null ? 0 : from.value().sharedParts(to.value());
        List<Optional<String>> conditions = new ArrayList<>();
        for (int i = 0; from != null && i < same; i++) {
            conditions.add(SliceFilter.same(key.parts().get(i), from.value().parts().get(i)));
        }
        if (from != null) {
            conditions.add(new RowFilter(key, Way.ABOVE).beyond(from, same));
        }
        if (to != null) {
            conditions.add(new RowFilter(key, Way.BELOW).beyond(to, same));
        }
        return all(conditions);
    }

    /// Rows that are like the edge up to a column, and lie beyond it from there on. Where no value
    /// is left, such a row lies at the edge itself.
    private Optional<String> beyond(Edge edge, int column) {
        List<KeyValue> values = edge.value().parts();
        if (column == values.size()) {
            return edge.isIncluded() ? Optional.empty() : Optional.of(SliceFilter.NOTHING);
        }
        KeyValue value = values.get(column);
        if (column == values.size() - 1) {
            return compared(column, new Edge(value, edge.side()));
        }
        Optional<String> further = compared(column, Edge.excluding(value));
        Optional<String> like =
                all(List.of(SliceFilter.same(parts.get(column), value), beyond(edge, column + 1)));
        return either(further, like);
    }

    private Optional<String> compared(int column, Edge edge) {
        return SliceFilter.side(parts.get(column), edge, way == Way.ABOVE);
    }

    private static Optional<String> all(List<Optional<String>> conditions) {
        List<String> some = conditions.stream().flatMap(Optional::stream).toList();
        if (some.contains(SliceFilter.NOTHING)) {
            return Optional.of(SliceFilter.NOTHING);
        }
        return some.isEmpty() ? Optional.empty() : Optional.of(String.join(" AND ", some));
    }

    private static Optional<String> either(Optional<String> one, Optional<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        List<String> some =
                List.of(one.get(), other.get()).stream()
                        .filter(Predicate.not(SliceFilter.NOTHING::equals))
                        .toList();
        return Optional.of(
                switch (some.size()) {
                    case 0 -> SliceFilter.NOTHING;
                    case 1 -> some.getFirst();
                    default ->
                            some.stream()
                                    .map(each -> "(" + each + ")")
                                    .collect(Collectors.joining(" OR ", "(", ")"));
                });
    }
}
