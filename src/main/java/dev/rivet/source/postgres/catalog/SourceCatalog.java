package dev.rivet.source.postgres.catalog;

import dev.rivet.config.Selection;
import dev.rivet.diag.NearNames;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.query.TablePages;
import dev.rivet.source.postgres.type.Identifiers;
import dev.rivet.source.postgres.type.PgType;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// What rivet asks the server's catalog.
public final class SourceCatalog {
    private static final String TABLES =
            """
            SELECT space.nspname::text, class.relname::text
            FROM pg_catalog.pg_class AS class
            JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
            WHERE class.relkind IN ('r', 'p', 'v', 'm', 'f')
              AND space.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
            ORDER BY 1, 2
            LIMIT 10000
            """;

    private static final String BUFFERS =
            """
            SELECT (pg_catalog.pg_size_bytes(pg_catalog.current_setting('shared_buffers'))
                       OPERATOR(pg_catalog./)
                    pg_catalog.current_setting('block_size')::pg_catalog.int8)::pg_catalog.text
            """;

    private final ControlChannel control;

    public SourceCatalog(ControlChannel control) {
        this.control = control;
    }

    public Map<Long, PgType> types(Collection<Long> oids) {
        String list =
                oids.stream().distinct().map(String::valueOf).collect(Collectors.joining(","));
        Map<Long, Row> rows = new HashMap<>();
        control.query(typesAround(list)).forEach(row -> rows.put(number(row, 0), row));
        Map<Long, PgType> types = new HashMap<>();
        rows.forEach((oid, row) -> types.put(oid, type(oid, row, rows)));
        return types;
    }

    /// The wanted types, and whatever they are arrays of or domains over.
    private static String typesAround(String oids) {
        return """
               WITH RECURSIVE reached(oid) AS (
                   SELECT pg_catalog.unnest('{%s}'::pg_catalog.oid[])
                   UNION
                   SELECT related.oid
                   FROM reached
                   JOIN pg_catalog.pg_type AS type ON type.oid = reached.oid
                   CROSS JOIN LATERAL (VALUES (type.typelem), (type.typbasetype)) AS related(oid)
                   WHERE related.oid <> 0
               )
               SELECT type.oid::text, type.typname::text, type.typtype::text,
                      type.typcategory::text, type.typelem::text, type.typbasetype::text,
                      type.typtypmod::text
               FROM reached
               JOIN pg_catalog.pg_type AS type ON type.oid = reached.oid
               """
                .formatted(oids);
    }

    private static PgType type(long oid, Row row, Map<Long, Row> rows) {
        long element = number(row, 4);
        int modifier = PgType.NO_MODIFIER;
        Row domain = rows.get(element);
        while (domain != null && domain.getString(2).equals("d")) {
            modifier = modifier == PgType.NO_MODIFIER ? (int) number(domain, 6) : modifier;
            element = number(domain, 5);
            domain = rows.get(element);
        }
        return new PgType(
                oid,
                row.getString(1),
                row.getString(2).charAt(0),
                row.getString(3).charAt(0),
                element,
                modifier);
    }

    private static long number(Row row, int column) {
        return Long.parseLong(row.getString(column));
    }

    /// The pages of a table that can be read by ranges of them: a heap without heirs, on a server
    /// that finds a range without reading what is before it (14 and later). Empty for the rest:
    /// views, partitioned and foreign tables, other ways of storage.
    public Optional<TablePages> pages(Selection.Table table) {
        String name = Identifiers.literal(Identifiers.table(table));
        return control.query(pagesOf(name)).stream()
                .findFirst()
                .map(
                        row ->
                                new TablePages(
                                        row.getString(0),
                                        number(row, 1),
                                        Math.ceilDiv(number(row, 2), Math.max(1, number(row, 1)))));
    }

    private static String pagesOf(String name) {
        return """
               SELECT pg_catalog.format('%%I.%%I', space.nspname, class.relname),
                      (pg_catalog.pg_relation_size(class.oid)
                          / pg_catalog.current_setting('block_size')::bigint)::text,
                      pg_catalog.pg_table_size(class.oid)::text
               FROM pg_catalog.pg_class AS class
               JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
               JOIN pg_catalog.pg_am AS storage ON storage.oid = class.relam
               WHERE class.oid = pg_catalog.to_regclass(%s)
                 AND class.relkind IN ('r', 'm')
                 AND storage.amname = 'heap'
                 AND pg_catalog.current_setting('server_version_num')::int >= 140000
                 AND NOT EXISTS (
                     SELECT FROM pg_catalog.pg_inherits AS heir WHERE heir.inhparent = class.oid)
               """
                .formatted(name);
    }

    /// Pages that the server's cache holds.
    public long buffers() {
        return number(control.query(BUFFERS).getFirst(), 0);
    }

    /// Rows by the last ANALYZE, all partitions together; empty when nobody has counted.
    public OptionalLong countedRows(Selection.Table table) {
        String name = Identifiers.literal(Identifiers.table(table));
        Row row = control.query(rowsOf(name)).getFirst();
        return Boolean.parseBoolean(row.getString(1))
                ? OptionalLong.of(number(row, 0))
                : OptionalLong.empty();
    }

    /// Leaves of the table's partitions and heirs: their rows, and whether anybody counted them.
    private static String rowsOf(String name) {
        return """
               WITH RECURSIVE family(oid) AS (
                   SELECT pg_catalog.to_regclass(%s)::pg_catalog.oid
                   UNION
                   SELECT child.inhrelid
                   FROM family
                   JOIN pg_catalog.pg_inherits AS child ON child.inhparent = family.oid
               )
               SELECT COALESCE(pg_catalog.sum(GREATEST(leaf.reltuples, 0)), 0)::bigint::text,
                      COALESCE(pg_catalog.bool_and(
                          leaf.reltuples > 0
                          OR pg_catalog.pg_relation_size(leaf.oid) = 0), false)::text
               FROM family
               JOIN pg_catalog.pg_class AS leaf ON leaf.oid = family.oid
               WHERE leaf.relkind IN ('r', 'm')
               """
                .formatted(name);
    }

    /// The planner's guess. Also checks, early, that the user may read what is selected.
    public OptionalLong plannedRows(String sql) {
        List<Row> rows = control.query("EXPLAIN (FORMAT JSON) " + sql);
        Object plan = rows.getFirst().getValue(0);
        JsonArray nodes = plan instanceof JsonArray array ? array : new JsonArray(plan.toString());
        Number guess = nodes.getJsonObject(0).getJsonObject("Plan").getNumber("Plan Rows");
        return guess == null ? OptionalLong.empty() : OptionalLong.of(guess.longValue());
    }

    /// Names of existing tables that look like this one, as a configuration would write them.
    public List<String> tablesNear(Selection.Table table) {
        List<Row> rows = control.query(TABLES);
        List<String> elsewhere =
                rows.stream()
                        .filter(row -> row.getString(1).equals(table.name()))
                        .map(row -> row.getString(0) + "." + row.getString(1))
                        .limit(3)
                        .toList();
        if (!elsewhere.isEmpty()) {
            return elsewhere;
        }
        boolean qualified = table.schemaName().isPresent();
        List<String> names =
                rows.stream()
                        .map(row -> (qualified ? row.getString(0) + "." : "") + row.getString(1))
                        .distinct()
                        .toList();
        return NearNames.of(table.display(), names);
    }
}
