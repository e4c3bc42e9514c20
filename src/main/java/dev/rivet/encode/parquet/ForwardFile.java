package dev.rivet.encode.parquet;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;

/// A Parquet file on its way into a stream that only goes forward. What comes after the row
/// groups is held back and signed with rivet's name when the file is closed.
final class ForwardFile extends PositionOutputStream implements OutputFile {
    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream out;
    private long position;
    private @Nullable ByteArrayOutputStream trailer;

    ForwardFile(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    }

    /// From here on bytes are the file's trailer: page indexes and footer.
    void startTrailer() {
        trailer = new ByteArrayOutputStream();
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void write(int value) throws IOException {
        target().write(value);
        position++;
    }

    @Override
    public void write(byte[] source, int from, int count) throws IOException {
        target().write(source, from, count);
        position += count;
    }

    private OutputStream target() {
        return trailer == null ? out : trailer;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        if (trailer != null) {
            out.write(FooterSignature.sign(trailer.toByteArray()));
        }
        out.close();
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return this;
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return this;
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }
}
