package dev.rivet.encode.parquet;

/// Parquet's DELTA_BINARY_PACKED: differences of neighbours, in blocks that store each difference
/// above the block's smallest one, as few bits wide as 32 of them need. Not thread-safe.
final class DeltaBinaryPacked {
    private static final int BLOCK = 128;
    private static final int MINIBLOCKS = 4;
    private static final int MINIBLOCK = BLOCK / MINIBLOCKS;

    private final long[] deltas = new long[BLOCK];

    /// Appends the first `count` values.
    void write(long[] values, int count, PageBuffer out) {
        putHeader(count, count == 0 ? 0 : values[0], out);
        for (int at = 1; at < count; at += BLOCK) {
            int length = Math.min(BLOCK, count - at);
            long previous = values[at - 1];
            long smallest = Long.MAX_VALUE;
            for (int i = 0; i < length; i++) {
                long value = values[at + i];
                long delta = value - previous;
                deltas[i] = delta;
                smallest = Math.min(smallest, delta);
                previous = value;
            }
            putBlock(length, smallest, out);
        }
    }

    /// Appends the first `count` values; differences wrap around at 32 bits, as readers expect of
    /// this type.
    void write(int[] values, int count, PageBuffer out) {
        putHeader(count, count == 0 ? 0 : values[0], out);
        for (int at = 1; at < count; at += BLOCK) {
            int length = Math.min(BLOCK, count - at);
            int previous = values[at - 1];
            int smallest = Integer.MAX_VALUE;
            for (int i = 0; i < length; i++) {
                int value = values[at + i];
                int delta = value - previous;
                deltas[i] = delta;
                smallest = Math.min(smallest, delta);
                previous = value;
            }
            putBlock(length, smallest, out);
        }
    }

    private static void putHeader(int count, long first, PageBuffer out) {
        out.putVarint(BLOCK);
        out.putVarint(MINIBLOCKS);
        out.putVarint(count);
        out.putZigzag(first);
    }

    private void putBlock(int length, long smallest, PageBuffer out) {
        out.putZigzag(smallest);
        int widthsAt = out.reserve(MINIBLOCKS);
        for (int i = 0; i < length; i++) {
            deltas[i] -= smallest;
        }
        for (int i = length; i < BLOCK; i++) {
            deltas[i] = 0;
        }
        for (int i = 0; i < MINIBLOCKS; i++) {
            int width = width(i * MINIBLOCK);
            out.bytes()[widthsAt + i] = (byte) width;
            pack(i * MINIBLOCK, width, out);
        }
    }

    private int width(int from) {
        long all = 0;
        for (int i = from; i < from + MINIBLOCK; i++) {
            all |= deltas[i];
        }
        return Long.SIZE - Long.numberOfLeadingZeros(all);
    }

    private void pack(int from, int width, PageBuffer out) {
        if (width == 0) {
            return;
        }
        int at = out.reserve(MINIBLOCK / Byte.SIZE * width);
        byte[] bytes = out.bytes();
        long word = 0;
        int filled = 0;
        for (int i = from; i < from + MINIBLOCK; i++) {
            long delta = deltas[i];
            word |= delta << filled;
            filled += width;
            if (filled >= Long.SIZE) {
                PageBuffer.LONGS.set(bytes, at, word);
                at += Long.BYTES;
                filled -= Long.SIZE;
                word = filled == 0 ? 0 : delta >>> width - filled;
            }
        }
        if (filled > 0) {
            PageBuffer.INTS.set(bytes, at, (int) word);
        }
    }
}
