package dev.rivet.encode.parquet;

import dev.rivet.encode.OpenFile;
import dev.rivet.encode.Section;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;

/// Writes one Parquet file: row groups as they come, then page indexes and footer.
final class ParquetFile implements OpenFile {
    private final FileOutput out;
    private final FileFooter footer;
    private final PageIndexes indexes = new PageIndexes();

    ParquetFile(RowSchema schema, boolean arrowExtensions, OutputStream out) throws IOException {
        this.out = new FileOutput(out);
        this.footer = new FileFooter(schema, indexes, arrowExtensions);
        this.out.write(ParquetFooter.magic());
    }

    @Override
    public void append(Section section) throws IOException {
        EncodedRowGroup group = (EncodedRowGroup) section;
        long start = out.position();
        List<ColumnChunk> columns = new ArrayList<>(group.chunks().size());
        for (EncodedChunk chunk : group.chunks()) {
            columns.add(write(chunk));
        }
        footer.addGroup(group, columns, start);
    }

    private ColumnChunk write(EncodedChunk chunk) throws IOException {
        long start = out.position();
        chunk.pages().dictionary().writeTo(out);
        long firstPageAt = out.position();
        chunk.pages().data().writeTo(out);
        ColumnMetaData metadata = chunk.metadata();
        metadata.setData_page_offset(firstPageAt);
        if (firstPageAt > start) {
            metadata.setDictionary_page_offset(start);
        }
        ColumnChunk column = new ColumnChunk(firstPageAt).setMeta_data(metadata);
        indexes.add(chunk, firstPageAt);
        return column;
    }

    @Override
    public long rows() {
        return footer.rows();
    }

    @Override
    public long bytes() {
        return out.position();
    }

    @Override
    public void finish() throws IOException {
        indexes.writeTo(out);
        footer.writeTo(out);
        out.close();
    }

    @Override
    public void close() {}
}
