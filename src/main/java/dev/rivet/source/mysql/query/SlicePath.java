package dev.rivet.source.mysql.query;

import dev.rivet.config.Selection;
import dev.rivet.plan.Slice;
import dev.rivet.source.mysql.type.Identifiers;
import java.util.Optional;

/// How a slice of a selection is read. Pure.
public sealed interface SlicePath {
    /// As the plan says for all of it.
    record Whole() implements SlicePath {}

    /// No row can be in it.
    record Nothing() implements SlicePath {}

    /// Ranges of the page key, by as many connections as there are.
    ///
    /// @param slice which keys; all of them, unless it is of the page key itself
    /// @param filter what else is true of its rows
    record Ranges(Selection.Table table, PageKey key, Slice slice, Optional<String> filter)
            implements SlicePath {}

    /// Pages of an index that has the rows in the order of the slice's key.
    record Indexed(Selection.Table table, IndexOrder order, Optional<String> condition)
            implements SlicePath {}

    /// Pages of the primary key, of whose rows those are read that belong to the slice.
    record Sifted(Selection.Table table, IndexOrder order, String filter) implements SlicePath {}

    /// One statement.
    record Filtered(String sql) implements SlicePath {}

    /// The way that reads the fewest rows.
    static SlicePath of(MySqlPlan plan, Slice slice, KeyAccess access) {
        Optional<String> filter = SliceFilter.of(access.key(), slice);
        if (filter.filter(SliceFilter.NOTHING::equals).isPresent()) {
            return new Nothing();
        }
        if (filter.isEmpty() && plan.isInPieces()) {
            return new Whole();
        }
        return plan.selection() instanceof Selection.Table table
                ? of(table, plan, slice, access)
                : filtered(plan, filter);
    }

    private static SlicePath of(
            Selection.Table table, MySqlPlan plan, Slice slice, KeyAccess access) {
        Optional<String> filter = SliceFilter.of(access.key(), slice);
        Optional<PageKey> ranged = Optional.ofNullable(plan.pageKey()).filter(PageKey::isInteger);
        if (ranged.isPresent() && access.key().single().filter(ranged.get()::isOver).isPresent()) {
            return new Ranges(table, ranged.get(), slice, Optional.empty());
        }
        return access.index()
                .flatMap(order -> indexed(table, order, slice, filter))
                .or(() -> ranged.map(key -> new Ranges(table, key, new Slice.Everything(), filter)))
                .or(() -> access.primary().map(order -> sifted(table, order, filter)))
                .orElseGet(() -> filtered(plan, filter));
    }

    private static SlicePath sifted(
            Selection.Table table, IndexOrder order, Optional<String> filter) {
        return new Sifted(table, order, filter.orElse("TRUE"));
    }

    private static SlicePath filtered(MySqlPlan plan, Optional<String> filter) {
        return filter.<SlicePath>map(
                        each ->
                                new Filtered(
                                        Sql.filtered(plan.selection(), plan.columnNames(), each)))
                .orElseGet(Whole::new);
    }

    private static Optional<SlicePath> indexed(
            Selection.Table table, IndexOrder order, Slice slice, Optional<String> filter) {
        if (slice instanceof Slice.WithoutKey) {
            String first = order.keys().getFirst().column();
            Optional<String> isNull = Optional.of(Identifiers.quote(first) + " IS NULL");
            return order.withoutFirst().map(rest -> new Indexed(table, rest, isNull));
        }
        return Optional.of(new Indexed(table, order, filter));
    }

    /// Whether further connections are of use, to it or to other slices by the same key.
    default boolean isShared() {
        return switch (this) {
            case Whole whole -> true;
            case Nothing nothing -> true;
            case Ranges ranges -> true;
            case Indexed indexed -> false;
            case Sifted sifted -> false;
            case Filtered filtered -> false;
        };
    }
}
