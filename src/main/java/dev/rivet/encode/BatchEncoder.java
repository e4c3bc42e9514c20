package dev.rivet.encode;

import dev.rivet.row.RowBatch;
import java.io.IOException;

/// Turns one stream of batches into sections of files, in the order of the rows. Several encoders
/// may feed one file. Not thread-safe.
public interface BatchEncoder extends AutoCloseable {
    /// Adds the rows. Sections that they complete go to the sink before this returns.
    void append(RowBatch batch) throws IOException;

    /// Size in a file of the rows that are in no section yet.
    long estimatedBytes();

    /// Ends the section that was begun, if it has rows.
    void flush() throws IOException;

    /// Gives up what was not flushed.
    @Override
    void close();
}
