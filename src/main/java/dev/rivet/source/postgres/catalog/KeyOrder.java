package dev.rivet.source.postgres.catalog;

import dev.rivet.diag.RivetException;
import dev.rivet.plan.HighWater.Access;
import dev.rivet.plan.Slice;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.query.OrderedKey;
import dev.rivet.source.postgres.query.SelectionKey;
import dev.rivet.source.postgres.type.Identifiers;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the ends of a key's values, where there is an index by one look into it.
///
/// @param access how rows are found by the key
/// @param oddNulls whether the index has NULL where `ORDER BY` has it only if told
record KeyOrder(OrderedKey key, Access access, boolean oddNulls) {
    private static final String WITHOUT_SCANS =
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off";
    private static final String AS_USUAL =
            "SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL enable_sort TO DEFAULT";

    /// Asks the planner, which knows indexes below views and partitions, too, whether rows come in
    /// the key's order without being sorted. In a transaction.
    ///
    /// @throws RivetException `SOURCE_KEYSET_KEY_UNORDERED` where the columns have no order in
    ///     common
    static KeyOrder find(OrderedKey key, SourceCatalog catalog, ControlChannel control) {
        var usual = new KeyOrder(key, Access.INDEX, false);
        var odd = new KeyOrder(key, Access.INDEX, true);
        Slice all = new Slice.Between(key.key(), null, null);
        try {
            control.query(WITHOUT_SCANS);
            boolean isUsual = !catalog.explained(usual.last(all)).sorts();
            boolean isOdd = !isUsual && !catalog.explained(odd.last(all)).sorts();
            control.query(AS_USUAL);
            return isUsual ? usual : isOdd ? odd : new KeyOrder(key, Access.SCAN, false);
        } catch (RivetException refused) {
            throw KeyCatalog.translated(refused, key);
        }
    }

    boolean isIndexed() {
        return access == Access.INDEX;
    }

    /// A query for the lowest key of a slice, as text.
    String first(Slice slice) {
        return end(slice, oddNulls ? "ASC NULLS FIRST" : "ASC");
    }

    /// A query for the highest key of a slice, as text.
    String last(Slice slice) {
        return end(slice, oddNulls ? "DESC NULLS LAST" : "DESC");
    }

    /// A query for the lowest key of those rows of a slice of which something else is true as well,
    /// as text. The rows are found by whatever index is best: behind `OFFSET` the server does not
    /// go through all keys in their order because it expects to find such a row soon.
    ///
    /// @param condition SQL
    String first(Slice slice, String condition) {
        String columns =
                key.key().columns().stream()
                        .map(Identifiers::quote)
                        .collect(Collectors.joining(", "));
        return "SELECT %s FROM (%s AND %s OFFSET 0) AS _rivet_young ORDER BY %s LIMIT 1"
                .formatted(named(), key.select(columns, slice), condition, key.sorted(""));
    }

    /// A query for the highest one.
    ///
    /// @param condition SQL
    String last(Slice slice, String condition) {
        return "%s AND %s ORDER BY %s LIMIT 1"
                .formatted(
                        key.select(named(), slice),
                        condition,
                        key.sorted(oddNulls ? "DESC NULLS LAST" : "DESC"));
    }

    private String end(Slice slice, String direction) {
        return "%s ORDER BY %s LIMIT 1"
                .formatted(key.select(named(), slice), key.sorted(direction));
    }

    /// The text has a name of its own: else `ORDER BY` would mean it, and not the column.
    private String named() {
        return key.text() + " AS " + SelectionKey.TEXT_NAME;
    }

    /// A query for the number of rows without a key, as text; counting ends at the given number.
    String countWithout(long most) {
        return """
               SELECT pg_catalog.count(*)::pg_catalog.text
               FROM (SELECT 1 FROM %s WHERE %s LIMIT %s) AS _without
               """
                .formatted(key.from(), key.without(), most);
    }

    /// One value as text; null when there is none.
    static @Nullable String one(ControlChannel control, String sql) {
        return control.query(sql).stream().findFirst().map(row -> row.getString(0)).orElse(null);
    }
}
