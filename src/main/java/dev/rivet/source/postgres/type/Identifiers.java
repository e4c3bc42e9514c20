package dev.rivet.source.postgres.type;

import dev.rivet.config.Selection;

/// Quoting of SQL identifiers and literals.
public final class Identifiers {
    private Identifiers() {}

    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /// A string literal, whatever `standard_conforming_strings` says.
    public static String literal(String value) {
        String escaped = value.replace("\\", "\\\\").replace("'", "''");
        return (value.indexOf('\\') >= 0 ? " E'" : "'") + escaped + "'";
    }

    /// The table as written, each part quoted; without a schema, `search_path` finds it.
    public static String table(Selection.Table table) {
        return table.schemaName().map(schema -> quote(schema) + ".").orElse("")
                + quote(table.name());
    }
}
