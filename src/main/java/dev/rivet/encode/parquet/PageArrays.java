package dev.rivet.encode.parquet;

import java.util.Arrays;

/// Arrays of open pages: they grow by half until they are as long as the pages.
final class PageArrays {
    /// Longer arrays, of lists or of values of megabytes, are given back after the page.
    static final int MAX_KEPT_VALUES = 1 << 18;

    private static final int FIRST_CAPACITY = 1 << 10;

    private PageArrays() {}

    static int[] room(int[] array, int used, int more) {
        return more <= array.length - used
                ? array
                : Arrays.copyOf(array, capacity(array.length, used, more));
    }

    static long[] room(long[] array, int used, int more) {
        return more <= array.length - used
                ? array
                : Arrays.copyOf(array, capacity(array.length, used, more));
    }

    static float[] room(float[] array, int used, int more) {
        return more <= array.length - used
                ? array
                : Arrays.copyOf(array, capacity(array.length, used, more));
    }

    static double[] room(double[] array, int used, int more) {
        return more <= array.length - used
                ? array
                : Arrays.copyOf(array, capacity(array.length, used, more));
    }

    static byte[] room(byte[] array, int used, int more) {
        return more <= array.length - used
                ? array
                : Arrays.copyOf(array, capacity(array.length, used, more));
    }

    private static int capacity(int length, int used, int more) {
        int needed = Math.addExact(used, more);
        long grown = Math.min(length * 3L / 2, Integer.MAX_VALUE - Long.BYTES);
        return (int) Math.max(Math.max(needed, grown), FIRST_CAPACITY);
    }

    static byte[] plain(int value) {
        byte[] bytes = new byte[Integer.BYTES];
        PageBuffer.INTS.set(bytes, 0, value);
        return bytes;
    }

    static byte[] plain(long value) {
        byte[] bytes = new byte[Long.BYTES];
        PageBuffer.LONGS.set(bytes, 0, value);
        return bytes;
    }
}
