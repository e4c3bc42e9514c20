package dev.rivet.config;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How Parquet row groups are cut, the last one of a file excepted, and within a quarter of the
/// size to which files are limited.
public sealed interface RowGroups {
    /// Rows of a group by `fixed_rows` when no number is configured, and the fewest of a group when
    /// nothing is.
    int LEAST_ROWS = 122_880;

    /// The most rows of a group when nothing is configured.
    int MOST_ROWS = 1_048_576;

    /// Bytes of the values, neither encoded nor compressed, of a group when nothing is configured.
    long PLAIN_BYTES = 128L << 20;

    /// Nothing configured: [#PLAIN_BYTES], or [#MOST_ROWS] if they come first, but [#LEAST_ROWS].
    record Default() implements RowGroups {}

    /// Exactly this many rows.
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
