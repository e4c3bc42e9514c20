package dev.rivet.source.mysql.query;

import dev.rivet.source.mysql.wire.LittleEndian;
import dev.rivet.source.mysql.wire.WireColumn;
import dev.rivet.source.mysql.wire.WireInteger;
import java.util.Arrays;

/// The key of the row that was read last, in the protocol's own bytes. Reused from row to row.
public final class KeyBytes {
    private static final int NULL = -1;

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

    /// Takes over the value of a row, which may be NULL.
    void copy(RowKey key) {
        if (key.isNull()) {
            length = NULL;
        } else {
            copy(key.data(), key.at(), key.length());
        }
    }

    boolean isNull() {
        return length == NULL;
    }

    public void copy(byte[] in, int at, int count) {
        if (count > data.length) {
            data = new byte[Math.max(count, data.length * 2)];
        }
        System.arraycopy(in, at, data, 0, count);
        length = count;
    }

    boolean is(RowKey key) {
        if (isNull() || key.isNull()) {
            return isNull() && key.isNull();
        }
        return Arrays.equals(data, 0, length, key.data(), key.at(), key.at() + key.length());
    }

    /// A place for another key of the same column.
    KeyBytes another() {
        return new KeyBytes(column);
    }

    int length() {
        return length;
    }

    /// Whether all bytes are zero, as of a zero date, or there are none.
    boolean isZero() {
        for (int i = 0; i < length; i++) {
            if (data[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /// Empty for NULL.
    byte[] bytes() {
        return Arrays.copyOf(data, Math.max(0, length));
    }

    long integer() {
        return WireInteger.of(column).read(data, 0);
    }

    double number(KeyForm form) {
        return form == KeyForm.FLOAT ? LittleEndian.f32(data, 0) : LittleEndian.f64(data, 0);
    }
}
