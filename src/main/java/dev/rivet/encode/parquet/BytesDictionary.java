package dev.rivet.encode.parquet;

import java.util.Arrays;

/// Distinct runs of bytes. Not thread-safe.
final class BytesDictionary implements ColumnDictionary {
    private static final int FIRST_SLOTS = 256;

    private final boolean prefixed;
    private final int maxBytes;
    private int[] ends = new int[FIRST_SLOTS / 2 + 1];
    private int[] hashes = new int[FIRST_SLOTS / 2];
    private int[] pages = new int[FIRST_SLOTS / 2];
    private byte[] data = new byte[1 << 10];

    /// Entry plus one at the place that its hash says or the next free one; 0 is free.
    private int[] slots = new int[FIRST_SLOTS];

    private int entries;

    /// @param prefixed whether each entry is written with its length before it
    /// @param maxBytes most plain bytes of its entries
    BytesDictionary(boolean prefixed, int maxBytes) {
        this.maxBytes = maxBytes;
        this.prefixed = prefixed;
    }

    /// Where the bytes stand in the dictionary, after they were added if need be; or [#FULL].
    ///
    /// @param source has at least seven bytes more after the last one
    int index(byte[] source, int from, int length) {
        int hash = hash(source, from, length);
        int mask = slots.length - 1;
        int at = hash & mask;
        for (int slot = slots[at]; slot != 0; slot = slots[at]) {
            if (hashes[slot - 1] == hash && equals(slot - 1, source, from, length)) {
                return slot - 1;
            }
            at = (at + 1) & mask;
        }
        return add(hash, source, from, length, at);
    }

    /// Whether this is the first time that the entry is asked for with this page's number.
    boolean isFirstOn(int page, int entry) {
        if (pages[entry] == page) {
            return false;
        }
        pages[entry] = page;
        return true;
    }

    private boolean equals(int entry, byte[] source, int from, int length) {
        return Arrays.equals(data, ends[entry], ends[entry + 1], source, from, from + length);
    }

    private static int hash(byte[] source, int from, int length) {
        long state = length;
        int at = from;
        int end = from + length;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            long word = (long) PageBuffer.LONGS.get(source, at);
            state = (state ^ word) * 0x9E3779B97F4A7C15L;
            state ^= state >>> 29;
        }
        if (at < end) {
            long word = (long) PageBuffer.LONGS.get(source, at);
            state ^= word & ((1L << ((end - at) * Byte.SIZE)) - 1);
        }
        return ColumnDictionary.hash(state);
    }

    private int add(int hash, byte[] source, int from, int length, int at) {
        int start = ends[entries];
        if (entries == MAX_ENTRIES || length > maxBytes - bytes()) {
            return FULL;
        }
        if (start + length > data.length) {
            data = Arrays.copyOf(data, Math.max(start + length, data.length * 2));
        }
        System.arraycopy(source, from, data, start, length);
        hashes[entries] = hash;
        slots[at] = ++entries;
        ends[entries] = start + length;
        if (entries == hashes.length) {
            grow();
        }
        return entries - 1;
    }

    private void grow() {
        ends = Arrays.copyOf(ends, hashes.length * 2 + 1);
        hashes = Arrays.copyOf(hashes, hashes.length * 2);
        pages = Arrays.copyOf(pages, hashes.length);
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int entry = 0; entry < entries; entry++) {
            int at = hashes[entry] & mask;
            while (slots[at] != 0) {
                at = (at + 1) & mask;
            }
            slots[at] = entry + 1;
        }
    }

    @Override
    public int entries() {
        return entries;
    }

    @Override
    public int bytes() {
        return ends[entries] + (prefixed ? entries * Integer.BYTES : 0);
    }

    @Override
    public void cut(int count) {
        entries = count;
    }

    @Override
    public void writePlain(PageBuffer out) {
        if (!prefixed) {
            out.write(data, 0, ends[entries]);
            return;
        }
        for (int i = 0; i < entries; i++) {
            out.putInt(ends[i + 1] - ends[i]);
            out.write(data, ends[i], ends[i + 1] - ends[i]);
        }
    }

    @Override
    public void clear() {
        entries = 0;
        Arrays.fill(slots, 0);
    }
}
