package dev.rivet.source.postgres.catalog;

import dev.rivet.plan.Edge;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.query.SelectionKey;
import dev.rivet.source.postgres.type.Identifiers;
import dev.rivet.source.postgres.type.ResultColumn;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;

/// Keys that the last `ANALYZE` has noted: those that cut the rows into shares of one size, and
/// those that many rows have. Blocks.
final class KeySamples {
    private final ControlChannel control;

    KeySamples(ControlChannel control) {
        this.control = control;
    }

    /// Those between two keys, both included, ascending in the column's order, all different; none
    /// when nobody has analysed the table, or the user may not see what was found.
    List<KeyValue> between(KeyCatalog.Resolved resolved, KeyValue from, KeyValue to) {
        ResultColumn column = resolved.columns().getFirst();
        if (resolved.columns().size() > 1 || column.tableOid() == 0) {
            return List.of();
        }
        SelectionKey key = resolved.key();
        List<Row> statistics = control.query(noted(column));
        if (statistics.isEmpty()) {
            return List.of();
        }
        String sql =
                sorted(
                        key,
                        statistics.getFirst(),
                        new Slice.Between(key.key(), Edge.including(from), Edge.including(to)));
        return control.query(sql).stream().map(row -> key.value(row.getString(0))).toList();
    }

    /// All of them, in the column's order: as text, and which share of the rows has that value, as
    /// text, or NULL for those that cut the other rows into shares. None when nobody has analysed
    /// the table, or the user may not see what was found.
    List<Row> weighted(KeyCatalog.Resolved resolved) {
        ResultColumn column = resolved.columns().getFirst();
        List<Row> statistics = column.tableOid() == 0 ? List.of() : control.query(noted(column));
        return statistics.isEmpty()
                ? List.of()
                : control.query(weighted(resolved.key(), statistics.getFirst()));
    }

    private static String weighted(SelectionKey key, Row statistics) {
        String name = key.expression();
        List<String> lists = new ArrayList<>();
        if (statistics.getString(0) != null) {
            lists.add(
                    "SELECT %s%s, NULL::pg_catalog.text FROM %s AS _value(%s)"
                            .formatted(
                                    name, statistics.getString(3), unnested(statistics, 0), name));
        }
        if (statistics.getString(1) != null && statistics.getString(4) != null) {
            lists.add(
                    ("SELECT %s%s, _rivet_share::pg_catalog.text FROM ROWS FROM (%s,"
                                    + " pg_catalog.unnest(%s::pg_catalog.float4[]))"
                                    + " AS _value(%s, _rivet_share)")
                            .formatted(
                                    name,
                                    statistics.getString(3),
                                    unnested(statistics, 1),
                                    Identifiers.literal(statistics.getString(4)),
                                    name));
        }
        return lists.isEmpty()
                ? "SELECT NULL, NULL WHERE false"
                : "SELECT %s AS %s, _rivet_share FROM (%s) AS _known(%s, _rivet_share) ORDER BY %s"
                        .formatted(
                                key.text(),
                                SelectionKey.TEXT_NAME,
                                String.join(" UNION ALL ", lists),
                                name,
                                name);
    }

    /// Of partitions and heirs together, where there are any; with the element's type and the
    /// column's sorting.
    private static String noted(ResultColumn column) {
        return """
               SELECT statistics.histogram_bounds::pg_catalog.text,
                      statistics.most_common_vals::pg_catalog.text,
                      pg_catalog.format('%%I.%%I', home.nspname, type.typname),
                      CASE WHEN sorting.oid IS NOT NULL THEN
                          pg_catalog.format(' COLLATE %%I.%%I', place.nspname, sorting.collname)
                      ELSE '' END,
                      statistics.most_common_freqs::pg_catalog.text
               FROM pg_catalog.pg_attribute AS attribute
               JOIN pg_catalog.pg_class AS class
                   ON class.oid OPERATOR(pg_catalog.=) attribute.attrelid
               JOIN pg_catalog.pg_namespace AS space
                   ON space.oid OPERATOR(pg_catalog.=) class.relnamespace
               JOIN pg_catalog.pg_type AS type
                   ON type.oid OPERATOR(pg_catalog.=) %s::pg_catalog.oid
               JOIN pg_catalog.pg_namespace AS home
                   ON home.oid OPERATOR(pg_catalog.=) type.typnamespace
               LEFT JOIN pg_catalog.pg_collation AS sorting
                   ON sorting.oid OPERATOR(pg_catalog.=) attribute.attcollation
               LEFT JOIN pg_catalog.pg_namespace AS place
                   ON place.oid OPERATOR(pg_catalog.=) sorting.collnamespace
               JOIN pg_catalog.pg_stats AS statistics
                   ON statistics.schemaname OPERATOR(pg_catalog.=) space.nspname
                   AND statistics.tablename OPERATOR(pg_catalog.=) class.relname
                   AND statistics.attname OPERATOR(pg_catalog.=) attribute.attname
               WHERE attribute.attrelid OPERATOR(pg_catalog.=) %s::pg_catalog.oid
                 AND attribute.attnum OPERATOR(pg_catalog.=) %s::pg_catalog.int2
                 AND pg_catalog.has_schema_privilege(home.oid, 'USAGE')
                 AND (place.oid IS NULL OR pg_catalog.has_schema_privilege(place.oid, 'USAGE'))
               ORDER BY statistics.inherited DESC
               LIMIT 1
               """
                .formatted(column.typeOid(), column.tableOid(), column.attribute());
    }

    /// The server sorts, and tells which are the same.
    private static String sorted(SelectionKey key, Row statistics, Slice within) {
        String name = key.expression();
        String lists =
                List.of(0, 1).stream()
                        .filter(each -> statistics.getString(each) != null)
                        .map(each -> unnested(statistics, each) + " AS _value(" + name + ")")
                        .map(each -> "SELECT " + name + statistics.getString(3) + " FROM " + each)
                        .reduce((one, other) -> one + " UNION ALL " + other)
                        .orElse("SELECT NULL" + "::" + statistics.getString(2));
        return """
               SELECT %s AS %s FROM (
                   SELECT DISTINCT %s FROM (%s) AS _known(%s) WHERE %s
               ) AS _sample
               ORDER BY %s
               """
                .formatted(
                        key.text(),
                        SelectionKey.TEXT_NAME,
                        name,
                        lists,
                        name,
                        key.condition(within),
                        name);
    }

    private static String unnested(Row statistics, int column) {
        return "pg_catalog.unnest(%s::%s[])"
                .formatted(
                        Identifiers.literal(statistics.getString(column)), statistics.getString(2));
    }
}
