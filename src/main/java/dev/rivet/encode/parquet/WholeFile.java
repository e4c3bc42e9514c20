package dev.rivet.encode.parquet;

import dev.rivet.encode.ColumnChecksums;
import dev.rivet.row.RowSchema;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;

/// Reads a finished file back, every page of it.
final class WholeFile {
    private static final int BUFFER_BYTES = 1 << 16;

    private final SeekableByteChannel file;
    private final List<Leaf> leaves;
    private final ColumnChecksums sums;

    private WholeFile(SeekableByteChannel file, RowSchema schema, ColumnChecksums sums) {
        this.file = file;
        this.leaves = FileSchema.leaves(schema);
        this.sums = sums;
    }

    /// Reads all of it.
    ///
    /// @param schema that the file was written with
    /// @param sums the file's values are added to these
    /// @return the number of rows
    /// @throws IOException naming the row group and column that is damaged
    static long read(SeekableByteChannel file, RowSchema schema, ColumnChecksums sums)
            throws IOException {
        ParquetFooter footer = ParquetFooter.read(file);
        long rows = footer.countRows();
        WholeFile whole = new WholeFile(file, schema, sums);
        int number = 0;
        for (RowGroup group : ParquetFooter.present(footer.metadata().getRow_groups())) {
            whole.read(group, number++);
        }
        return rows;
    }

    private void read(RowGroup group, int number) throws IOException {
        List<ColumnChunk> chunks = ParquetFooter.present(group.getColumns());
        if (chunks.size() != leaves.size()) {
            throw new IOException("row group " + number + " has " + chunks.size() + " columns");
        }
        for (int column = 0; column < chunks.size(); column++) {
            String where =
                    "row group " + number + ", column " + leaves.get(column).path().getFirst();
            try {
                long rows = read(ParquetFooter.present(chunks.get(column).getMeta_data()), column);
                if (rows != group.getNum_rows()) {
                    throw new IOException(rows + " rows of " + group.getNum_rows());
                }
            } catch (IOException | RuntimeException damage) {
                throw new IOException(where + ": " + damage.getMessage(), damage);
            }
        }
    }

    private long read(ColumnMetaData metadata, int column) throws IOException {
        file.position(ParquetFooter.startOf(metadata));
        InputStream chunk =
                new BufferedInputStream(
                        new Limited(
                                Channels.newInputStream(file), metadata.getTotal_compressed_size()),
                        BUFFER_BYTES);
        return new ChunkReader(leaves.get(column), metadata, values -> sums.add(column, values))
                .read(chunk);
    }

    /// So many bytes of a stream.
    private static final class Limited extends InputStream {
        private final InputStream in;
        private long left;

        Limited(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(target, from, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }
    }
}
