package dev.rivet.encode.parquet;

import dev.rivet.config.OutputFormat;
import dev.rivet.encode.BatchEncoder;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/// Writes one Parquet file from batches. Rows are fed to Parquet's column writers slice by slice
/// and column by column; after each slice the row group's size is looked at, so that neither long
/// batches nor wide values take it far beyond its limit.
final class ParquetEncoder implements BatchEncoder {
    private static final int MAX_PAGE_BYTES = 1 << 20;
    private static final int MIN_PAGE_BYTES = 1 << 16;
    private static final int PAGE_ROWS = 32_768;
    private static final int DICTIONARY_BYTES = 1 << 18;
    private static final int PAGE_INDEX_BYTES = 64;

    /// How often, in rows, Parquet looks whether a page is full. A slice may hold more rows than
    /// this: a page then ends with the slice, never inside it.
    private static final int PAGE_CHECK_ROWS = 32;

    private final RowSchema schema;
    private final MessageType fileSchema;
    private final RowGroupLimit limit;
    private final ParquetProperties properties;
    private final PageCompressor compressor;
    private final ForwardFile file;
    private final ParquetFileWriter writer;
    private final RowSlice slice;
    private OpenRowGroup group;
    private long fedBytes;

    ParquetEncoder(
            RowSchema schema, OutputFormat.Parquet config, long budgetBytes, OutputStream out)
            throws IOException {
        this.schema = schema;
        this.fileSchema = FileSchema.of(schema);
        this.limit = RowGroupLimit.of(config.rowGroups(), budgetBytes);
        this.slice = new RowSlice(limit.sliceBytes());
        this.properties = properties(pageBytes(budgetBytes, schema.size()));
        this.compressor = PageCompressor.of(config.compression());
        this.file = new ForwardFile(out);
        this.writer =
                new ParquetFileWriter(
                        file,
                        fileSchema,
                        ParquetFileWriter.Mode.CREATE,
                        Long.MAX_VALUE,
                        0,
                        PAGE_INDEX_BYTES,
                        FooterSignature.STATISTICS_BYTES,
                        true);
        this.group = new OpenRowGroup(fileSchema, properties, compressor);
        writer.start();
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
                .withColumnIndexTruncateLength(PAGE_INDEX_BYTES)
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
            ended.writeTo(writer);
        }
        group = new OpenRowGroup(fileSchema, properties, compressor);
    }

    @Override
    public long estimatedBytes() {
        long compressed = group.compressedBytes();
        return SizeEstimate.bytes(
                file.getPos() + compressed, group.bufferedBytes() - compressed, fedBytes);
    }

    @Override
    public void finish() throws IOException {
        if (slice.rows() > 0) {
            endSlice();
        }
        if (group.rows() > 0) {
            endGroup();
        }
        file.startTrailer();
        writer.end(Map.of(ArrowSchema.KEY, ArrowSchema.encode(schema)));
    }

    @Override
    public void close() {
        compressor.release();
    }
}
