package dev.rivet.encode;

import java.io.IOException;

/// One file being written, section by section. Not thread-safe. Closing without [#finish()]
/// leaves a useless file behind, which its destination discards.
public interface OpenFile extends AutoCloseable {
    /// Appends a section of an encoder of the same format and schema.
    void append(Section section) throws IOException;

    /// Rows of the sections so far, counted as they were written: what the file says it holds.
    long rows();

    /// Bytes written so far.
    long bytes();

    /// Writes what belongs at the end, and closes the stream.
    void finish() throws IOException;

    @Override
    void close();
}
