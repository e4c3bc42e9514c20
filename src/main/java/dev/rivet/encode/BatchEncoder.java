package dev.rivet.encode;

import dev.rivet.row.RowBatch;
import java.io.IOException;

/// Writes one file. Not thread-safe. Closing without [#finish()] leaves a useless file behind,
/// which its destination discards.
public interface BatchEncoder extends AutoCloseable {
    void append(RowBatch batch) throws IOException;

    /// Size the file would have if it were finished now: bytes written plus bytes buffered.
    long estimatedBytes();

    /// Writes what is buffered and the footer, and closes the stream.
    void finish() throws IOException;

    @Override
    void close();
}
