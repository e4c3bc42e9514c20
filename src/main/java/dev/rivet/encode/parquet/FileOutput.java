package dev.rivet.encode.parquet;

import java.io.IOException;
import java.io.OutputStream;

/// A stream that knows where in the file it is. Not thread-safe.
final class FileOutput extends OutputStream {
    private final OutputStream out;
    private long position;

    FileOutput(OutputStream out) {
        this.out = out;
    }

    long position() {
        return position;
    }

    @Override
    public void write(int value) throws IOException {
        out.write(value);
        position++;
    }

    @Override
    public void write(byte[] source, int from, int count) throws IOException {
        out.write(source, from, count);
        position += count;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
