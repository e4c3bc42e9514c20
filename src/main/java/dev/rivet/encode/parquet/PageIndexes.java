package dev.rivet.encode.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.Util;

/// The page indexes of a file's column chunks, kept as bytes until the row groups are written.
/// Not thread-safe.
final class PageIndexes {
    private record Entry(ColumnChunk chunk, int start, int length) {}

    private final PageBuffer columnIndexes = new PageBuffer();
    private final PageBuffer offsetIndexes = new PageBuffer();
    private final List<Entry> columns = new ArrayList<>();
    private final List<Entry> offsets = new ArrayList<>();

    /// @param firstPageAt where in the file the first data page is
    void add(ColumnChunk chunk, EncodedChunk encoded, long firstPageAt) throws IOException {
        if (encoded.index() != null) {
            int start = columnIndexes.length();
            Util.writeColumnIndex(encoded.index(), columnIndexes);
            columns.add(new Entry(chunk, start, columnIndexes.length() - start));
        }
        int start = offsetIndexes.length();
        Util.writeOffsetIndex(moved(encoded.pages().index(), firstPageAt), offsetIndexes);
        offsets.add(new Entry(chunk, start, offsetIndexes.length() - start));
    }

    private static OffsetIndex moved(OffsetIndex index, long by) {
        for (PageLocation page : index.getPage_locations()) {
            page.setOffset(page.getOffset() + by);
        }
        return index;
    }

    /// Writes all indexes and tells their chunks where they are.
    void writeTo(FileOutput out) throws IOException {
        for (Entry entry : columns) {
            entry.chunk.setColumn_index_offset(out.position() + entry.start);
            entry.chunk.setColumn_index_length(entry.length);
        }
        out.write(columnIndexes.bytes(), 0, columnIndexes.length());
        for (Entry entry : offsets) {
            entry.chunk.setOffset_index_offset(out.position() + entry.start);
            entry.chunk.setOffset_index_length(entry.length);
        }
        out.write(offsetIndexes.bytes(), 0, offsetIndexes.length());
    }
}
