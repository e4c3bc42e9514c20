package dev.rivet.encode;

import dev.rivet.row.ColumnVector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Cells as bytes to be hashed, one after the other in one array; which bytes, [RowHash] says. Not
/// thread-safe.
final class CellBytes {
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[256];
    private int length;

    void clear() {
        length = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void putFramed(ColumnVector column, int index) {
        if (column.nulls().isNull(index)) {
            putByte(0);
            return;
        }
        putByte(1);
        if (column instanceof ColumnVector.Lists lists) {
            putList(lists, index);
            return;
        }
        int lengthAt = length;
        putInt(0);
        put(column, index);
        INTS.set(bytes, lengthAt, length - lengthAt - Integer.BYTES);
    }

    /// Appends the bytes of a cell that is not NULL.
    void put(ColumnVector column, int index) {
        switch (column) {
            case ColumnVector.Booleans booleans -> putByte(booleans.values()[index]);
            case ColumnVector.Ints ints -> putInt(ints.values()[index]);
            case ColumnVector.Longs longs -> putLong(longs.values()[index]);
            case ColumnVector.Floats floats -> putInt(Float.floatToIntBits(floats.values()[index]));
            case ColumnVector.Doubles doubles ->
                    putLong(Double.doubleToLongBits(doubles.values()[index]));
            case ColumnVector.Bytes text ->
                    putBytes(text.data(), text.offsets()[index], text.offsets()[index + 1]);
            case ColumnVector.Fixed fixed ->
                    putBytes(fixed.data(), index * fixed.width(), (index + 1) * fixed.width());
            case ColumnVector.Lists lists -> putList(lists, index);
        }
    }

    private void putList(ColumnVector.Lists lists, int index) {
        int from = lists.offsets()[index];
        int to = lists.offsets()[index + 1];
        putInt(to - from);
        for (int i = from; i < to; i++) {
            putFramed(lists.elements(), i);
        }
    }

    private void putByte(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    private void putInt(int value) {
        room(Integer.BYTES);
        INTS.set(bytes, length, value);
        length += Integer.BYTES;
    }

    private void putLong(long value) {
        room(Long.BYTES);
        LONGS.set(bytes, length, value);
        length += Long.BYTES;
    }

    private void putBytes(byte[] source, int from, int to) {
        room(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    private void room(int count) {
        if (count > bytes.length - length) {
            int needed = Math.addExact(length, count);
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + bytes.length / 2));
        }
    }
}
