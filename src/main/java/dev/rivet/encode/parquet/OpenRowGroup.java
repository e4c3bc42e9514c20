package dev.rivet.encode.parquet;

import dev.rivet.encode.Section;
import dev.rivet.row.RowBatch;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/// A row group being filled in memory: closed pages are compressed, the open page of each column
/// is not. Not thread-safe.
final class OpenRowGroup implements Section, AutoCloseable {
    private final List<ColumnDescriptor> leaves;
    private final ColumnChunkPageWriteStore pages;
    private final ColumnWriteStore columns;
    private final List<ColumnFeed> feeds;
    private int rows;

    OpenRowGroup(MessageType schema, ParquetProperties properties, PageCompressor compressor) {
        leaves = schema.getColumns();
        pages =
                new ColumnChunkPageWriteStore(
                        compressor,
                        schema,
                        HeapByteBufferAllocator.getInstance(),
                        properties.getColumnIndexTruncateLength(),
                        properties.getPageWriteChecksumEnabled());
        columns = properties.newColumnWriteStore(schema, pages);
        feeds =
                leaves.stream()
                        .map(leaf -> new ColumnFeed(leaf, columns.getColumnWriter(leaf)))
                        .toList();
    }

    /// Feeds rows `from <= i < to`, column by column. Call [#endRows(int)] before the group is
    /// written.
    ///
    /// @return plain size of the values
    long feed(RowBatch batch, int from, int to) {
        long before = bufferedBytes();
        for (int i = 0; i < feeds.size(); i++) {
            feeds.get(i).write(batch.columns().get(i), from, to);
        }
        return bufferedBytes() - before;
    }

    /// Ends this many rows that were fed; all of them, so that every column has as many. Parquet
    /// looks now whether pages are full.
    void endRows(int count) {
        for (int i = 0; i < count; i++) {
            columns.endRecord();
        }
        rows += count;
    }

    /// Rows that were ended.
    @Override
    public int rows() {
        return rows;
    }

    /// Bytes of closed pages, as they will be in the file.
    long compressedBytes() {
        long bytes = 0;
        for (ColumnDescriptor leaf : leaves) {
            bytes += pages.getPageWriter(leaf).getMemSize();
        }
        return bytes;
    }

    /// Closed pages as they will be in the file, plus the plain size of what is in open ones.
    long bufferedBytes() {
        return columns.getBufferedSize();
    }

    /// Memory taken: closed pages, buffers of open ones with their reserve, dictionaries.
    long allocatedBytes() {
        return columns.getAllocatedSize();
    }

    /// Closes the open pages: nothing can be fed any more.
    void end() {
        columns.flush();
    }

    void writeTo(ParquetFileWriter file) throws IOException {
        file.startBlock(rows);
        pages.flushToFileWriter(file);
        file.endBlock();
    }

    @Override
    public void close() {
        columns.close();
        pages.close();
    }
}
