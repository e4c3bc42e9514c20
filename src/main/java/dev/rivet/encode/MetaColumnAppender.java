package dev.rivet.encode;

import dev.rivet.config.MetaColumns;
import dev.rivet.row.Column;

/// Adds rivet's own columns after the source's.
public final class MetaColumnAppender {
    /// The native type of rivet's own columns.
    public static final String NATIVE_TYPE = "rivet";

    private MetaColumnAppender() {}

    /// Whether rivet made the column, which then has no NULLs.
    public static boolean isMeta(Column column) {
        return column.nativeType().equals(NATIVE_TYPE)
                && (column.name().equals(MetaColumns.EXPORTED_AT)
                        || column.name().equals(MetaColumns.ROW_HASH));
    }
}
