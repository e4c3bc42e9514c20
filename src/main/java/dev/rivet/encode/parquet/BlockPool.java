package dev.rivet.encode.parquet;

import java.util.ArrayDeque;

/// Blocks of memory, all of one length, that column chunks take and give back. Not thread-safe.
final class BlockPool {
    static final int BLOCK_BYTES = 1 << 14;

    private final ArrayDeque<byte[]> free = new ArrayDeque<>();

    byte[] take() {
        byte[] block = free.pollLast();
        return block == null ? new byte[BLOCK_BYTES] : block;
    }

    void giveBack(byte[] block) {
        free.addLast(block);
    }
}
