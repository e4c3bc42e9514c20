package dev.rivet.source.mysql;

import dev.rivet.config.Selection;

/// Quoting of names, as MySQL and MariaDB want them.
final class Identifiers {
    private Identifiers() {}

    static String quote(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }

    static String quote(Selection.Table table) {
        String name = quote(table.name());
        return table.schemaName().map(schema -> quote(schema) + "." + name).orElse(name);
    }
}
