package dev.rivet.encode.parquet;

import java.io.IOException;
import java.util.Arrays;

/// Reads what [RunLengths] and [DeltaBinaryPacked] write. Pure.
final class PackedBits {
    private static final int GROUP = 8;

    private PackedBits() {}

    /// `count` values of the RLE/bit-packing hybrid.
    static int[] runs(PageBytes in, int width, int count) throws IOException {
        int[] values = new int[count];
        int at = 0;
        while (at < count) {
            long header = in.takeVarint();
            if ((header & 1) == 0) {
                int run = bounded(header >>> 1, count - at);
                Arrays.fill(values, at, at + run, value(in, width));
                at += run;
            } else {
                long packed = (header >>> 1) * GROUP;
                int used = (int) Math.min(packed, count - at);
                int from = in.take((header >>> 1) * width);
                for (int i = 0; i < used; i++) {
                    values[at + i] = (int) bits(in.array(), from, (long) i * width, width);
                }
                at += used;
            }
        }
        return values;
    }

    private static int bounded(long run, int most) throws IOException {
        if (run < 1 || run > most) {
            throw new IOException("a run in a page has " + run + " values of " + most);
        }
        return (int) run;
    }

    private static int value(PageBytes in, int width) throws IOException {
        int value = 0;
        for (int bits = 0; bits < width; bits += Byte.SIZE) {
            value |= in.takeByte() << bits;
        }
        return value;
    }

    /// At most `most` values of DELTA_BINARY_PACKED.
    static long[] deltas(PageBytes in, int most) throws IOException {
        int block = Math.toIntExact(in.takeVarint());
        int miniblocks = Math.toIntExact(in.takeVarint());
        if (miniblocks < 1 || block < miniblocks || block % (miniblocks * GROUP) != 0) {
            throw new IOException("a page has blocks of " + block + " in " + miniblocks);
        }
        long[] values = new long[in.takeCount(most)];
        long last = in.takeZigzag();
        if (values.length > 0) {
            values[0] = last;
        }
        for (int at = 1; at < values.length; at += block) {
            long smallest = in.takeZigzag();
            int widths = in.take(miniblocks);
            for (int i = 0; i < miniblocks; i++) {
                int from = at + i * (block / miniblocks);
                unpack(in, in.array()[widths + i], block / miniblocks, smallest, values, from);
            }
        }
        return values;
    }

    private static void unpack(
            PageBytes in, int width, int length, long smallest, long[] values, int at)
            throws IOException {
        int from = in.take((long) length / Byte.SIZE * width);
        int used = Math.min(length, values.length - at);
        for (int i = 0; i < used; i++) {
            long delta = bits(in.array(), from, (long) i * width, width);
            values[at + i] = values[at + i - 1] + smallest + delta;
        }
    }

    /// `width` bits from this one on, the lowest first.
    private static long bits(byte[] bytes, int from, long firstBit, int width) {
        long value = 0;
        int filled = 0;
        int at = from + (int) (firstBit / Byte.SIZE);
        int skipped = (int) (firstBit % Byte.SIZE);
        while (filled < width) {
            value |= ((long) (bytes[at++] & 0xff) >>> skipped) << filled;
            filled += Byte.SIZE - skipped;
            skipped = 0;
        }
        return width == Long.SIZE ? value : value & ((1L << width) - 1);
    }
}
