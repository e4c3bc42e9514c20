package dev.rivet.source.postgres.decode;

import io.netty.buffer.ByteBuf;

/// Takes the values of one column from the wire into its builder. Event loop only.
@FunctionalInterface
interface Cell {
    /// Appends the value that is `in[from] .. in[from + length]`; never called for NULL, nor for a
    /// length that its type does not have.
    void append(ByteBuf in, int from, int length);
}
