package dev.rivet.destination;

import java.io.IOException;
import java.io.OutputStream;

/// A file being written, which nobody sees. Closing throws it away, unless it was sealed.
public interface StagedFile extends AutoCloseable {
    String name();

    /// Where its bytes go, in pieces of any size. Closing the stream does not publish anything.
    OutputStream sink();

    /// Ends the file: what was written is durable, and nothing can be added. It is whoever
    /// takes it that closes the sealed file; call this once.
    SealedFile seal() throws IOException;

    @Override
    void close();
}
