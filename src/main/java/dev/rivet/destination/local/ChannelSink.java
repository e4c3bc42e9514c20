package dev.rivet.destination.local;

import dev.rivet.destination.FileDigest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// Writes to a file in pieces, and hashes what it is given. Closing it has the rest brought to the
/// disk, and the channel closed, meanwhile. Used by one thread at a time.
final class ChannelSink extends OutputStream {
    /// Larger ones cost the system more: measured, 0.13 s for 67 MB in pieces of 256 KB.
    private static final int PIECE_BYTES = 64 << 10;

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final FileChannel channel;
    private final FileDigest digest;
    private final Path target;
    private final WriteBehind behind;
    private long written;

    /// Outside the heap, from where the system takes it without another copy.
    private ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);

    ChannelSink(FileChannel channel, FileDigest digest, Path target) {
        this.channel = channel;
        this.digest = digest;
        this.target = target;
        this.behind = new WriteBehind(channel::force);
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        if (behind.isEnded()) {
            throw new IllegalStateException(target + " is written after its end");
        }
        digest.update(source, offset, length);
        for (int done = 0; done < length; ) {
            int count = Math.min(length - done, piece.remaining());
            piece.put(source, offset + done, count);
            done += count;
            if (!piece.hasRemaining()) {
                flush();
            }
        }
    }

    @Override
    public void flush() {
        try {
            piece.flip();
            while (piece.hasRemaining()) {
                int count = channel.write(piece);
                written += count;
                behind.wrote(count);
            }
            piece.clear();
        } catch (IOException e) {
            abandon(e);
            throw WriteFailure.of(target, written, e);
        }
    }

    /// Nothing more may be written. Does not wait for the disk.
    @Override
    public void close() {
        if (!behind.isEnded()) {
            flush();
            piece = NONE;
            behind.end(channel::close);
        }
    }

    /// Blocks until the file is closed, if it will be.
    void awaitEnd() throws IOException {
        if (behind.isEnded()) {
            behind.finish();
        }
    }

    /// Blocks until everything is on the disk, after which the file is closed.
    void finish() throws IOException {
        close();
        behind.finish();
    }

    /// After a failure nothing may follow: the bytes would not be the ones that were hashed.
    private void abandon(IOException cause) {
        try {
            channel.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
