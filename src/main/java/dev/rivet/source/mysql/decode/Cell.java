package dev.rivet.source.mysql.decode;

/// Takes one non-NULL value of one column from the wire into the batch.
interface Cell {
    /// Appends one value to the column.
    ///
    /// @param at where the value's bytes begin
    /// @param length how many there are
    void append(byte[] in, int at, int length);
}
