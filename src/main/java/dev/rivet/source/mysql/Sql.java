package dev.rivet.source.mysql;

import dev.rivet.config.Selection;
import java.util.List;
import java.util.stream.Collectors;

/// The statements that read, as MySQL and MariaDB write them.
final class Sql {
    private Sql() {}

    static String quote(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }

    static String quote(Selection.Table table) {
        String name = quote(table.name());
        return table.schemaName().map(schema -> quote(schema) + "." + name).orElse(name);
    }

    /// What is described, and read when there are no key pages.
    static String everything(Selection selection) {
        return switch (selection) {
            case Selection.Table table -> "SELECT * FROM " + quote(table);
            case Selection.Query query -> query.sql();
        };
    }

    /// All those columns of a table, in the table's order of storage.
    static String columns(Selection.Table table, List<String> columns) {
        return "SELECT " + list(columns) + " FROM " + quote(table);
    }

    /// The first page. Parameters: rows, rows to skip.
    static String firstPage(Selection.Table table, List<String> columns, PageKey key) {
        return page(table, columns, key, "");
    }

    /// A later page. Parameters: the last key before it, rows, rows to skip.
    static String nextPage(Selection.Table table, List<String> columns, PageKey key) {
        return page(
                table, columns, key, " WHERE " + quote(key.column()) + " > " + key.placeholder());
    }

    private static String page(
            Selection.Table table, List<String> columns, PageKey key, String condition) {
        return columns(table, columns)
                + " FORCE INDEX ("
                + quote(key.index())
                + ")"
                + condition
                + " ORDER BY "
                + quote(key.column())
                + " LIMIT ? OFFSET ?";
    }

    private static String list(List<String> columns) {
        return columns.stream().map(Sql::quote).collect(Collectors.joining(", "));
    }
}
