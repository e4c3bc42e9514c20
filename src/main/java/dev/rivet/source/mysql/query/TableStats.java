package dev.rivet.source.mysql.query;

import java.util.OptionalLong;

/// A table as `information_schema.TABLES` has it.
///
/// @param engine in lower case; empty for views
/// @param averageRowBytes data per row
/// @param bytes data of the whole table, without its indexes
public record TableStats(
        String engine, OptionalLong rows, OptionalLong averageRowBytes, OptionalLong bytes) {
    public static final TableStats UNKNOWN = ofRows(OptionalLong.empty());

    public static TableStats ofRows(OptionalLong rows) {
        return new TableStats("", rows, OptionalLong.empty(), OptionalLong.empty());
    }
}
