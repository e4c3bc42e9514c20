package dev.rivet.source.mysql;

import java.util.OptionalLong;

/// A table as `information_schema.TABLES` has it.
///
/// @param engine in lower case; empty for views
/// @param averageRowBytes data per row
/// @param bytes data of the whole table, without its indexes
record TableStats(
        String engine, OptionalLong rows, OptionalLong averageRowBytes, OptionalLong bytes) {
    static final TableStats UNKNOWN = ofRows(OptionalLong.empty());

    static TableStats ofRows(OptionalLong rows) {
        return new TableStats("", rows, OptionalLong.empty(), OptionalLong.empty());
    }
}
