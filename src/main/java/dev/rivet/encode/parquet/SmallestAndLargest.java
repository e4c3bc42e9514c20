package dev.rivet.encode.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Finds the smallest and the largest of many runs of bytes in one array. The first eight bytes of
/// each tell most of them apart, the next eight most of the others. Not thread-safe.
final class SmallestAndLargest {
    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /// Turns the highest bit where bytes are unsigned, so that longs compare as the bytes do.
    private final long flip;

    private byte[] data = new byte[0];
    private long minKey;
    private long minNext;
    private int minAt;
    private int minLength;
    private long maxKey;
    private long maxNext;
    private int maxAt;
    private int maxLength;

    private SmallestAndLargest(long flip) {
        this.flip = flip;
    }

    static SmallestAndLargest unsigned() {
        return new SmallestAndLargest(Long.MIN_VALUE);
    }

    /// Of numbers in two's complement, all of one length of at least eight bytes.
    static SmallestAndLargest signed() {
        return new SmallestAndLargest(0);
    }

    /// Begins with one run of bytes.
    ///
    /// @param array has at least seven bytes more after each run
    void start(byte[] array, int at, int length) {
        data = array;
        minKey = maxKey = word(at, length) ^ flip;
        minNext = maxNext = next(at, length);
        minAt = maxAt = at;
        minLength = maxLength = length;
    }

    void look(int at, int length) {
        long key = word(at, length) ^ flip;
        if (key <= minKey && (key < minKey || isLess(at, length))) {
            minKey = key;
            minNext = next(at, length);
            minAt = at;
            minLength = length;
        }
        if (key >= maxKey && (key > maxKey || isGreater(at, length))) {
            maxKey = key;
            maxNext = next(at, length);
            maxAt = at;
            maxLength = length;
        }
    }

    private boolean isLess(int at, int length) {
        long next = next(at, length);
        return next == minNext ? compare(at, length, minAt, minLength) < 0 : next < minNext;
    }

    private boolean isGreater(int at, int length) {
        long next = next(at, length);
        return next == maxNext ? compare(at, length, maxAt, maxLength) > 0 : next > maxNext;
    }

    private long next(int at, int length) {
        long word = length > Long.BYTES ? word(at + Long.BYTES, length - Long.BYTES) : 0;
        return word ^ Long.MIN_VALUE;
    }

    /// The first eight bytes, zeros in the place of those that are not there.
    private long word(int at, int length) {
        if (length >= Long.BYTES) {
            return (long) BIG_ENDIAN.get(data, at);
        }
        return length == 0
                ? 0
                : (long) BIG_ENDIAN.get(data, at) & -1L << Long.SIZE - length * Byte.SIZE;
    }

    private int compare(int at, int length, int other, int otherLength) {
        return Arrays.compareUnsigned(data, at, at + length, data, other, other + otherLength);
    }

    Bounds end() {
        Bounds found = new Bounds(prefix(minAt, minLength), prefix(maxAt, maxLength));
        data = new byte[0];
        return found;
    }

    private byte[] prefix(int at, int length) {
        return Arrays.copyOfRange(data, at, at + Math.min(length, Bounds.PREFIX_BYTES));
    }
}
