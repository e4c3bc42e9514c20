package dev.rivet.config;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How Parquet row groups are cut. Whatever is chosen, they stay within rivet's memory budget.
public sealed interface RowGroups {
    /// Rows of a group when nothing is configured.
    int DEFAULT_ROWS = 122_880;

    /// Nothing configured: [#DEFAULT_ROWS], within the budget.
    record Default() implements RowGroups {}

    /// Exactly this many rows, the last group excepted.
    record FixedRows(int rows) implements RowGroups {}

    /// By size: `auto` and `fixed_memory`.
    ///
    /// @param maxBytes a further cap; null for none
    record FixedMemory(long targetBytes, @Nullable Long maxBytes) implements RowGroups {
        public OptionalLong cap() {
            return maxBytes == null ? OptionalLong.empty() : OptionalLong.of(maxBytes);
        }
    }
}
