package dev.rivet.encode;

import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/// One configured output format. Thread-safe.
public interface FileFormat {
    /// Fails when the format cannot hold one of the columns, naming all of them.
    ///
    /// @throws dev.rivet.diag.RivetException `CONFIG_FORMAT_COLUMN_UNSUPPORTED`
    void check(RowSchema schema);

    /// What users of the files should hear of these columns: each a sentence that names the readers
    /// that have trouble, and the way out.
    List<String> remarks(RowSchema schema);

    /// An encoder for one stream of batches.
    ///
    /// @param sink gets the sections as they are completed
    BatchEncoder encoder(RowSchema schema, SectionSink sink);

    /// Starts a file. It is written strictly forward, and the stream is closed at its end.
    OpenFile open(RowSchema schema, OutputStream out) throws IOException;

    /// Counts the rows of a finished file by reading it.
    ///
    /// @throws IOException when it is not a whole file of this format
    long countRows(SeekableByteChannel file) throws IOException;

    /// Reads a finished file back as a whole, with every checksum in it compared.
    ///
    /// @param schema that it was written with
    /// @throws IOException when it is damaged, in words that say where
    FileContents readBack(SeekableByteChannel file, RowSchema schema) throws IOException;
}
