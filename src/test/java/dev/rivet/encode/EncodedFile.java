package dev.rivet.encode;

import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whole files, for tests.
public final class EncodedFile {
    private EncodedFile() {}

    public static Path write(Path file, FileFormat format, RowSchema schema, RowBatch... batches)
            throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                FileBeingWritten written = new FileBeingWritten(format, schema, out)) {
            for (RowBatch batch : batches) {
                written.append(batch);
            }
            written.finish();
        }
        return file;
    }

    public static long countRows(Path file, FileFormat format) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            return format.countRows(channel);
        }
    }
}
