package dev.rivet.encode.parquet;

import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Bytes of a page while it is encoded: little-endian and variable-length numbers in one array
/// that grows and is used again. Not thread-safe.
final class PageBuffer extends OutputStream {
    static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// Longer arrays are given back when the buffer is cleared.
    private static final int MAX_KEPT_BYTES = 1 << 22;

    private static final int FIRST_CAPACITY = 1 << 12;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    /// What was put, from 0 to [#length()]; valid until more is put.
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
        if (bytes.length > MAX_KEPT_BYTES) {
            bytes = new byte[FIRST_CAPACITY];
        }
    }

    /// Forgets what comes after the first `count` bytes.
    void cut(int count) {
        length = count;
    }

    /// Adds `count` bytes of any content and returns where they start. At least eight more bytes
    /// can be written after them, which do not count.
    int reserve(int count) {
        int start = length;
        long end = (long) start + count;
        if (end + Long.BYTES > bytes.length) {
            bytes = Arrays.copyOf(bytes, capacity(end + Long.BYTES));
        }
        length = (int) end;
        return start;
    }

    private int capacity(long needed) {
        if (needed > Integer.MAX_VALUE - Long.BYTES) {
            throw new IllegalStateException("a page of Parquet exceeds 2 GiB");
        }
        long grown = Math.min(bytes.length * 3L / 2, Integer.MAX_VALUE - Long.BYTES);
        return (int) Math.max(needed, grown);
    }

    @Override
    public void write(int value) {
        int at = reserve(1);
        bytes[at] = (byte) value;
    }

    @Override
    public void write(byte[] source, int from, int count) {
        int at = reserve(count);
        System.arraycopy(source, from, bytes, at, count);
    }

    void putInt(int value) {
        int at = reserve(Integer.BYTES);
        INTS.set(bytes, at, value);
    }

    void setInt(int at, int value) {
        INTS.set(bytes, at, value);
    }

    /// Seven bits a byte, the lowest first, as an unsigned number.
    void putVarint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        write((int) rest);
    }

    /// Small numbers of either sign in few bytes.
    void putZigzag(long value) {
        putVarint(value << 1 ^ value >> 63);
    }
}
