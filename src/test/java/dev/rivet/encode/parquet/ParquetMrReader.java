package dev.rivet.encode.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;

/// Reads files by parquet-java's own reader.
final class ParquetMrReader {
    private ParquetMrReader() {}

    static ParquetFileReader open(Path file) throws IOException {
        return ParquetFileReader.open(
                new LocalInputFile(file),
                org.apache.parquet.ParquetReadOptions.builder()
                        .usePageChecksumVerification()
                        .build());
    }

    static ParquetMetadata footer(Path file) throws IOException {
        try (ParquetFileReader reader = open(file)) {
            return reader.getFooter();
        }
    }

    /// For each column every place in it: repetition level, definition level and exact value.
    static List<List<String>> columns(Path file) throws IOException {
        try (ParquetFileReader reader = open(file)) {
            MessageType schema = reader.getFileMetaData().getSchema();
            List<List<String>> columns = new ArrayList<>();
            schema.getColumns().forEach(_ -> columns.add(new ArrayList<>()));
            for (PageReadStore group = reader.readNextRowGroup();
                    group != null;
                    group = reader.readNextRowGroup()) {
                ColumnReadStoreImpl store =
                        new ColumnReadStoreImpl(
                                group,
                                new GroupRecordConverter(schema).getRootConverter(),
                                schema,
                                "rivet");
                for (int i = 0; i < columns.size(); i++) {
                    ColumnDescriptor leaf = schema.getColumns().get(i);
                    long places = group.getPageReader(leaf).getTotalValueCount();
                    read(store.getColumnReader(leaf), leaf, places, columns.get(i));
                }
            }
            return columns;
        }
    }

    private static void read(
            ColumnReader reader, ColumnDescriptor leaf, long places, List<String> into) {
        for (long i = 0; i < places; i++) {
            int definition = reader.getCurrentDefinitionLevel();
            String levels = reader.getCurrentRepetitionLevel() + "/" + definition;
            boolean present = definition == leaf.getMaxDefinitionLevel();
            into.add(present ? levels + " " + value(reader, leaf) : levels);
            reader.consume();
        }
    }

    private static String value(ColumnReader reader, ColumnDescriptor leaf) {
        return switch (leaf.getPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> String.valueOf(reader.getBoolean());
            case INT32 -> String.valueOf(reader.getInteger());
            case INT64 -> String.valueOf(reader.getLong());
            case FLOAT -> Integer.toHexString(Float.floatToRawIntBits(reader.getFloat()));
            case DOUBLE -> Long.toHexString(Double.doubleToRawLongBits(reader.getDouble()));
            case BINARY, FIXED_LEN_BYTE_ARRAY ->
                    HexFormat.of().formatHex(reader.getBinary().getBytes());
            case INT96 -> throw new IllegalStateException("never written");
        };
    }
}
