package dev.rivet.encode.parquet;

import dev.rivet.config.OutputFormat;
import dev.rivet.encode.BatchEncoder;
import dev.rivet.encode.SectionSink;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.IOException;

/// Turns batches into row groups. Rows are taken slice by slice and column by column; after each
/// slice the sizes of pages and row group are looked at, so that neither long batches nor wide
/// values take them far beyond their limits.
final class ParquetEncoder implements BatchEncoder {
    private static final int MAX_PAGE_BYTES = 1 << 18;
    private static final int MIN_PAGE_BYTES = 1 << 16;

    private final RowGroupLimit limit;
    private final PageCompressor compressor;
    private final SectionSink sink;
    private final RowSlice slice;
    private final RowGroupEncoder group;
    private long writtenBytes;
    private long fedBytes;

    ParquetEncoder(
            RowSchema schema,
            OutputFormat.Parquet config,
            long budgetBytes,
            SectionSink sink,
            StageProfile profile) {
        this.limit = RowGroupLimit.of(config.rowGroups(), budgetBytes);
        this.slice = new RowSlice(limit.sliceBytes());
        this.compressor = PageCompressor.of(config.compression());
        this.sink = sink;
        int pageBytes = pageBytes(budgetBytes, schema.size());
        this.group = new RowGroupEncoder(schema, config, pageBytes, compressor, profile);
    }

    /// Open pages of all columns together take about a quarter of the budget, unless the columns
    /// are so many that their pages would be too small to be of use.
    private static int pageBytes(long budgetBytes, int columns) {
        return Math.clamp(budgetBytes / 4 / columns, MIN_PAGE_BYTES, MAX_PAGE_BYTES);
    }

    @Override
    public void append(RowBatch batch) throws IOException {
        int row = 0;
        while (row < batch.rows()) {
            int end = slice.take(batch, row, limit.maxRows() - group.rows());
            if (end == row) {
                endSlice();
            } else {
                fedBytes += group.append(batch, row, end);
                row = end;
            }
        }
    }

    private void endSlice() throws IOException {
        group.endRows(slice.rows());
        slice.clear();
        long bytes = group.closedBytes() + group.openBytes() + group.dictionaryBytes();
        if (limit.isReached(group.rows(), bytes)) {
            endGroup();
        }
    }

    private void endGroup() throws IOException {
        EncodedRowGroup ended = group.end();
        writtenBytes += group.closedBytes();
        sink.accept(ended);
        group.clear();
    }

    /// Open pages are scaled by how much smaller closed ones became, those of earlier row groups
    /// included.
    @Override
    public long estimatedBytes() {
        long closed = writtenBytes + group.closedBytes() + group.dictionaryBytes();
        return SizeEstimate.bytes(closed, group.openBytes(), fedBytes) - writtenBytes;
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
        compressor.close();
    }
}
