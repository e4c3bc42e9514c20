package dev.rivet.encode.parquet;

import dev.rivet.config.RowGroups;

/// When a row group is full.
///
/// @param minRows below this only `mostBytes` cuts
/// @param maxRows never more
/// @param plainBytes cut when the values have as many, neither encoded nor compressed
/// @param targetBytes cut when the row group has as many
/// @param mostBytes cut when the row group has as many, whatever else is configured
record RowGroupLimit(int minRows, int maxRows, long plainBytes, long targetBytes, long mostBytes) {
    private static final int MIN_ROWS_BY_SIZE = 1_000;
    private static final int MAX_ROWS_BY_SIZE = 10_000_000;
    private static final long MIN_SLICE_BYTES = 1 << 16;
    private static final long MAX_SLICE_BYTES = 1 << 18;

    static RowGroupLimit of(RowGroups config, long mostBytes) {
        return switch (config) {
            case RowGroups.Default() ->
                    new RowGroupLimit(
                            RowGroups.LEAST_ROWS,
                            RowGroups.MOST_ROWS,
                            RowGroups.PLAIN_BYTES,
                            Long.MAX_VALUE,
                            mostBytes);
            case RowGroups.FixedRows(int rows) ->
                    new RowGroupLimit(rows, rows, Long.MAX_VALUE, Long.MAX_VALUE, mostBytes);
            case RowGroups.FixedMemory memory ->
                    new RowGroupLimit(
                            MIN_ROWS_BY_SIZE,
                            MAX_ROWS_BY_SIZE,
                            Long.MAX_VALUE,
                            Math.min(memory.targetBytes(), memory.cap().orElse(Long.MAX_VALUE)),
                            mostBytes);
        };
    }

    /// @param plain bytes of the values so far
    /// @param bytes of the row group so far: closed pages as they will be in the file, the rest as
    ///     plain values
    boolean isReached(int rows, long plain, long bytes) {
        boolean isLarge = plain >= plainBytes || bytes >= targetBytes;
        return rows >= maxRows || bytes >= mostBytes || (rows >= minRows && isLarge);
    }

    /// How many bytes to add between two looks at the size, small against the limits.
    long sliceBytes() {
        return Math.clamp(Math.min(targetBytes, mostBytes) / 16, MIN_SLICE_BYTES, MAX_SLICE_BYTES);
    }
}
