package dev.rivet.encode.parquet;

import java.io.IOException;

/// The bytes of a page while it is decoded, from front to back. Not thread-safe.
final class PageBytes {
    private final byte[] bytes;
    private int at;
    private final int end;

    /// Bytes `from <= i < end` of the array.
    PageBytes(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    byte[] array() {
        return bytes;
    }

    int left() {
        return end - at;
    }

    /// Takes so many bytes and returns where in the array they begin.
    int take(long count) throws IOException {
        if (count < 0 || count > left()) {
            throw new IOException("a page ends too early");
        }
        int from = at;
        at += (int) count;
        return from;
    }

    int takeByte() throws IOException {
        return bytes[take(1)] & 0xff;
    }

    int takeInt() throws IOException {
        return (int) PageBuffer.INTS.get(bytes, take(Integer.BYTES));
    }

    /// A part of its own, of so many bytes.
    PageBytes part(long length) throws IOException {
        int from = take(length);
        return new PageBytes(bytes, from, at);
    }

    long takeVarint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int octet = takeByte();
            value |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw new IOException("a number in a page has no end");
    }

    long takeZigzag() throws IOException {
        long value = takeVarint();
        return (value >>> 1) ^ -(value & 1);
    }

    /// A number from at most this many values.
    int takeCount(int most) throws IOException {
        long count = takeVarint();
        if (count < 0 || count > most) {
            throw new IOException("a page says that it has " + count + " values of " + most);
        }
        return (int) count;
    }
}
