package dev.rivet.encode.csv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/// Counts records, header included: line ends outside of quotes. A doubled quote inside a quoted
/// field closes and opens it again, which changes nothing.
final class RecordCount {
    private static final int BUFFER_BYTES = 1 << 16;

    private long records;
    private boolean quoted;
    private byte last;

    private RecordCount() {}

    /// @throws IOException when the file does not end with the end of a record
    static long of(SeekableByteChannel file) throws IOException {
        RecordCount count = new RecordCount();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        file.position(0);
        while (file.read(buffer.clear()) >= 0) {
            count.scan(buffer.array(), buffer.position());
        }
        return count.finish();
    }

    private void scan(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            byte value = bytes[i];
            if (value == '"') {
                quoted = !quoted;
            } else if (value == '\n' && !quoted) {
                records++;
            }
        }
        if (length > 0) {
            last = bytes[length - 1];
        }
    }

    private long finish() throws IOException {
        if (records == 0) {
            throw new IOException("the CSV file has no header");
        }
        if (quoted || last != '\n') {
            throw new IOException("the CSV file is cut off in record " + (records + 1));
        }
        return records;
    }
}
