package dev.rivet.source.postgres.decode;

import dev.rivet.row.ColumnBuilder;
import dev.rivet.source.postgres.wire.Window;
import io.netty.buffer.ByteBuf;

/// A column whose values are taken one by one.
record CellLoop(Cell cell, ColumnBuilder builder) implements ColumnLoop {
    @Override
    public void append(Window window, int[] starts, int base, int rows) {
        byte[] bytes = window.bytes();
        ByteBuf in = window.wrapped();
        for (int i = 0; i < rows; i++) {
            int at = starts[base + i];
            int length = Window.getInt(bytes, at - Integer.BYTES);
            if (length < 0) {
                builder.appendNull();
            } else {
                cell.append(in, at, length);
            }
        }
    }
}
