package dev.rivet.config;

import java.util.List;

/// Columns that rivet adds after the source's own.
///
/// @param exportedAt add `_rivet_exported_at`
public record MetaColumns(boolean exportedAt, RowHash rowHash) {
    public static final MetaColumns NONE = new MetaColumns(false, new RowHash.Off());
    public static final String EXPORTED_AT = "_rivet_exported_at";
    public static final String ROW_HASH = "_rivet_row_hash";

    /// Which columns `_rivet_row_hash` covers.
    public sealed interface RowHash {
        record Off() implements RowHash {}

        record AllColumns() implements RowHash {}

        /// Order is significant.
        record Only(List<String> columns) implements RowHash {
            public Only {
                columns = List.copyOf(columns);
            }
        }
    }
}
