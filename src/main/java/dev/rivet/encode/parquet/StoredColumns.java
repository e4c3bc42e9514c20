package dev.rivet.encode.parquet;

import static dev.rivet.encode.parquet.ParquetFooter.present;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/// The values of a file that rivet has written, of one row group and without NULLs.
final class StoredColumns {
    private final MessageType schema;
    private final List<Stored> columns = new ArrayList<>();

    private record Stored(ColumnReader reader, long values) {}

    /// Is told each value with the number of its row.
    @FunctionalInterface
    interface Visitor<T> {
        void value(int row, T value) throws IOException;
    }

    private StoredColumns(MessageType schema) {
        this.schema = schema;
    }

    static StoredColumns read(SeekableByteChannel file, MessageType schema) throws IOException {
        ParquetFooter footer = ParquetFooter.read(file);
        StoredColumns columns = new StoredColumns(schema);
        List<ColumnMetaData> chunks = ParquetFooter.columns(footer.metadata());
        if (chunks.size() != schema.getColumns().size()) {
            throw new IOException(
                    "%d column chunks for %d columns"
                            .formatted(chunks.size(), schema.getColumns().size()));
        }
        for (int i = 0; i < chunks.size(); i++) {
            columns.add(
                    schema.getColumns().get(i),
                    pages(file, chunks.get(i)),
                    present(footer.metadata().getCreated_by()));
        }
        return columns;
    }

    private void add(ColumnDescriptor column, StoredPages pages, String writer) {
        ColumnReader reader =
                new ColumnReadStoreImpl(pages, new NoConverter(), schema, writer)
                        .getColumnReader(column);
        columns.add(new Stored(reader, pages.getRowCount()));
    }

    void longs(int column, Visitor<Long> visitor) throws IOException {
        visit(columns.get(column), ColumnReader::getLong, visitor);
    }

    void bytes(int column, Visitor<byte[]> visitor) throws IOException {
        visit(columns.get(column), reader -> reader.getBinary().getBytes(), visitor);
    }

    private static <T> void visit(
            Stored column, Function<ColumnReader, T> value, Visitor<T> visitor) throws IOException {
        for (int row = 0; row < column.values(); row++) {
            visitor.value(row, value.apply(column.reader()));
            column.reader().consume();
        }
    }

    private static StoredPages pages(SeekableByteChannel file, ColumnMetaData chunk)
            throws IOException {
        long from =
                chunk.isSetDictionary_page_offset()
                        ? chunk.getDictionary_page_offset()
                        : chunk.getData_page_offset();
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(chunk.getTotal_compressed_size()));
        file.position(from);
        while (bytes.hasRemaining() && file.read(bytes) >= 0) {}
        ByteArrayInputStream in = new ByteArrayInputStream(bytes.array());
        PageDecompressor decompressor = PageDecompressor.of(present(chunk.getCodec()));
        StoredPages pages = new StoredPages(chunk.getNum_values());
        while (in.available() > 0) {
            PageHeader header = Util.readPageHeader(in);
            byte[] page = in.readNBytes(header.getCompressed_page_size());
            pages.add(
                    header,
                    BytesInput.from(
                            decompressor.decompress(page, header.getUncompressed_page_size())));
        }
        return pages;
    }

    /// The pages of one column chunk, decompressed.
    private static final class StoredPages implements PageReadStore, PageReader {
        private final long values;
        private final Queue<DataPage> data = new ArrayDeque<>();
        private @Nullable DictionaryPage dictionary;

        StoredPages(long values) {
            this.values = values;
        }

        void add(PageHeader header, BytesInput page) throws IOException {
            if (header.isSetDictionary_page_header()) {
                DictionaryPageHeader about = present(header.getDictionary_page_header());
                dictionary =
                        new DictionaryPage(
                                page, about.getNum_values(), encoding(about.getEncoding()));
            } else if (header.isSetData_page_header()) {
                DataPageHeader about = present(header.getData_page_header());
                data.add(
                        new DataPageV1(
                                page,
                                about.getNum_values(),
                                header.getUncompressed_page_size(),
                                null,
                                encoding(about.getRepetition_level_encoding()),
                                encoding(about.getDefinition_level_encoding()),
                                encoding(about.getEncoding())));
            } else {
                throw new IOException("a page that rivet does not write: " + header.getType());
            }
        }

        private static Encoding encoding(org.apache.parquet.format.@Nullable Encoding stored)
                throws IOException {
            return Encoding.valueOf(present(stored).name());
        }

        @Override
        public PageReader getPageReader(ColumnDescriptor descriptor) {
            return this;
        }

        @Override
        public long getRowCount() {
            return values;
        }

        @Override
        public @Nullable DictionaryPage readDictionaryPage() {
            return dictionary;
        }

        @Override
        public long getTotalValueCount() {
            return values;
        }

        @Override
        public @Nullable DataPage readPage() {
            return data.poll();
        }
    }

    /// Values are asked for one by one; nothing is assembled.
    private static final class NoConverter extends GroupConverter {
        @Override
        public Converter getConverter(int field) {
            return new PrimitiveConverter() {};
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    }
}
