package dev.rivet.encode.parquet;

import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;

/// What stands at the end of a file and says where everything is. Not thread-safe.
final class FileFooter {
    static final String CREATED_BY = "rivet";

    private static final int VERSION = 1;

    private final RowSchema schema;
    private final boolean arrowExtensions;
    private final WrittenGroups groups;
    private long rows;

    /// @param indexes of the chunks of the row groups, written before the footer
    /// @param arrowExtensions whether uuid and json are Arrow's extension types
    FileFooter(RowSchema schema, PageIndexes indexes, boolean arrowExtensions) {
        this.arrowExtensions = arrowExtensions;
        this.schema = schema;
        this.groups = new WrittenGroups(indexes);
    }

    /// @param start where in the file the row group's first byte is
    void addGroup(EncodedRowGroup encoded, List<ColumnChunk> columns, long start) {
        long plainBytes = 0;
        long bytes = 0;
        for (EncodedChunk chunk : encoded.chunks()) {
            plainBytes += chunk.pages().plainBytes();
            bytes += chunk.pages().bytes();
        }
        RowGroup group = new RowGroup(columns, plainBytes, encoded.rows());
        group.setFile_offset(start).setTotal_compressed_size(bytes);
        if (groups.size() <= Short.MAX_VALUE) {
            group.setOrdinal((short) groups.size());
        }
        groups.add(group);
        rows += encoded.rows();
    }

    /// Of all row groups so far.
    long rows() {
        return rows;
    }

    void writeTo(FileOutput out) throws IOException {
        long start = out.position();
        Util.writeFileMetaData(metadata(), out);
        out.write(
                ByteBuffer.allocate(ParquetFooter.TAIL_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(Math.toIntExact(out.position() - start))
                        .put(ParquetFooter.magic())
                        .array());
    }

    private FileMetaData metadata() {
        FileMetaData metadata =
                new FileMetaData(VERSION, FileSchema.elements(schema), rows, groups);
        metadata.setCreated_by(CREATED_BY);
        KeyValue arrow = new KeyValue(ArrowSchema.KEY);
        metadata.addToKey_value_metadata(
                arrow.setValue(ArrowSchema.encode(schema, arrowExtensions)));
        ColumnOrder order = ColumnOrder.TYPE_ORDER(new TypeDefinedOrder());
        metadata.setColumn_orders(Collections.nCopies(schema.size(), order));
        return metadata;
    }
}
