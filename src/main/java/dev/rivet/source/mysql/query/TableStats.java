package dev.rivet.source.mysql.query;

import java.util.OptionalLong;

/// A table as `information_schema.TABLES` has it.
///
/// @param engine in lower case; empty for views
/// @param averageRowBytes data per row
/// @param bytes data of the whole table, without its indexes
public record TableStats(
        String engine, OptionalLong rows, OptionalLong averageRowBytes, OptionalLong bytes) {
    public static final TableStats UNKNOWN =
            new TableStats("", OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    /// Whether several statements can see one state of it.
    public boolean hasReadViews() {
        return engine.equals("innodb");
    }
}
