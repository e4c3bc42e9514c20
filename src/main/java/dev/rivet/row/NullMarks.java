package dev.rivet.row;

import java.util.Arrays;

/// Collects which values of a vector are NULL. Not thread-safe.
public final class NullMarks {
    private long[] bits = new long[0];
    private int count;

    public void mark(int index) {
        int word = index >> 6;
        if (word >= bits.length) {
            bits = Arrays.copyOf(bits, Math.max(word + 1, bits.length * 2));
        }
        bits[word] |= 1L << index;
        count++;
    }

    NullMask build(int length) {
        NullMask mask =
                count == 0
                        ? NullMask.NONE
                        : new NullMask(Arrays.copyOf(bits, (length + 63) >> 6), count);
        bits = new long[0];
        count = 0;
        return mask;
    }

    long bytes() {
        return (long) bits.length * Long.BYTES;
    }
}
