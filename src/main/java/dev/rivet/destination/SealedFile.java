package dev.rivet.destination;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/// A whole, durable file that nobody sees before it is committed. Closing throws it away,
/// unless it was committed.
public interface SealedFile extends AutoCloseable {
    FileContent content();

    /// Reads what was written; empty when the destination cannot.
    Optional<SeekableByteChannel> reopen() throws IOException;

    /// Makes the file visible, durably. When it fails, the file may be visible all the same:
    /// [#takeBack()] knows.
    CommittedFile commit() throws IOException;

    /// Removes, durably, what [#commit()] has made visible; nothing when it had not come so
    /// far. What a control file has replaced does not come back by this.
    void takeBack() throws IOException;

    @Override
    void close();
}
