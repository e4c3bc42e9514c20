package dev.rivet.encode;

import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;

/// One configured output format. Thread-safe.
public interface FileFormat {
    /// Fails when the format cannot hold one of the columns, naming all of them.
    ///
    /// @throws dev.rivet.diag.RivetException `CONFIG_FORMAT_COLUMN_UNSUPPORTED`
    void check(RowSchema schema);

    /// Starts a file. The encoder writes strictly forward and closes the stream when it finishes.
    BatchEncoder open(RowSchema schema, OutputStream out) throws IOException;

    /// Counts the rows of a finished file by reading it.
    ///
    /// @throws IOException when it is not a whole file of this format
    long countRows(SeekableByteChannel file) throws IOException;
}
