package dev.rivet.encode.parquet;

/// Parquet's RLE/bit-packing hybrid: long runs of one value as a count, all else in groups of
/// eight values, each as few bits wide as the largest value needs.
final class RunLengths {
    private static final int GROUP = 8;

    /// What a run costs in bits, roughly: its header, its value, and a header for what follows.
    private static final int RUN_BITS = 24;

    private RunLengths() {}

    /// Bits that hold every value up to this one.
    static int width(int largest) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(largest);
    }

    /// Appends the first `count` values.
    ///
    /// @param values none negative, none wider than `width` bits
    static void write(int[] values, int count, int width, PageBuffer out) {
        int shortest = Math.max(GROUP, width == 0 ? GROUP : RUN_BITS / width);
        int packedFrom = 0;
        int at = 0;
        while (at < count) {
            int run = runFrom(values, at, count);
            int lead = packedFrom - at & GROUP - 1;
            if (run - lead >= shortest) {
                pack(values, packedFrom, at + lead, width, out);
                putRun(values[at], run - lead, width, out);
                packedFrom = at + run;
            }
            at += run;
        }
        pack(values, packedFrom, count, width, out);
    }

    private static int runFrom(int[] values, int from, int count) {
        int value = values[from];
        int at = from + 1;
        while (at < count && values[at] == value) {
            at++;
        }
        return at - from;
    }

    /// One value, `count` times.
    static void putRun(int value, int count, int width, PageBuffer out) {
        out.putVarint((long) count << 1);
        for (int bits = 0; bits < width; bits += Byte.SIZE) {
            out.write(value >>> bits);
        }
    }

    private static void pack(int[] values, int from, int to, int width, PageBuffer out) {
        if (from == to) {
            return;
        }
        int groups = (to - from + GROUP - 1) / GROUP;
        out.putVarint((long) groups << 1 | 1);
        int at = out.reserve(groups * width);
        int end = out.length();
        byte[] bytes = out.bytes();
        long word = 0;
        int filled = 0;
        for (int i = from; i < to; i++) {
            word |= (long) values[i] << filled;
            filled += width;
            if (filled >= Integer.SIZE) {
                PageBuffer.INTS.set(bytes, at, (int) word);
                at += Integer.BYTES;
                word >>>= Integer.SIZE;
                filled -= Integer.SIZE;
            }
        }
        while (at < end) {
            bytes[at++] = (byte) word;
            word >>>= Byte.SIZE;
        }
    }
}
