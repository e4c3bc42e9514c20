package dev.rivet.encode.parquet;

import java.io.IOException;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Util;

/// The page indexes of a file's column chunks, kept as bytes until the row groups are written.
/// Chunks are known by their number in the file. Not thread-safe.
final class PageIndexes {
    private final PageBuffer columnIndexes = new PageBuffer();
    private final PageBuffer offsetIndexes = new PageBuffer();
    private int[] columnEnds = new int[0];
    private int[] offsetEnds = new int[0];
    private int chunks;
    private long columnIndexesAt;
    private long offsetIndexesAt;

    /// Adds the next chunk's.
    ///
    /// @param firstPageAt where in the file the first data page is
    void add(EncodedChunk chunk, long firstPageAt) throws IOException {
        if (chunk.index() != null) {
            Util.writeColumnIndex(chunk.index(), columnIndexes);
        }
        Util.writeOffsetIndex(chunk.pages().index(firstPageAt), offsetIndexes);
        columnEnds = PageArrays.room(columnEnds, chunks, 1);
        columnEnds[chunks] = columnIndexes.length();
        offsetEnds = PageArrays.room(offsetEnds, chunks, 1);
        offsetEnds[chunks++] = offsetIndexes.length();
    }

    void writeTo(FileOutput out) throws IOException {
        columnIndexesAt = out.position();
        out.write(columnIndexes.bytes(), 0, columnIndexes.length());
        offsetIndexesAt = out.position();
        out.write(offsetIndexes.bytes(), 0, offsetIndexes.length());
    }

    /// Tells a chunk where its indexes were written.
    void place(ColumnChunk chunk, int number) {
        int columnIndex = start(columnEnds, number);
        if (columnIndex < columnEnds[number]) {
            chunk.setColumn_index_offset(columnIndexesAt + columnIndex);
            chunk.setColumn_index_length(columnEnds[number] - columnIndex);
        }
        int offsetIndex = start(offsetEnds, number);
        chunk.setOffset_index_offset(offsetIndexesAt + offsetIndex);
        chunk.setOffset_index_length(offsetEnds[number] - offsetIndex);
    }

    private static int start(int[] ends, int number) {
        return number == 0 ? 0 : ends[number - 1];
    }
}
