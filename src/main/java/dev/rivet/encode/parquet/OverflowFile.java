package dev.rivet.encode.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A temporary file for what does not fit into memory. It is made when it is first needed, has no
/// name from then on, and vanishes with the process. Not thread-safe.
final class OverflowFile implements AutoCloseable {
    private static final int PIECE_BYTES = 64 << 10;

    private final Path folder;
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
    private final byte[] copied = new byte[PIECE_BYTES];
    private @Nullable FileChannel channel;
    private long written;

    /// @param folder in which it is made
    OverflowFile(Path folder) {
        this.folder = folder;
    }

    /// Bytes so far; where the next ones go.
    long position() {
        return written + piece.position();
    }

    void append(byte[] source, int count) throws IOException {
        for (int done = 0; done < count; ) {
            int part = Math.min(count - done, piece.remaining());
            piece.put(source, done, part);
            done += part;
            if (!piece.hasRemaining()) {
                flush();
            }
        }
    }

    /// To be called before what was appended is copied.
    void flush() throws IOException {
        piece.flip();
        try {
            while (piece.hasRemaining()) {
                written += channel().write(piece);
            }
        } catch (IOException e) {
            throw failure(e);
        }
        piece.clear();
    }

    private FileChannel channel() throws IOException {
        if (channel == null) {
            Path file = Files.createTempFile(folder, "rivet-", ".pages");
            channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE);
        }
        return channel;
    }

    private IOException failure(IOException cause) {
        return new IOException(
                "pages of a row group do not fit into the temporary folder "
                        + folder
                        + ", which -Djava.io.tmpdir changes: "
                        + cause.getMessage(),
                cause);
    }

    void copyTo(OutputStream out, long from, long count) throws IOException {
        for (long done = 0; done < count; ) {
            int part = (int) Math.min(count - done, PIECE_BYTES);
            int read = channel().read(ByteBuffer.wrap(copied, 0, part), from + done);
            if (read < 0) {
                throw new IOException("a temporary file in " + folder + " became shorter");
            }
            out.write(copied, 0, read);
            done += read;
        }
    }

    /// Forgets the bytes and gives their space back.
    void clear() throws IOException {
        piece.clear();
        written = 0;
        if (channel != null) {
            channel.truncate(0);
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
