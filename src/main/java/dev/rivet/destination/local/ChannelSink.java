package dev.rivet.destination.local;

import dev.rivet.destination.FileDigest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// Writes to a file and hashes what it wrote. Closing leaves the channel open for the commit.
final class ChannelSink extends OutputStream {
    /// Longest single write: the platform keeps a direct buffer of that size per thread.
    private static final int PIECE_BYTES = 256 * 1024;

    private final FileChannel channel;
    private final FileDigest digest;
    private final Path target;

    ChannelSink(FileChannel channel, FileDigest digest, Path target) {
        this.channel = channel;
        this.digest = digest;
        this.target = target;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        try {
            for (int done = 0; done < length; ) {
                int piece = Math.min(length - done, PIECE_BYTES);
                int written = channel.write(ByteBuffer.wrap(source, offset + done, piece));
                digest.update(source, offset + done, written);
                done += written;
            }
        } catch (IOException e) {
            abandon(e);
            throw WriteFailure.of(target, digest.bytes(), e);
        }
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
