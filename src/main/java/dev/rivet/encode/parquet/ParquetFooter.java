package dev.rivet.encode.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/// The footer of a finished file, checked against the file around it.
///
/// @param start where in the file it begins: everything else lies before
record ParquetFooter(FileMetaData metadata, long start) {
    /// Footer length and magic number.
    static final int TAIL_BYTES = 8;

    static byte[] magic() {
        return "PAR1".getBytes(StandardCharsets.US_ASCII);
    }

    /// @throws IOException when it is not a whole Parquet file
    static ParquetFooter read(SeekableByteChannel file) throws IOException {
        int magicBytes = magic().length;
        long size = file.size();
        if (size < magicBytes + TAIL_BYTES) {
            throw new IOException("not a Parquet file: only " + size + " bytes long");
        }
        if (!Arrays.equals(bytes(file, 0, magicBytes), magic())) {
            throw new IOException("not a Parquet file: it does not start with PAR1");
        }
        byte[] tail = bytes(file, size - TAIL_BYTES, TAIL_BYTES);
        if (!Arrays.equals(
                Arrays.copyOfRange(tail, TAIL_BYTES - magicBytes, TAIL_BYTES), magic())) {
            throw new IOException("the Parquet file is cut off: it does not end with PAR1");
        }
        int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
        long start = size - TAIL_BYTES - length;
        if (length <= 0 || start < magicBytes) {
            throw new IOException("the Parquet file's footer length is wrong: " + length);
        }
        return new ParquetFooter(parse(bytes(file, start, length)), start);
    }

    private static FileMetaData parse(byte[] footer) throws IOException {
        try {
            return Util.readFileMetaData(new ByteArrayInputStream(footer));
        } catch (IOException | RuntimeException e) {
            throw new IOException("the Parquet file's footer cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(SeekableByteChannel file, long from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        file.position(from);
        while (buffer.hasRemaining()) {
            if (file.read(buffer) < 0) {
                throw new IOException("the Parquet file became shorter while it was read");
            }
        }
        return buffer.array();
    }

    /// Sum over the row groups.
    ///
    /// @throws IOException when the footer contradicts itself or the file's size
    long countRows() throws IOException {
        for (ColumnMetaData column : columns(metadata)) {
            checkInside(column);
        }
        long rows = 0;
        for (RowGroup group : present(metadata.getRow_groups())) {
            rows += group.getNum_rows();
        }
        if (rows != metadata.getNum_rows()) {
            throw new IOException(
                    String.format(
                            Locale.ROOT,
                            "the Parquet footer says %d rows, its row groups have %d",
                            metadata.getNum_rows(),
                            rows));
        }
        return rows;
    }

    /// The column chunks of all row groups.
    static List<ColumnMetaData> columns(FileMetaData footer) throws IOException {
        List<ColumnMetaData> columns = new ArrayList<>();
        for (RowGroup group : present(footer.getRow_groups())) {
            for (ColumnChunk chunk : present(group.getColumns())) {
                columns.add(present(chunk.getMeta_data()));
            }
        }
        return columns;
    }

    /// What must be there in any file of ours.
    static <T> T present(@Nullable T part) throws IOException {
        if (part == null) {
            throw new IOException("the Parquet file is incomplete");
        }
        return part;
    }

    /// Where in the file the column chunk begins.
    static long startOf(ColumnMetaData column) {
        return column.isSetDictionary_page_offset() && column.getDictionary_page_offset() > 0
                ? column.getDictionary_page_offset()
                : column.getData_page_offset();
    }

    private void checkInside(ColumnMetaData column) throws IOException {
        long from = startOf(column);
        long length = column.getTotal_compressed_size();
        if (from < magic().length || length < 0 || from > start - length) {
            throw new IOException(
                    String.format(
                            Locale.ROOT,
                            "column %s of the Parquet file lies outside of it: %d bytes at %d",
                            column.getPath_in_schema(),
                            length,
                            from));
        }
    }
}
