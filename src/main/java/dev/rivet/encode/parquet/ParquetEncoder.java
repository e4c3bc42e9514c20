package dev.rivet.encode.parquet;

import dev.rivet.config.OutputFormat;
import dev.rivet.encode.BatchEncoder;
import dev.rivet.encode.SectionSink;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.schema.MessageType;

/// Turns batches into row groups. Rows are fed to Parquet's column writers slice by slice
/// and column by column; after each slice the row group's size is looked at, so that neither long
/// batches nor wide values take it far beyond its limit.
final class ParquetEncoder implements BatchEncoder {
    private static final int MAX_PAGE_BYTES = 1 << 20;
    private static final int MIN_PAGE_BYTES = 1 << 16;
    private static final int PAGE_ROWS = 32_768;
    private static final int DICTIONARY_BYTES = 1 << 18;

    /// How often, in rows, Parquet looks whether a page is full. A slice may hold more rows than
    /// this: a page then ends with the slice, never inside it.
    private static final int PAGE_CHECK_ROWS = 32;

    private final MessageType fileSchema;
    private final RowGroupLimit limit;
    private final ParquetProperties properties;
    private final PageCompressor compressor;
    private final SectionSink sink;
    private final RowSlice slice;
    private OpenRowGroup group;
    private long closedBytes;
    private long fedBytes;

    ParquetEncoder(
            RowSchema schema, OutputFormat.Parquet config, long budgetBytes, SectionSink sink) {
        this.fileSchema = FileSchema.of(schema);
        this.limit = RowGroupLimit.of(config.rowGroups(), budgetBytes);
        this.slice = new RowSlice(limit.sliceBytes());
        this.properties = properties(pageBytes(budgetBytes, schema.size()));
        this.compressor = PageCompressor.of(config.compression());
        this.sink = sink;
        this.group = new OpenRowGroup(fileSchema, properties, compressor);
    }

    /// Open pages of all columns together take about a quarter of the budget, unless the columns
    /// are so many that their pages would be too small to be of use.
    private static int pageBytes(long budgetBytes, int columns) {
        return Math.clamp(budgetBytes / 4 / columns, MIN_PAGE_BYTES, MAX_PAGE_BYTES);
    }

    private static ParquetProperties properties(int pageBytes) {
        return ParquetProperties.builder()
                .withWriterVersion(WriterVersion.PARQUET_1_0)
                .withPageSize(pageBytes)
                .withPageRowCountLimit(PAGE_ROWS)
                .withMinRowCountForPageSizeCheck(PAGE_CHECK_ROWS)
                .estimateRowCountForPageSizeCheck(false)
                .withDictionaryEncoding(true)
                .withDictionaryPageSize(DICTIONARY_BYTES)
                .withColumnIndexTruncateLength(ParquetFile.PAGE_INDEX_BYTES)
                .withSizeStatisticsEnabled(false)
                .withPageWriteChecksumEnabled(true)
                .build();
    }

    @Override
    public void append(RowBatch batch) throws IOException {
        int row = 0;
        while (row < batch.rows()) {
            int end = slice.take(batch, row, limit.maxRows() - group.rows());
            if (end == row) {
                endSlice();
            } else {
                fedBytes += group.feed(batch, row, end);
                row = end;
            }
        }
    }

    private void endSlice() throws IOException {
        group.endRows(slice.rows());
        slice.clear();
        if (limit.isReached(group.rows(), group.bufferedBytes(), group.allocatedBytes())) {
            endGroup();
        }
    }

    private void endGroup() throws IOException {
        try (OpenRowGroup ended = group) {
            ended.end();
            closedBytes += ended.compressedBytes();
            sink.accept(ended);
        }
        group = new OpenRowGroup(fileSchema, properties, compressor);
    }

    /// Open pages are scaled by how much smaller closed ones became, those of earlier row groups
    /// included.
    @Override
    public long estimatedBytes() {
        long compressed = group.compressedBytes();
        return SizeEstimate.bytes(
                        closedBytes + compressed, group.bufferedBytes() - compressed, fedBytes)
                - closedBytes;
    }

    @Override
    public void flush() throws IOException {
        if (slice.rows() > 0) {
            endSlice();
        }
        if (group.rows() > 0) {
            endGroup();
        }
    }

    @Override
    public void close() {
        compressor.release();
    }
}
