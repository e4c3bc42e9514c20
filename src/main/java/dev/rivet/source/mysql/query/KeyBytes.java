package dev.rivet.source.mysql.query;

import dev.rivet.source.mysql.wire.WireColumn;
import dev.rivet.source.mysql.wire.WireInteger;
import java.util.Arrays;

/// The key of the row that was read last, in the protocol's own bytes. Reused from row to row.
public final class KeyBytes {
    private byte[] data = new byte[64];
    private int length;
    private WireColumn column;

    public KeyBytes(WireColumn column) {
        this.column = column;
    }

    /// Takes over the definition that integers are read by.
    ///
    /// @param defined the key's column as the running statement defines it
    void defineAs(WireColumn defined) {
        column = defined;
    }

    public void copy(byte[] in, int at, int count) {
        if (count > data.length) {
            data = new byte[Math.max(count, data.length * 2)];
        }
        System.arraycopy(in, at, data, 0, count);
        length = count;
    }

    boolean isAt(byte[] in, int at, int count) {
        return Arrays.equals(data, 0, length, in, at, at + count);
    }

    /// A place for another key of the same column.
    KeyBytes another() {
        return new KeyBytes(column);
    }

    int length() {
        return length;
    }

    byte[] bytes() {
        return Arrays.copyOf(data, length);
    }

    long integer() {
        return WireInteger.of(column).read(data, 0);
    }
}
