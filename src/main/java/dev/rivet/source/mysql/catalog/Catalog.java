package dev.rivet.source.mysql.catalog;

import dev.rivet.config.Selection;
import dev.rivet.diag.RivetException;
import dev.rivet.source.mysql.connect.Link;
import dev.rivet.source.mysql.query.TableStats;
import dev.rivet.source.mysql.type.Identifiers;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Asks the server's catalog. Blocks.
final class Catalog {
    private static final int MOST_NAMES = 2000;
    private static final int COMMAND_DENIED = 1142;

    private final Link link;
    private final String database;

    Catalog(Link link, String database) {
        this.link = link;
        this.database = database;
    }

    /// A column as `information_schema.COLUMNS` has it; empty strings for what it does not say.
    ///
    /// @param position its place among all columns of the table, from 1
    record CatalogColumn(String type, String charset, String collation, long position) {
        static final CatalogColumn UNKNOWN = new CatalogColumn("", "", "", 0);
    }

    String schemaOf(Selection.Table table) {
        return table.schemaName().orElse(database);
    }

    /// The columns that the user may know of, by name, in the table's order: invisible ones, too,
    /// but not those that MariaDB adds by itself for system versioning.
    Map<String, CatalogColumn> columns(String schema, String table) {
        Map<String, CatalogColumn> columns = new LinkedHashMap<>();
        RowSet<Row> rows =
                link.ask(
                        """
                        SELECT COLUMN_NAME, DATA_TYPE, CHARACTER_SET_NAME, COLLATION_NAME,
                            ORDINAL_POSITION
                        FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
                        ORDER BY ORDINAL_POSITION
                        """,
                        schema,
                        table);
        for (Row each : rows) {
            String type = text(each.getValue(1)).toLowerCase(Locale.ROOT);
            columns.put(
                    text(each.getValue(0)),
                    new CatalogColumn(
                            type,
                            text(each.getValue(2)),
                            text(each.getValue(3)),
                            number(each.getValue(4)).orElse(0)));
        }
        return columns;
    }

    /// Empty when there is no such table, or no right to it.
    Optional<TableStats> table(Selection.Table table) {
        RowSet<Row> rows =
                link.ask(
                        """
                        SELECT ENGINE, TABLE_ROWS, AVG_ROW_LENGTH, DATA_LENGTH
                        FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
                        """,
                        schemaOf(table),
                        table.name());
        for (Row each : rows) {
            String engine = text(each.getValue(0)).toLowerCase(Locale.ROOT);
            return Optional.of(
                    new TableStats(
                            engine,
                            number(each.getValue(1)),
                            number(each.getValue(2)),
                            number(each.getValue(3))));
        }
        return Optional.empty();
    }

    /// Whether the user has a right to the whole table, and not to some columns of it only.
    boolean showsDefinition(Selection.Table table) {
        try {
            link.ask("SHOW CREATE TABLE " + Identifiers.quote(table));
            return true;
        } catch (RivetException refused) {
            if (refused.getCause() instanceof MySQLException said
                    && said.getErrorCode() == COMMAND_DENIED) {
                return false;
            }
            throw refused;
        }
    }

    /// The indexes that rows can be found by in their order. Hidden ones are left out: the server
    /// would sort the whole table for each page.
    List<TableIndex> indexes(Selection.Table table) {
        Map<String, List<Row>> indexes = new LinkedHashMap<>();
        for (Row each : link.ask("SHOW INDEX FROM " + Identifiers.quote(table))) {
            indexes.computeIfAbsent(text(each.getValue("Key_name")), name -> new ArrayList<>())
                    .add(each);
        }
        return indexes.entrySet().stream()
                .filter(each -> TableIndex.isUsable(each.getValue().getFirst()))
                .map(each -> TableIndex.of(each.getKey(), each.getValue()))
                .toList();
    }

    List<String> tableNames(String schema) {
        return names(
                "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? LIMIT "
                        + MOST_NAMES,
                schema);
    }

    List<String> columnNames() {
        return names(
                "SELECT DISTINCT COLUMN_NAME FROM information_schema.COLUMNS"
                        + " WHERE TABLE_SCHEMA = ? LIMIT "
                        + MOST_NAMES,
                database);
    }

    private List<String> names(String sql, String schema) {
        List<String> names = new ArrayList<>();
        for (Row each : link.ask(sql, schema)) {
            names.add(text(each.getValue(0)));
        }
        return names;
    }

    static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static OptionalLong number(@Nullable Object value) {
        return value instanceof Number number
                ? OptionalLong.of(number.longValue())
                : OptionalLong.empty();
    }
}
