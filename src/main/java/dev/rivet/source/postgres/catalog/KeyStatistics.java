package dev.rivet.source.postgres.catalog;

import dev.rivet.diag.RivetException;
import dev.rivet.plan.HighWater.Access;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeySurvey;
import dev.rivet.plan.KeySurvey.Traits;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.postgres.connect.Backend;
import dev.rivet.source.postgres.query.KeyTicks;
import dev.rivet.source.postgres.query.OrderedKey;
import dev.rivet.source.postgres.query.SelectedTable;
import dev.rivet.source.postgres.query.SelectionKey;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is known of a key's values without reading the rows: ends, traits, and keys that cut the
/// rows into shares. Blocks; leaves no transaction open.
public final class KeyStatistics {
    private final Backend main;
    private final Describer describer;
    private final SourceCatalog catalog;

    public KeyStatistics(Backend main, Describer describer) {
        this.main = main;
        this.describer = describer;
        this.catalog = new SourceCatalog(main.control());
    }

    /// Asks for all of it.
    ///
    /// @throws RivetException what [KeyCatalog#resolve] and describing fail with
    public KeySurvey survey(ReadRequest request, Key key) {
        try {
            Described selection = describer.describe(request);
            if (key.isRow()) {
                return survey(selection, ResolvedRow.of(main, selection, key));
            }
            KeyCatalog.Resolved resolved = new KeyCatalog(main).resolve(selection, key);
            KeyOrder order = KeyOrder.find(resolved.key(), catalog, main.control());
            return survey(selection, resolved, order);
        } finally {
            main.rollback();
        }
    }

    private KeySurvey survey(Described selection, KeyCatalog.Resolved resolved, KeyOrder order) {
        SelectionKey key = resolved.key();
        Ends ends = ends(resolved, order);
        List<KeyValue> samples = List.of();
        if (ends.lowest != null && ends.highest != null) {
            samples = samples(resolved, order, ends.lowest, ends.highest);
        }
        return new KeySurvey(
                key.type(),
                ends.lowest,
                ends.highest,
                new Traits(
                        order.access(), isUnique(selection, List.of(resolved)), hasWithout(order)),
                selection.rowGuess(),
                rowBytes(selection),
                samples);
    }

    private KeySurvey survey(Described selection, ResolvedRow row) {
        KeyOrder order = KeyOrder.find(row.key(), catalog, main.control());
        Ends ends = ends(order);
        return new KeySurvey(
                row.key().type(),
                ends.lowest,
                ends.highest,
                new Traits(order.access(), isUnique(selection, row.parts()), false),
                selection.rowGuess(),
                rowBytes(selection),
                ends.lowest == null || ends.highest == null
                        ? List.of()
                        : samples(row, ends.lowest, ends.highest));
    }

    /// Where nobody has analysed the table, an index tells where the first column has values.
    private List<KeyValue> samples(ResolvedRow row, KeyValue lowest, KeyValue highest) {
        List<KeyValue> known = new RowSamples(main.control(), row).even();
        KeyValue low = lowest.parts().getFirst();
        KeyValue high = highest.parts().getFirst();
        return known.isEmpty() && KeyTicks.has(low) && KeyTicks.has(high)
                ? probed(row.parts().getFirst(), low, high)
                : known;
    }

    private List<KeyValue> probed(KeyCatalog.Resolved part, KeyValue low, KeyValue high) {
        KeyOrder order = KeyOrder.find(part.key(), catalog, main.control());
        return order.isIndexed()
                ? new KeyProbes(order, main.control())
                        .between(low, high).stream()
                                .map(each -> KeyValue.row(List.of(each)))
                                .toList()
                : List.of();
    }

    private @Nullable Long rowBytes(Described selection) {
        OptionalLong bytes = selection.table().map(catalog::rowBytes).orElse(OptionalLong.empty());
        return bytes.isPresent() ? bytes.getAsLong() : null;
    }

    private record Ends(@Nullable KeyValue lowest, @Nullable KeyValue highest) {}

    private Ends ends(KeyCatalog.Resolved resolved, KeyOrder order) {
        SelectionKey key = resolved.key();
        return order.access() == Access.SCAN && resolved.hasMaximum()
                ? ends(
                        key,
                        key.select(
                                key.text("pg_catalog.min(" + key.expression() + ")")
                                        + ", "
                                        + key.text("pg_catalog.max(" + key.expression() + ")"),
                                new Slice.Between(key.key(), null, null)))
                : ends(order);
    }

    private Ends ends(KeyOrder order) {
        Slice all = new Slice.Between(order.key().key(), null, null);
        return ends(order.key(), "SELECT (%s), (%s)".formatted(order.first(all), order.last(all)));
    }

    private Ends ends(OrderedKey key, String sql) {
        var row = main.control().query(sql).getFirst();
        return new Ends(value(key, row.getString(0)), value(key, row.getString(1)));
    }

    private static @Nullable KeyValue value(OrderedKey key, @Nullable String written) {
        return written == null ? null : key.value(written);
    }

    private List<KeyValue> samples(
            KeyCatalog.Resolved resolved, KeyOrder order, KeyValue lowest, KeyValue highest) {
        List<KeyValue> known = new KeySamples(main.control()).between(resolved, lowest, highest);
        boolean mayProbe = order.isIndexed() && KeyTicks.has(resolved.key().type());
        return known.isEmpty() && mayProbe
                ? new KeyProbes(order, main.control()).between(lowest, highest)
                : known;
    }

    private boolean hasWithout(KeyOrder order) {
        return order.key().mayBeWithout()
                && !"0".equals(KeyOrder.one(main.control(), order.countWithout(1)));
    }

    /// Only what an index promises counts.
    private boolean isUnique(Described selection, List<KeyCatalog.Resolved> parts) {
        return parts.stream().allMatch(each -> each.columns().size() == 1)
                && selection.table().map(table -> isUnique(table, parts)).orElse(false);
    }

    private boolean isUnique(SelectedTable table, List<KeyCatalog.Resolved> parts) {
        String attributes =
                parts.stream()
                        .map(each -> String.valueOf(each.columns().getFirst().attribute()))
                        .collect(Collectors.joining(","));
        return Boolean.parseBoolean(
                KeyOrder.one(main.control(), uniqueness(table.oid(), attributes)));
    }

    /// Heirs of a table do not share its indexes; partitions do.
    private static String uniqueness(long table, String attributes) {
        return """
               SELECT EXISTS (
                   SELECT FROM pg_catalog.pg_index AS index
                   JOIN pg_catalog.pg_class AS class
                       ON class.oid OPERATOR(pg_catalog.=) index.indrelid
                   WHERE class.oid OPERATOR(pg_catalog.=) %s::pg_catalog.oid
                     AND index.indisunique AND index.indisvalid AND index.indimmediate
                     AND index.indpred IS NULL
                     AND (index.indkey::pg_catalog.int2[])
                             [0:index.indnkeyatts OPERATOR(pg_catalog.-) 1]
                         OPERATOR(pg_catalog.<@) '{%s}'::pg_catalog.int2[]
                     AND (class.relkind OPERATOR(pg_catalog.=) 'p'::pg_catalog."char"
                          OR NOT EXISTS (
                              SELECT FROM pg_catalog.pg_inherits AS heir
                              WHERE heir.inhparent OPERATOR(pg_catalog.=) class.oid))
               )::pg_catalog.text
               """
                .formatted(table, attributes);
    }
}
