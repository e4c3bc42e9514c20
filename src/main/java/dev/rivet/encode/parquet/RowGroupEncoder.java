package dev.rivet.encode.parquet;

import dev.rivet.config.OutputFormat;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Fills row groups, one after the other: closed pages wait compressed, in memory that is used
/// again or in the overflow file; the open page of each column is in memory. Not thread-safe.
final class RowGroupEncoder {
    private final List<ColumnChunkWriter> columns;
    private final Workbench bench;
    private int rows;

    RowGroupEncoder(
            RowSchema schema,
            OutputFormat.Parquet config,
            PageRoom room,
            Workbench bench,
            StageProfile profile) {
        PageSizes sizes = PageSizes.of(schema.size(), room.memoryBytes());
        this.bench = bench;
        this.columns =
                FileSchema.leaves(schema).stream()
                        .map(
                                leaf ->
                                        new ColumnChunkWriter(
                                                leaf, config.encoding(), sizes, bench, profile))
                        .toList();
    }

    /// Adds rows `from <= i < to`, column by column. They count once [#endRows(int)] is called.
    ///
    /// @return plain size of the values
    long append(RowBatch batch, int from, int to) {
        long before = openBytes();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).append(batch.columns().get(i), from, to);
        }
        return openBytes() - before;
    }

    /// Ends this many rows that were appended, all of them, and then the pages that are full.
    void endRows(int count) throws IOException {
        rows += count;
        for (ColumnChunkWriter column : columns) {
            column.endFullPage();
        }
        if (bench.pool().isExceeded()) {
            moveOut();
        }
    }

    private void moveOut() throws IOException {
        for (ColumnChunkWriter column : columns) {
            column.moveOut();
        }
        bench.overflow().flush();
    }

    /// Rows that were ended.
    int rows() {
        return rows;
    }

    /// Bytes of closed pages, as they will be in the file.
    long closedBytes() {
        long bytes = 0;
        for (ColumnChunkWriter column : columns) {
            bytes += column.closedBytes();
        }
        return bytes;
    }

    /// Plain size of what is in open pages.
    long openBytes() {
        long bytes = 0;
        for (ColumnChunkWriter column : columns) {
            bytes += column.openBytes();
        }
        return bytes;
    }

    /// Dictionaries are written when the row group ends.
    long dictionaryBytes() {
        long bytes = 0;
        for (ColumnChunkWriter column : columns) {
            bytes += column.dictionaryBytes();
        }
        return bytes;
    }

    /// Ends the row group. What is returned is valid until [#clear()].
    EncodedRowGroup end() throws IOException {
        List<EncodedChunk> chunks = new ArrayList<>(columns.size());
        for (ColumnChunkWriter column : columns) {
            chunks.add(column.end());
        }
        return new EncodedRowGroup(rows, chunks);
    }

    /// Starts a new row group.
    void clear() throws IOException {
        columns.forEach(ColumnChunkWriter::clear);
        bench.overflow().clear();
        rows = 0;
    }
}
