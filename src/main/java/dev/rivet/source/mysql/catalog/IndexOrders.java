package dev.rivet.source.mysql.catalog;

import dev.rivet.plan.Key;
import dev.rivet.source.mysql.connect.Link;
import dev.rivet.source.mysql.query.IndexOrder;
import dev.rivet.source.mysql.query.KeyColumn;
import dev.rivet.source.mysql.query.PageKey;
import dev.rivet.source.mysql.query.SeekColumn;
import dev.rivet.source.mysql.query.SliceKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The orders that a table's indexes have its rows in.
///
/// @param columns of the table, all of them
record IndexOrders(Link link, List<TableIndex> indexes, List<KeyColumn> columns) {
    IndexOrders {
        indexes = List.copyOf(indexes);
        columns = List.copyOf(columns);
    }

    /// By the key, over the index of the fewest columns.
    Optional<IndexOrder> by(SliceKey key) {
        return key.single().isEmpty() && !key.isRow()
                ? Optional.empty()
                : indexes.stream()
                        .filter(each -> beginsWith(each, key.columns()))
                        .flatMap(each -> order(each).stream())
                        .min(Comparator.comparingInt(each -> each.columns().size()));
    }

    /// With all of them in one direction.
    private static boolean beginsWith(TableIndex index, List<KeyColumn> columns) {
        if (index.parts().size() < columns.size()) {
            return false;
        }
        List<TableIndex.Part> first = index.parts().subList(0, columns.size());
        return TableIndex.haveOneDirection(first)
                && first.stream()
                        .map(TableIndex.Part::column)
                        .toList()
                        .equals(columns.stream().map(KeyColumn::name).toList());
    }

    /// The columns of the primary key, or of another unique one without NULLs, if they are several,
    /// and all have an order.
    Optional<Key> naturalRow() {
        return indexes.stream()
                .filter(each -> each.isKey() && each.parts().size() > 1)
                .filter(each -> TableIndex.haveOneDirection(each.parts()))
                .filter(each -> each.parts().stream().allMatch(this::hasOrder))
                .min(
                        Comparator.<TableIndex, Boolean>comparing(each -> !each.isPrimary())
                                .thenComparing(each -> each.parts().size()))
                .map(each -> Key.row(each.parts().stream().map(TableIndex.Part::column).toList()));
    }

    private boolean hasOrder(TableIndex.Part part) {
        return part.in(columns)
                .filter(each -> each.type().isPresent() && isComparedAsItIsIndexed(link, each))
                .isPresent();
    }

    /// By the index that the server keeps the rows themselves in.
    Optional<IndexOrder> primary() {
        return clustering().flatMap(this::order);
    }

    boolean isUnique(SliceKey key) {
        List<String> names = key.columns().stream().map(KeyColumn::name).toList();
        return (key.isRow() || key.single().isPresent())
                && indexes.stream()
                        .filter(TableIndex::unique)
                        .anyMatch(
                                index ->
                                        index.parts().stream()
                                                .allMatch(
                                                        part ->
                                                                part.whole()
                                                                        && names.contains(
                                                                                part.column())));
    }

    private Optional<TableIndex> clustering() {
        return indexes.stream()
                .filter(TableIndex::isKey)
                .min(Comparator.comparing(each -> !each.isPrimary()));
    }

    private Optional<IndexOrder> order(TableIndex index) {
        List<TableIndex.Part> parts = new ArrayList<>(index.parts());
        if (!index.isKey()) {
            Set<String> there = new HashSet<>(parts.stream().map(TableIndex.Part::column).toList());
            Optional<TableIndex> primary = clustering();
            if (primary.isEmpty()) {
                return Optional.empty();
            }
            primary.get().parts().stream()
                    .filter(each -> there.add(each.column()))
                    .forEach(parts::add);
        }
        List<SeekColumn> found =
                parts.stream().flatMap(each -> column(index.name(), each).stream()).toList();
        return found.size() == parts.size()
                ? Optional.of(new IndexOrder(index.name(), found))
                : Optional.empty();
    }

    private Optional<SeekColumn> column(String index, TableIndex.Part part) {
        return part.in(columns)
                .filter(each -> isComparedAsItIsIndexed(link, each))
                .flatMap(
                        each ->
                                PageKey.part(
                                        each.source(),
                                        each.position(),
                                        index,
                                        each.charset(),
                                        each.collation()))
                .map(key -> new SeekColumn(key, !part.required(), part.descending()));
    }

    static boolean isComparedAsItIsIndexed(Link link, KeyColumn column) {
        return !link.server().isMariaDb()
                || !PageKey.isFilledUpInMariaDb(column.source(), column.collation());
    }
}
