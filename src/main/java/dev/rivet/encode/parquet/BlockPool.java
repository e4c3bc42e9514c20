package dev.rivet.encode.parquet;

import java.util.ArrayDeque;

/// Blocks of memory, all of one length, that column chunks take and give back. Not thread-safe.
final class BlockPool {
    private static final int LEAST_BLOCK_BYTES = 1 << 10;
    private static final int MOST_BLOCK_BYTES = 1 << 14;

    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private final int blockBytes;
    private final long budgetBytes;
    private int taken;

    private BlockPool(int blockBytes, long budgetBytes) {
        this.blockBytes = blockBytes;
        this.budgetBytes = budgetBytes;
    }

    /// Blocks so small that those which are hardly begun, one for each column, take a small share.
    ///
    /// @param budgetBytes what all blocks should take; nothing is refused beyond it
    static BlockPool of(int columns, long budgetBytes) {
        long share = Long.highestOneBit(Math.max(1, budgetBytes / 16 / columns));
        return new BlockPool(Math.clamp(share, LEAST_BLOCK_BYTES, MOST_BLOCK_BYTES), budgetBytes);
    }

    int blockBytes() {
        return blockBytes;
    }

    byte[] take() {
        taken++;
        byte[] block = free.pollLast();
        return block == null ? new byte[blockBytes] : block;
    }

    /// Blocks beyond the budget, which a value of many megabytes took, are not kept.
    void giveBack(byte[] block) {
        taken--;
        if ((long) (free.size() + taken) * blockBytes <= budgetBytes) {
            free.addLast(block);
        }
    }

    /// Whether the blocks that were not given back exceed the budget.
    boolean isExceeded() {
        return (long) taken * blockBytes > budgetBytes;
    }
}
