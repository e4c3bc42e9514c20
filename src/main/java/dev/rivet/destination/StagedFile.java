package dev.rivet.destination;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/// A file being written. Commit publishes it; closing without a commit throws it away.
public interface StagedFile extends AutoCloseable {
    String name();

    /// Where its bytes go, in pieces of any size. Closing the stream does not publish anything.
    OutputStream sink();

    /// Reads what was written, once the sink is closed; empty when the destination cannot.
    Optional<SeekableByteChannel> reopen() throws IOException;

    /// Makes the file durable and visible.
    CommittedFile commit() throws IOException;

    @Override
    void close();
}
