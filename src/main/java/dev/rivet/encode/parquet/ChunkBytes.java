package dev.rivet.encode.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// Finished bytes of a column chunk, in blocks: they never move, and no memory is reserved ahead.
/// Not thread-safe.
final class ChunkBytes extends OutputStream {
    private static final int BLOCK = BlockPool.BLOCK_BYTES;

    private final BlockPool pool;
    private final List<byte[]> blocks = new ArrayList<>();
    private long length;

    ChunkBytes(BlockPool pool) {
        this.pool = pool;
    }

    long length() {
        return length;
    }

    @Override
    public void write(int value) {
        block()[(int) (length++ % BLOCK)] = (byte) value;
    }

    @Override
    public void write(byte[] source, int from, int count) {
        int done = 0;
        while (done < count) {
            byte[] block = block();
            int at = (int) (length % BLOCK);
            int part = Math.min(count - done, BLOCK - at);
            System.arraycopy(source, from + done, block, at, part);
            done += part;
            length += part;
        }
    }

    private byte[] block() {
        if (length == (long) blocks.size() * BLOCK) {
            blocks.add(pool.take());
        }
        return blocks.getLast();
    }

    void writeTo(OutputStream out) throws IOException {
        long rest = length;
        for (byte[] block : blocks) {
            out.write(block, 0, (int) Math.min(rest, BLOCK));
            rest -= BLOCK;
        }
    }

    /// Forgets the bytes and gives their memory back.
    void clear() {
        blocks.forEach(pool::giveBack);
        blocks.clear();
        length = 0;
    }
}
