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
    private final RowGroupLimit limit;
    private final Workbench bench;
    private final SectionSink sink;
    private final RowSlice slice;
    private final RowGroupEncoder group;
    private long writtenBytes;
    private long fedBytes;
    private long groupFedBytes;

    ParquetEncoder(
            RowSchema schema,
            OutputFormat.Parquet config,
            PageRoom room,
            SectionSink sink,
            StageProfile profile) {
        this.limit = RowGroupLimit.of(config.rowGroups(), room.groupBytes());
        this.slice = new RowSlice(limit.sliceBytes());
        this.bench = new Workbench(schema.size(), room, PageCompressor.of(config.compression()));
        this.sink = sink;
        this.group = new RowGroupEncoder(schema, config, room, bench, profile);
    }

    @Override
    public void append(RowBatch batch) throws IOException {
        int row = 0;
        while (row < batch.rows()) {
            int end = slice.take(batch, row, limit.maxRows() - group.rows());
            if (end == row) {
                endSlice();
            } else {
                long bytes = group.append(batch, row, end);
                fedBytes += bytes;
                groupFedBytes += bytes;
                row = end;
            }
        }
    }

    private void endSlice() throws IOException {
        group.endRows(slice.rows());
        slice.clear();
        long bytes = group.closedBytes() + group.openBytes() + group.dictionaryBytes();
        if (limit.isReached(group.rows(), groupFedBytes, bytes)) {
            endGroup();
        }
    }

    private void endGroup() throws IOException {
        EncodedRowGroup ended = group.end();
        writtenBytes += group.closedBytes();
        sink.accept(ended);
        group.clear();
        groupFedBytes = 0;
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
        bench.close();
    }
}
