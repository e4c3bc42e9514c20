package dev.rivet.encode;

import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.io.OutputStream;

/// One encoder and its file, for tests.
public final class FileBeingWritten implements AutoCloseable {
    private final OpenFile file;
    private final BatchEncoder encoder;

    public FileBeingWritten(FileFormat format, RowSchema schema, OutputStream out)
            throws IOException {
        this.file = format.open(schema, out);
        this.encoder = format.encoder(schema, file::append);
    }

    public void append(RowBatch batch) throws IOException {
        encoder.append(batch);
    }

    public long estimatedBytes() {
        return file.bytes() + encoder.estimatedBytes();
    }

    public void finish() throws IOException {
        encoder.flush();
        file.finish();
    }

    @Override
    public void close() {
        encoder.close();
        file.close();
    }
}
