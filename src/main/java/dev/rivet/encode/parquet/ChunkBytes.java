package dev.rivet.encode.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// Finished bytes of a column chunk: the latest in blocks of memory, which are not reserved ahead,
/// earlier ones in pieces of the overflow file, if they were moved there. Not thread-safe.
final class ChunkBytes extends OutputStream {
    private final BlockPool pool;
    private final OverflowFile overflow;
    private final int blockBytes;
    private final List<byte[]> blocks = new ArrayList<>();
    private final List<Piece> moved = new ArrayList<>();
    private long length;
    private long movedLength;

    private record Piece(long position, long length) {}

    ChunkBytes(BlockPool pool, OverflowFile overflow) {
        this.pool = pool;
        this.overflow = overflow;
        this.blockBytes = pool.blockBytes();
    }

    long length() {
        return length;
    }

    @Override
    public void write(int value) {
        byte[] block = block();
        block[used()] = (byte) value;
        length++;
    }

    @Override
    public void write(byte[] source, int from, int count) {
        int done = 0;
        while (done < count) {
            byte[] block = block();
            int at = used();
            int part = Math.min(count - done, blockBytes - at);
            System.arraycopy(source, from + done, block, at, part);
            done += part;
            length += part;
        }
    }

    private byte[] block() {
        if (length - movedLength == (long) blocks.size() * blockBytes) {
            blocks.add(pool.take());
        }
        return blocks.getLast();
    }

    /// Bytes in the last block.
    private int used() {
        return (int) ((length - movedLength) % blockBytes);
    }

    /// Moves what is in memory to the overflow file.
    void moveOut() throws IOException {
        long rest = length - movedLength;
        if (rest == 0) {
            return;
        }
        moved.add(new Piece(overflow.position(), rest));
        for (byte[] block : blocks) {
            int count = (int) Math.min(rest, blockBytes);
            overflow.append(block, count);
            rest -= count;
        }
        movedLength = length;
        freeBlocks();
    }

    void writeTo(OutputStream out) throws IOException {
        for (Piece piece : moved) {
            overflow.copyTo(out, piece.position(), piece.length());
        }
        long rest = length - movedLength;
        for (byte[] block : blocks) {
            out.write(block, 0, (int) Math.min(rest, blockBytes));
            rest -= blockBytes;
        }
    }

    /// Forgets the bytes and gives their memory back.
    void clear() {
        freeBlocks();
        moved.clear();
        length = 0;
        movedLength = 0;
    }

    private void freeBlocks() {
        blocks.forEach(pool::giveBack);
        blocks.clear();
    }
}
