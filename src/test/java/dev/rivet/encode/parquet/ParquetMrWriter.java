package dev.rivet.encode.parquet;

import dev.rivet.row.ColumnVector;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/// Writes the same rows by parquet-java's own writer, value by value, as one row group: what our
/// files are compared with.
final class ParquetMrWriter {
    private ParquetMrWriter() {}

    /// @param pageRows rows of a page
    static Path write(Path file, RowSchema rows, int pageRows, RowBatch... batches)
            throws IOException {
        MessageType schema = ParquetMrSchema.of(rows);
        ParquetProperties properties =
                ParquetProperties.builder()
                        .withWriterVersion(WriterVersion.PARQUET_1_0)
                        .withPageRowCountLimit(pageRows)
                        .withMinRowCountForPageSizeCheck(1)
                        .withSizeStatisticsEnabled(false)
                        .withColumnIndexTruncateLength(BoundCut.PAGE_INDEX_BYTES)
                        .build();
        ParquetFileWriter writer =
                new ParquetFileWriter(
                        new LocalOutputFile(file),
                        schema,
                        ParquetFileWriter.Mode.OVERWRITE,
                        Long.MAX_VALUE,
                        0,
                        BoundCut.PAGE_INDEX_BYTES,
                        BoundCut.STATISTICS_BYTES,
                        true);
        writer.start();
        try (ColumnChunkPageWriteStore pages =
                new ColumnChunkPageWriteStore(
                        new Uncompressed(),
                        schema,
                        HeapByteBufferAllocator.getInstance(),
                        BoundCut.PAGE_INDEX_BYTES,
                        true)) {
            ColumnWriteStore columns = properties.newColumnWriteStore(schema, pages);
            int count = 0;
            for (RowBatch batch : batches) {
                for (int row = 0; row < batch.rows(); row++) {
                    writeRow(batch, row, schema.getColumns(), columns);
                }
                count += batch.rows();
            }
            writer.startBlock(count);
            columns.flush();
            pages.flushToFileWriter(writer);
            writer.endBlock();
        }
        writer.end(Map.of());
        return file;
    }

    private record Uncompressed() implements BytesInputCompressor {
        @Override
        public BytesInput compress(BytesInput page) {
            return page;
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.UNCOMPRESSED;
        }

        @Override
        public void release() {}
    }

    private static void writeRow(
            RowBatch batch, int row, List<ColumnDescriptor> leaves, ColumnWriteStore columns) {
        for (int i = 0; i < leaves.size(); i++) {
            ColumnDescriptor leaf = leaves.get(i);
            ColumnWriter writer = columns.getColumnWriter(leaf);
            if (batch.columns().get(i) instanceof ColumnVector.Lists lists) {
                writeList(lists, row, leaf, writer);
            } else if (batch.columns().get(i).nulls().isNull(row)) {
                writer.writeNull(0, 0);
            } else {
                writeValue(batch.columns().get(i), row, 0, leaf, writer);
            }
        }
        columns.endRecord();
    }

    private static void writeList(
            ColumnVector.Lists lists, int row, ColumnDescriptor leaf, ColumnWriter writer) {
        int first = lists.offsets()[row];
        int end = lists.offsets()[row + 1];
        if (first == end) {
            writer.writeNull(0, lists.nulls().isNull(row) ? 0 : 1);
        }
        for (int i = first; i < end; i++) {
            if (lists.elements().nulls().isNull(i)) {
                writer.writeNull(i == first ? 0 : 1, 2);
            } else {
                writeValue(lists.elements(), i, i == first ? 0 : 1, leaf, writer);
            }
        }
    }

    private static void writeValue(
            ColumnVector vector, int i, int repetition, ColumnDescriptor leaf, ColumnWriter out) {
        int present = leaf.getMaxDefinitionLevel();
        switch (vector) {
            case ColumnVector.Booleans booleans ->
                    out.write(booleans.values()[i] != 0, repetition, present);
            case ColumnVector.Ints ints -> out.write(ints.values()[i], repetition, present);
            case ColumnVector.Longs longs -> {
                if (leaf.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32) {
                    out.write((int) longs.values()[i], repetition, present);
                } else {
                    out.write(longs.values()[i], repetition, present);
                }
            }
            case ColumnVector.Floats floats -> out.write(floats.values()[i], repetition, present);
            case ColumnVector.Doubles doubles ->
                    out.write(doubles.values()[i], repetition, present);
            case ColumnVector.Bytes bytes -> {
                int from = bytes.offsets()[i];
                int length = bytes.offsets()[i + 1] - from;
                out.write(
                        Binary.fromReusedByteArray(bytes.data(), from, length),
                        repetition,
                        present);
            }
            case ColumnVector.Fixed fixed -> {
                int from = i * fixed.width();
                byte[] wide = new byte[leaf.getPrimitiveType().getTypeLength()];
                int padding = wide.length - fixed.width();
                Arrays.fill(wide, 0, padding, (byte) (fixed.data()[from] >> 7));
                System.arraycopy(fixed.data(), from, wide, padding, fixed.width());
                out.write(Binary.fromConstantByteArray(wide), repetition, present);
            }
            case ColumnVector.Lists lists ->
                    throw new IllegalStateException("a list inside a list: " + lists.length());
        }
    }
}
