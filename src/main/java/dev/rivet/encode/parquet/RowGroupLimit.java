package dev.rivet.encode.parquet;

import dev.rivet.config.RowGroups;

/// When a row group is full.
///
/// @param minRows below this only the budget cuts
/// @param maxRows never more
/// @param targetBytes cut when this much is buffered
/// @param budgetBytes cut when this much memory is taken, whatever else is configured
record RowGroupLimit(int minRows, int maxRows, long targetBytes, long budgetBytes) {
    private static final int MIN_ROWS_BY_SIZE = 1_000;
    private static final int MAX_ROWS_BY_SIZE = 10_000_000;
    private static final long MIN_SLICE_BYTES = 1 << 16;
    private static final long MAX_SLICE_BYTES = 1 << 20;

    static RowGroupLimit of(RowGroups config, long budgetBytes) {
        return switch (config) {
            case RowGroups.Default() -> byRows(RowGroups.DEFAULT_ROWS, budgetBytes);
            case RowGroups.FixedRows(int rows) -> byRows(rows, budgetBytes);
            case RowGroups.FixedMemory memory ->
                    new RowGroupLimit(
                            MIN_ROWS_BY_SIZE,
                            MAX_ROWS_BY_SIZE,
                            Math.min(memory.targetBytes(), memory.cap().orElse(Long.MAX_VALUE)),
                            budgetBytes);
        };
    }

    private static RowGroupLimit byRows(int rows, long budgetBytes) {
        return new RowGroupLimit(rows, rows, Long.MAX_VALUE, budgetBytes);
    }

    /// @param bytes what is held in memory: closed pages as they will be in the file, the rest
    ///     as plain values
    boolean isReached(int rows, long bytes) {
        return rows >= maxRows || bytes >= budgetBytes || (rows >= minRows && bytes >= targetBytes);
    }

    /// How many bytes to add between two looks at the size, small against the limits.
    long sliceBytes() {
        return Math.clamp(
                Math.min(targetBytes, budgetBytes) / 16, MIN_SLICE_BYTES, MAX_SLICE_BYTES);
    }
}
