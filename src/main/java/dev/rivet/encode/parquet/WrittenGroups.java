package dev.rivet.encode.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/// What the footer says of each row group that is in the file, kept as bytes: as objects, those of
/// a long table would take more memory than anything else. They are read again one by one, and
/// get the places of their page indexes then. Not thread-safe.
final class WrittenGroups extends AbstractList<RowGroup> {
    private final PageIndexes indexes;
    private final PageBuffer bytes = new PageBuffer();
    private int[] ends = new int[0];
    private int size;

    /// @param indexes those of the row groups' chunks, written before any row group is read
    WrittenGroups(PageIndexes indexes) {
        this.indexes = indexes;
    }

    @Override
    public boolean add(RowGroup group) {
        try {
            Util.writeFileMetaData(alone(group), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ends = PageArrays.room(ends, size, 1);
        ends[size++] = bytes.length();
        return true;
    }

    /// Thrift writes and reads no less than a whole footer.
    private static FileMetaData alone(RowGroup group) {
        return new FileMetaData(0, List.of(), 0, List.of(group));
    }

    @Override
    public RowGroup get(int index) {
        int start = index == 0 ? 0 : ends[index - 1];
        var one = new ByteArrayInputStream(bytes.bytes(), start, ends[index] - start);
        RowGroup group;
        try {
            group = Objects.requireNonNull(Util.readFileMetaData(one).getRow_groups()).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<ColumnChunk> chunks = Objects.requireNonNull(group.getColumns());
        for (int i = 0; i < chunks.size(); i++) {
            indexes.place(chunks.get(i), index * chunks.size() + i);
        }
        return group;
    }

    @Override
    public int size() {
        return size;
    }
}
