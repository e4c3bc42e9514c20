package dev.rivet.extract;

import dev.rivet.encode.RowPrints;

/// Rows that were delivered, each as often as it was, to be found by their prints. Immutable.
final class DeliveredRows {
    static final DeliveredRows NONE = new DeliveredRows(new RowPrints());

    private static final int LEAST_SLOTS = 16;

    private final long[] highs;
    private final long[] lows;
    private final int[] counts;
    private final int size;

    DeliveredRows(RowPrints prints) {
        int slots = LEAST_SLOTS;
        while (slots < 2L * prints.size()) {
            slots *= 2;
        }
        highs = new long[slots];
        lows = new long[slots];
        counts = new int[slots];
        size = prints.size();
        for (int i = 0; i < size; i++) {
            int slot = slot(prints.high(i), prints.low(i));
            highs[slot] = prints.high(i);
            lows[slot] = prints.low(i);
            counts[slot]++;
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// Where a print is, or would be.
    private int slot(long high, long low) {
        int slot = (int) low & (counts.length - 1);
        while (counts[slot] > 0 && (highs[slot] != high || lows[slot] != low)) {
            slot = (slot + 1) & (counts.length - 1);
        }
        return slot;
    }

    /// What one read has not come across yet. Not thread-safe.
    final class Rest {
        private final int[] left = counts.clone();

        /// Whether a row was delivered, once more than it was found by now.
        boolean take(long high, long low) {
            int slot = slot(high, low);
            if (left[slot] == 0) {
                return false;
            }
            left[slot]--;
            return true;
        }
    }
}
