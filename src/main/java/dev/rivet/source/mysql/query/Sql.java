package dev.rivet.source.mysql.query;

import dev.rivet.config.Selection;
import dev.rivet.source.mysql.type.Identifiers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The statements that read, as MySQL and MariaDB write them.
public final class Sql {
    private Sql() {}

    /// What is described: of a table, its visible columns.
    public static String everything(Selection selection) {
        return switch (selection) {
            case Selection.Table table -> "SELECT * FROM " + Identifiers.quote(table);
            case Selection.Query query -> query.sql();
        };
    }

    /// All those columns of a table, in the table's order of storage.
    public static String columns(Selection.Table table, List<String> columns) {
        return "SELECT " + list(columns) + " FROM " + Identifiers.quote(table);
    }

    /// The first page: the columns, and behind them the key's own bytes if they come apart.
    /// Parameters: rows, rows to skip.
    static String firstPage(Selection.Table table, List<String> columns, PageKey key) {
        return page(table, columns, key, "");
    }

    /// A later page, from the last row of the one before. Parameters: that row's key, rows,
    /// rows to skip.
    public static String nextPage(Selection.Table table, List<String> columns, PageKey key) {
        return page(
                table,
                columns,
                key,
                " WHERE " + Identifiers.quote(key.column()) + " >= " + key.placeholder());
    }

    /// A range of keys. Parameters: first key, last key, most rows. The server checks each row
    /// that it finds once more, and `BETWEEN` takes it less time than two conditions.
    public static String range(Selection.Table table, List<String> columns, PageKey key) {
        return range(table, columns, key, Optional.empty());
    }

    /// The same, of whose rows those are read that a condition is true of.
    static String range(
            Selection.Table table, List<String> columns, PageKey key, Optional<String> filter) {
        String column = Identifiers.quote(key.column());
        return indexed(table, columns, key)
                + " WHERE "
                + column
                + " BETWEEN "
                + key.placeholder()
                + " AND "
                + key.placeholder()
                + filter.map(each -> " AND (" + each + ")").orElse("")
                + " ORDER BY "
                + column
                + " LIMIT ?";
    }

    /// The columns of a table by an index, and behind them the own bytes of its columns that come
    /// apart; without a condition.
    static String byIndex(Selection.Table table, List<String> columns, IndexOrder order) {
        String own =
                order.keys().stream()
                        .flatMap(each -> each.ownBytes().stream())
                        .map(each -> ", " + each)
                        .collect(Collectors.joining());
        return "SELECT " + list(columns) + own + from(table, order.index());
    }

    /// The columns of a table by an index, and nothing else; without a condition.
    static String byIndex(Selection.Table table, List<String> columns, String index) {
        return "SELECT " + list(columns) + from(table, index);
    }

    /// The columns of an index as texts that [PageKey#operandOf] takes.
    static String textsByIndex(Selection.Table table, IndexOrder order) {
        return order.keys().stream()
                .map(each -> each.form().asText(Identifiers.quote(each.column())))
                .collect(Collectors.joining(", ", "SELECT ", from(table, order.index())));
    }

    /// What a condition is true of, in one statement. A query's columns need names of their own.
    public static String filtered(Selection selection, List<String> columns, String filter) {
        return switch (selection) {
            case Selection.Table table -> columns(table, columns) + " WHERE " + filter;
            case Selection.Query query -> "SELECT *" + from(query) + " WHERE " + filter;
        };
    }

    /// ` FROM …`, whatever is selected. The line ends where the query may end with a comment.
    public static String from(Selection selection) {
        return switch (selection) {
            case Selection.Table table -> " FROM " + Identifiers.quote(table);
            case Selection.Query query -> " FROM (" + query.sql() + "\n) AS _rivet";
        };
    }

    /// ` FROM …`, by an index and none else.
    public static String from(Selection.Table table, String index) {
        return " FROM "
                + Identifiers.quote(table)
                + " FORCE INDEX ("
                + Identifiers.quote(index)
                + ")";
    }

    /// The smallest and the largest key, as text; NULL without rows.
    public static String bounds(Selection.Table table, PageKey key) {
        String column = Identifiers.quote(key.column());
        return "SELECT CAST(MIN(%1$s) AS CHAR), CAST(MAX(%1$s) AS CHAR) FROM %2$s"
                .formatted(column, Identifiers.quote(table));
    }

    /// Keeps writers out, and waits for those who have written, so that several read views can
    /// begin as one.
    public static String lock(Selection.Table table) {
        return "LOCK TABLES " + Identifiers.quote(table) + " READ";
    }

    /// Reads from a table, whatever is in it, and says who did it. In a transaction: opens its
    /// read view, and keeps the table's definition as it is. No cache of results can answer it.
    ///
    /// @param server an expression that names the server
    public static String touch(Selection.Table table, String server) {
        return "SELECT %s, CONNECTION_ID(), (SELECT 1 FROM %s LIMIT 1)"
                .formatted(server, Identifiers.quote(table));
    }

    private static String indexed(Selection.Table table, List<String> columns, PageKey key) {
        String own = key.ownBytes().map(each -> ", " + each).orElse("");
        return "SELECT " + list(columns) + own + from(table, key.index());
    }

    private static String page(
            Selection.Table table, List<String> columns, PageKey key, String condition) {
        return indexed(table, columns, key)
                + condition
                + " ORDER BY "
                + Identifiers.quote(key.column())
                + " LIMIT ? OFFSET ?";
    }

    private static String list(List<String> columns) {
        return columns.stream().map(Identifiers::quote).collect(Collectors.joining(", "));
    }
}
