package dev.rivet.source.mysql.type;

import dev.rivet.config.Selection;

/// Quoting of names, as MySQL and MariaDB want them.
public final class Identifiers {
    private Identifiers() {}

    public static String quote(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }

    public static String quote(Selection.Table table) {
        String name = quote(table.name());
        return table.schemaName().map(schema -> quote(schema) + "." + name).orElse(name);
    }
}
