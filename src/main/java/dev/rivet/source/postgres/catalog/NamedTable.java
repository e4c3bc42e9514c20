package dev.rivet.source.postgres.catalog;

import dev.rivet.config.Selection;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.NearNames;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import dev.rivet.source.PermittedColumns;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.query.SelectedTable;
import dev.rivet.source.postgres.type.Identifiers;
import dev.rivet.source.postgres.type.TableChange;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the name of a table in the configuration leads to.
final class NamedTable {
    private static final String TABLES =
            """
            SELECT space.nspname::pg_catalog.text, class.relname::pg_catalog.text
            FROM pg_catalog.pg_class AS class
            JOIN pg_catalog.pg_namespace AS space
                ON space.oid OPERATOR(pg_catalog.=) class.relnamespace
            WHERE class.relkind OPERATOR(pg_catalog.=)
                      ANY ('{r,p,v,m,f}'::pg_catalog."char"[])
              AND space.nspname OPERATOR(pg_catalog.<>)
                      ALL ('{pg_catalog,information_schema,pg_toast}'::pg_catalog.name[])
            ORDER BY 1, 2
            LIMIT 10000
            """;

    private final ControlChannel control;
    private final Selection.Table table;
    private final String name;

    NamedTable(ControlChannel control, Selection.Table table) {
        this.control = control;
        this.table = table;
        this.name = Identifiers.table(table);
    }

    /// What a look has found.
    ///
    /// @param lockable whether the table can be locked by name: views, too, but neither
    ///     materialized views nor foreign tables, and only by who may read all columns
    /// @param position of the log; null when the user may not know
    record Look(boolean lockable, @Nullable String position) {}

    /// Looks whether there is such a table. Outside of a transaction: a look takes a snapshot.
    ///
    /// @param longest that a statement may take; zero for no limit
    /// @throws RivetException `SOURCE_TABLE_NOT_FOUND`
    Look look(Duration longest) {
        String sql = lookAt(Identifiers.literal(name));
        try {
            List<Row> both = control.queryAlone(SourceCatalog.POSITION + "; " + sql, longest);
            return new Look(isLockable(both.stream().skip(1)), both.getFirst().getString(0));
        } catch (RivetException refused) {
            if (!(refused.getCause() instanceof PgException)) {
                throw refused;
            }
            return new Look(isLockable(control.queryAlone(sql, longest).stream()), null);
        }
    }

    private boolean isLockable(Stream<Row> found) {
        return found.findFirst()
                .map(row -> Boolean.parseBoolean(row.getString(0)))
                .orElseThrow(() -> missing().toException());
    }

    private static String lookAt(String name) {
        return """
               SELECT (class.relkind OPERATOR(pg_catalog.=)
                              ANY ('{r,p,v}'::pg_catalog."char"[])
                          AND pg_catalog.has_table_privilege(class.oid, 'SELECT')
                      )::pg_catalog.text
               FROM pg_catalog.pg_class AS class
               WHERE class.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(%s)
               """
                .formatted(name);
    }

    /// Waits for its lock, and for those of its partitions, of heirs and of what a view reads.
    /// Takes no snapshot.
    void lock() {
        control.query("LOCK TABLE " + name + " IN ACCESS SHARE MODE");
    }

    /// What the name leads to now.
    ///
    /// @throws RivetException `SOURCE_COLUMNS_CHANGED_UNDER_READ` where the snapshot does not know
    ///     that
    SelectedTable selected() {
        return control.query(select(Identifiers.literal(name))).stream()
                .findFirst()
                .map(this::selected)
                .orElseThrow(
                        () ->
                                TableChange.found(
                                        "\"%s\" was replaced while rivet began to read it."
                                                .formatted(table.display())));
    }

    private SelectedTable selected(Row row) {
        List<String> caveats = new ArrayList<>();
        if (Boolean.parseBoolean(row.getString(2))) {
            caveats.add(
                    "row security policies apply to %s for this role: only rows that they let it see are exported"
                            .formatted(table.display()));
        }
        if (row.getString(3).equals("on")) {
            caveats.add(
                    "zero_damaged_pages is on: rows of damaged pages of %s are missing without a word"
                            .formatted(table.display()));
        }
        return new SelectedTable(Long.parseLong(row.getString(0)), row.getString(1), caveats);
    }

    private static String select(String name) {
        return """
               SELECT class.oid::pg_catalog.text,
                      pg_catalog.format('%%I.%%I', space.nspname, class.relname),
                      pg_catalog.row_security_active(class.oid)::pg_catalog.text,
                      pg_catalog.current_setting('zero_damaged_pages')
               FROM pg_catalog.pg_class AS class
               JOIN pg_catalog.pg_namespace AS space
                   ON space.oid OPERATOR(pg_catalog.=) class.relnamespace
               WHERE class.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(%s)
               """
                .formatted(name);
    }

    /// What the user may read of it; empty where there is no such table any more.
    Optional<PermittedColumns> permitted() {
        List<Row> rows = control.query(permitted(Identifiers.literal(name)));
        return rows.stream()
                .findFirst()
                .map(
                        table ->
                                new PermittedColumns(
                                        table.getString(0),
                                        rows.stream()
                                                .map(row -> row.getString(1))
                                                .filter(Objects::nonNull)
                                                .toList()));
    }

    private static String permitted(String name) {
        return """
               SELECT pg_catalog.format('%%I.%%I', space.nspname, class.relname),
                      pg_catalog.quote_ident(attribute.attname)
               FROM pg_catalog.pg_class AS class
               JOIN pg_catalog.pg_namespace AS space
                   ON space.oid OPERATOR(pg_catalog.=) class.relnamespace
               LEFT JOIN pg_catalog.pg_attribute AS attribute
                   ON attribute.attrelid OPERATOR(pg_catalog.=) class.oid
                   AND attribute.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2
                   AND NOT attribute.attisdropped
                   AND pg_catalog.has_column_privilege(class.oid, attribute.attnum, 'SELECT')
               WHERE class.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(%s)
               ORDER BY attribute.attnum
               """
                .formatted(name);
    }

    private Diagnostic missing() {
        List<String> near = near();
        String hint = near.isEmpty() ? "" : " Did you mean " + String.join(" or ", near) + "?";
        return Diagnostic.of(
                        Code.SOURCE_TABLE_NOT_FOUND,
                        "There is no table \""
                                + table.display()
                                + "\" that this user can see."
                                + hint)
                .at(Place.table(table.display()));
    }

    /// Names of existing tables that look like this one, as a configuration would write them.
    private List<String> near() {
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
