package dev.rivet.source.postgres.catalog;

import dev.rivet.diag.RivetException;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.query.SelectedTable;
import dev.rivet.source.postgres.query.TablePages;
import dev.rivet.source.postgres.type.PgType;
import dev.rivet.source.postgres.type.TableChange;
import io.vertx.core.json.JsonArray;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What rivet asks the server's catalog.
public final class SourceCatalog {
    private static final String BUFFERS =
            """
            SELECT (pg_catalog.pg_size_bytes(pg_catalog.current_setting('shared_buffers'))
                       OPERATOR(pg_catalog./)
                    pg_catalog.current_setting('block_size')::pg_catalog.int8)::pg_catalog.text
            """;

    /// Where the log stands: on a standby, as far as it has been replayed.
    static final String POSITION =
            """
            SELECT 'lsn ' OPERATOR(pg_catalog.||) CASE WHEN pg_catalog.pg_is_in_recovery()
                THEN pg_catalog.pg_last_wal_replay_lsn() ELSE pg_catalog.pg_current_wal_lsn()
                END::pg_catalog.text
            """;

    /// The syntax error that `EXPLAIN` has in store for a statement that is none by itself.
    private static final String NO_PLAN = "42601";

    private final ControlChannel control;

    public SourceCatalog(ControlChannel control) {
        this.control = control;
    }

    /// Where the log stands; null where the server does not tell. Outside of a transaction: within
    /// one it would be asked after its snapshot was taken.
    ///
    /// @param longest that the statement may take; zero for no limit
    @Nullable String position(Duration longest) {
        try {
            return control.queryAlone(POSITION, longest).getFirst().getString(0);
        } catch (RivetException refused) {
            if (refused.getCause() instanceof PgException) {
                return null;
            }
            throw refused;
        }
    }

    /// What the types are.
    ///
    /// @throws dev.rivet.diag.RivetException `SOURCE_COLUMNS_CHANGED_UNDER_READ` where the
    ///     snapshot does not know one of them
    public Map<Long, PgType> types(Collection<Long> oids) {
        String list =
                oids.stream().distinct().map(String::valueOf).collect(Collectors.joining(","));
        Map<Long, Row> rows = new HashMap<>();
        control.query(typesAround(list)).forEach(row -> rows.put(number(row, 0), row));
        Map<Long, PgType> types = new HashMap<>();
        rows.forEach((oid, row) -> types.put(oid, type(oid, row, rows)));
        if (!types.keySet().containsAll(oids)) {
            throw TableChange.found("A column's type was created while rivet began to read it.");
        }
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
                   JOIN pg_catalog.pg_type AS type
                       ON type.oid OPERATOR(pg_catalog.=) reached.oid
                   CROSS JOIN LATERAL (VALUES (type.typelem), (type.typbasetype)) AS related(oid)
                   WHERE related.oid OPERATOR(pg_catalog.<>) 0::pg_catalog.oid
               )
               SELECT type.oid::pg_catalog.text, type.typname::pg_catalog.text,
                      type.typtype::pg_catalog.text, type.typcategory::pg_catalog.text,
                      type.typelem::pg_catalog.text, type.typbasetype::pg_catalog.text,
                      type.typtypmod::pg_catalog.text
               FROM reached
               JOIN pg_catalog.pg_type AS type ON type.oid OPERATOR(pg_catalog.=) reached.oid
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

    /// The numbers of the columns of each table's primary key, where it has one.
    public Map<Long, List<Integer>> primaryKeys(Collection<Long> tables) {
        if (tables.isEmpty()) {
            return Map.of();
        }
        String list = tables.stream().map(String::valueOf).collect(Collectors.joining(","));
        return control.query(primaryKeysOf(list)).stream()
                .collect(Collectors.toMap(row -> number(row, 0), SourceCatalog::attributes));
    }

    /// Columns that are only stored beside the key stand behind it.
    private static List<Integer> attributes(Row row) {
        return Stream.of(row.getString(1).split(" ", -1))
                .limit(number(row, 2))
                .map(Integer::valueOf)
                .toList();
    }

    private static String primaryKeysOf(String tables) {
        return """
               SELECT key.indrelid::pg_catalog.text, key.indkey::pg_catalog.text,
                      key.indnkeyatts::pg_catalog.text
               FROM pg_catalog.pg_index AS key
               WHERE key.indisprimary
                 AND key.indrelid OPERATOR(pg_catalog.=) ANY ('{%s}'::pg_catalog.oid[])
               """
                .formatted(tables);
    }

    private static long number(Row row, int column) {
        return Long.parseLong(row.getString(column));
    }

    /// The pages of a table that can be read by ranges of them: a heap without heirs, on a server
    /// that finds a range without reading what is before it (14 and later), by a user who may read
    /// row addresses. Empty for the rest: views, partitioned and foreign tables, other ways of
    /// storage, grants of single columns.
    public Optional<TablePages> pages(SelectedTable table) {
        return control.query(pagesOf(table)).stream()
                .findFirst()
                .map(
                        row ->
                                new TablePages(
                                        table.name(),
                                        number(row, 0),
                                        Math.ceilDiv(number(row, 1), Math.max(1, number(row, 0)))));
    }

    private static String pagesOf(SelectedTable table) {
        return """
               SELECT (pg_catalog.pg_relation_size(class.oid) OPERATOR(pg_catalog./)
                          pg_catalog.current_setting('block_size')::pg_catalog.int8
                      )::pg_catalog.text,
                      pg_catalog.pg_table_size(class.oid)::pg_catalog.text
               FROM pg_catalog.pg_class AS class
               JOIN pg_catalog.pg_am AS storage
                   ON storage.oid OPERATOR(pg_catalog.=) class.relam
               WHERE class.oid OPERATOR(pg_catalog.=) %s::pg_catalog.oid
                 AND class.relkind OPERATOR(pg_catalog.=) ANY ('{r,m}'::pg_catalog."char"[])
                 AND storage.amname OPERATOR(pg_catalog.=) 'heap'
                 AND pg_catalog.current_setting('server_version_num')::pg_catalog.int4
                         OPERATOR(pg_catalog.>=) 140000
                 AND pg_catalog.has_table_privilege(class.oid, 'SELECT')
                 AND NOT EXISTS (
                     SELECT FROM pg_catalog.pg_inherits AS heir
                     WHERE heir.inhparent OPERATOR(pg_catalog.=) class.oid)
               """
                .formatted(table.oid());
    }

    /// Pages that the server's cache holds.
    public long buffers() {
        return number(control.query(BUFFERS).getFirst(), 0);
    }

    /// Rows by the last ANALYZE, all partitions together; empty when nobody has counted.
    public OptionalLong countedRows(SelectedTable table) {
        Row row = control.query(rowsOf(table)).getFirst();
        return Boolean.parseBoolean(row.getString(1))
                ? OptionalLong.of(number(row, 0))
                : OptionalLong.empty();
    }

    /// Bytes of a row on the table's pages and those of its TOAST, as of the last ANALYZE, all
    /// partitions together; empty when nobody has counted.
    public OptionalLong rowBytes(SelectedTable table) {
        Row row = control.query(rowsOf(table)).getFirst();
        long rows = number(row, 0);
        return rows > 0 && Boolean.parseBoolean(row.getString(1))
                ? OptionalLong.of(number(row, 2) / rows)
                : OptionalLong.empty();
    }

    /// Leaves of the table's partitions and heirs: their rows, whether anybody counted them, and
    /// their bytes.
    private static String rowsOf(SelectedTable table) {
        return """
               WITH RECURSIVE family(oid) AS (
                   SELECT %s::pg_catalog.oid
                   UNION
                   SELECT child.inhrelid
                   FROM family
                   JOIN pg_catalog.pg_inherits AS child
                       ON child.inhparent OPERATOR(pg_catalog.=) family.oid
               )
               SELECT COALESCE(
                          pg_catalog.sum(GREATEST(leaf.reltuples, 0)), 0
                      )::pg_catalog.int8::pg_catalog.text,
                      COALESCE(pg_catalog.bool_and(
                          leaf.reltuples OPERATOR(pg_catalog.>) 0
                          OR pg_catalog.pg_relation_size(leaf.oid) OPERATOR(pg_catalog.=) 0
                      ), false)::pg_catalog.text,
                      COALESCE(
                          pg_catalog.sum(pg_catalog.pg_table_size(leaf.oid)), 0
                      )::pg_catalog.int8::pg_catalog.text
               FROM family
               JOIN pg_catalog.pg_class AS leaf ON leaf.oid OPERATOR(pg_catalog.=) family.oid
               WHERE leaf.relkind OPERATOR(pg_catalog.=) ANY ('{r,m}'::pg_catalog."char"[])
               """
                .formatted(table.oid());
    }

    /// The planner's guess. Also checks, early, that the user may read what is selected.
    public OptionalLong plannedRows(String sql) {
        return explained(sql).rows();
    }

    /// How the server would run a statement.
    StatementPlan explained(String sql) {
        Object plan = control.query("EXPLAIN (FORMAT JSON) " + sql).getFirst().getValue(0);
        JsonArray nodes = plan instanceof JsonArray array ? array : new JsonArray(plan.toString());
        return new StatementPlan(nodes.getJsonObject(0).getJsonObject("Plan"));
    }

    /// The planner's guess, where a statement has a plan: `SHOW` has none.
    public OptionalLong plannedRowsIfAny(String sql) {
        control.query("SAVEPOINT rivet");
        try {
            OptionalLong rows = plannedRows(sql);
            control.query("RELEASE SAVEPOINT rivet");
            return rows;
        } catch (RivetException refused) {
            if (!ControlChannel.hasState(refused, NO_PLAN)) {
                throw refused;
            }
            control.query("ROLLBACK TO SAVEPOINT rivet; RELEASE SAVEPOINT rivet");
            return OptionalLong.empty();
        }
    }
}
