package dev.rivet.encode.parquet;

import java.util.Arrays;

/// Distinct numbers, compared by their bits. Not thread-safe.
final class NumberDictionary implements ColumnDictionary {
    private static final int FIRST_SLOTS = 256;

    private final int width;
    private final int maxEntries;
    private long[] keys = new long[FIRST_SLOTS / 2];

    /// Entry plus one at the place that its hash says or the next free one; 0 is free.
    private int[] slots = new int[FIRST_SLOTS];

    private int entries;

    /// @param width bytes of a number in the file, 4 or 8
    /// @param maxBytes most plain bytes of its entries
    NumberDictionary(int width, int maxBytes) {
        this.width = width;
        this.maxEntries = Math.min(MAX_ENTRIES, maxBytes / width);
    }

    /// Where the number stands in the dictionary, after it was added if need be; or [#FULL].
    int index(long key) {
        int mask = slots.length - 1;
        int at = ColumnDictionary.hash(key) & mask;
        for (int slot = slots[at]; slot != 0; slot = slots[at]) {
            if (keys[slot - 1] == key) {
                return slot - 1;
            }
            at = (at + 1) & mask;
        }
        return add(key, at);
    }

    private int add(long key, int at) {
        if (entries == maxEntries) {
            return FULL;
        }
        keys[entries] = key;
        slots[at] = ++entries;
        if (entries == keys.length) {
            grow();
        }
        return entries - 1;
    }

    private void grow() {
        keys = Arrays.copyOf(keys, keys.length * 2);
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int entry = 0; entry < entries; entry++) {
            int at = ColumnDictionary.hash(keys[entry]) & mask;
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
        return entries * width;
    }

    @Override
    public void cut(int count) {
        entries = count;
    }

    @Override
    public void writePlain(PageBuffer out) {
        int at = out.reserve(entries * width);
        byte[] bytes = out.bytes();
        for (int i = 0; i < entries; i++) {
            if (width == Integer.BYTES) {
                PageBuffer.INTS.set(bytes, at + i * Integer.BYTES, (int) keys[i]);
            } else {
                PageBuffer.LONGS.set(bytes, at + i * Long.BYTES, keys[i]);
            }
        }
    }

    @Override
    public void clear() {
        entries = 0;
        Arrays.fill(slots, 0);
    }
}
