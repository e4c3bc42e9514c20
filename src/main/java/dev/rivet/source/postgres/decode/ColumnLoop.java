package dev.rivet.source.postgres.decode;

import dev.rivet.source.postgres.wire.Window;

/// The second pass over rows that [RowScan] has found: takes one column of all of them. Event
/// loop only.
interface ColumnLoop {
    /// Appends `rows` values.
    ///
    /// @param starts where each value begins, from `base` on; its length, negative for NULL,
    ///     stands in the four bytes before
    void append(Window window, int[] starts, int base, int rows);
}
