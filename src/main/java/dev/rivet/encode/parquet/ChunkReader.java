package dev.rivet.encode.parquet;

import dev.rivet.row.ColumnVector;
import dev.rivet.row.NullMask;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/// Reads a column chunk back, page by page, and compares each page with its checksum. Reads what
/// rivet writes, and refuses all else. For one chunk.
final class ChunkReader {
    private final Leaf leaf;
    private final ColumnMetaData metadata;
    private final Consumer<ColumnVector> values;
    private final PlainValues plain;
    private final CRC32 checksum = new CRC32();
    private @Nullable ColumnVector dictionary;
    private int entries;
    private long rows;
    private long places;

    /// @param values gets those of each page; NULLs may be missing
    ChunkReader(Leaf leaf, ColumnMetaData metadata, Consumer<ColumnVector> values) {
        this.leaf = leaf;
        this.metadata = metadata;
        this.values = values;
        this.plain = new PlainValues(leaf.type());
    }

    /// Reads all of it.
    ///
    /// @param in the chunk and nothing else
    /// @return the number of rows
    long read(InputStream in) throws IOException {
        PageDecompressor codec = PageDecompressor.of(ParquetFooter.present(metadata.getCodec()));
        while (places < metadata.getNum_values()) {
            PageHeader header = Util.readPageHeader(in);
            byte[] page = page(header, in, codec);
            PageBytes bytes = new PageBytes(page, 0, page.length);
            switch (ParquetFooter.present(header.getType())) {
                case DICTIONARY_PAGE -> {
                    entries =
                            ParquetFooter.present(header.getDictionary_page_header())
                                    .getNum_values();
                    dictionary = plain.read(bytes, Encoding.PLAIN, count(entries));
                }
                case DATA_PAGE -> data(bytes, ParquetFooter.present(header.getData_page_header()));
                case INDEX_PAGE, DATA_PAGE_V2 ->
                        throw new IOException("rivet writes no pages of type " + header.getType());
            }
        }
        if (places != metadata.getNum_values() || in.read() >= 0) {
            throw new IOException("its pages have " + places + " values and more");
        }
        return rows;
    }

    private byte[] page(PageHeader header, InputStream in, PageDecompressor codec)
            throws IOException {
        int length = header.getCompressed_page_size();
        if (length < 0 || length > metadata.getTotal_compressed_size() || !header.isSetCrc()) {
            throw new IOException("a page header is damaged");
        }
        byte[] stored = in.readNBytes(length);
        if (stored.length < length) {
            throw new EOFException("the chunk ends within a page");
        }
        checksum.reset();
        checksum.update(stored);
        if ((int) checksum.getValue() != header.getCrc()) {
            throw new IOException("a page does not match its checksum");
        }
        byte[] page = codec.decompress(stored, count(header.getUncompressed_page_size()));
        if (page.length != header.getUncompressed_page_size()) {
            throw new IOException("a page has " + page.length + " bytes when decompressed");
        }
        return page;
    }

    private static int count(int number) throws IOException {
        if (number < 0) {
            throw new IOException("a page header is damaged");
        }
        return number;
    }

    private void data(PageBytes in, DataPageHeader header) throws IOException {
        int count = count(header.getNum_values());
        places += count;
        int[] repetition = levels(in, leaf.maxRepetition(), count);
        int[] definition = levels(in, leaf.maxDefinition(), count);
        int present = 0;
        for (int level : definition) {
            present += level == leaf.maxDefinition() ? 1 : 0;
        }
        ColumnVector dense = values(in, ParquetFooter.present(header.getEncoding()), present);
        if (leaf.maxRepetition() == 0) {
            rows += count;
            values.accept(dense);
        } else {
            values.accept(lists(repetition, definition, dense));
        }
    }

    private static int[] levels(PageBytes in, int largest, int count) throws IOException {
        return largest == 0
                ? new int[count]
                : PackedBits.runs(in.part(in.takeInt()), RunLengths.width(largest), count);
    }

    private ColumnVector values(PageBytes in, Encoding encoding, int count) throws IOException {
        if (encoding != Encoding.RLE_DICTIONARY) {
            return plain.read(in, encoding, count);
        }
        if (dictionary == null) {
            throw new IOException("a page needs a dictionary that is not there");
        }
        int[] indices = PackedBits.runs(in, in.takeByte(), count);
        for (int index : indices) {
            if (index < 0 || index >= entries) {
                throw new IOException("a page asks for entry " + index + " of " + entries);
            }
        }
        return PickedValues.of(dictionary, indices);
    }

    private ColumnVector lists(int[] repetition, int[] definition, ColumnVector dense)
            throws IOException {
        int[] offsets = new int[repetition.length + 1];
        int[] elements = new int[repetition.length];
        long[] nullBits = new long[(repetition.length + Long.SIZE - 1) / Long.SIZE];
        int lists = 0;
        int nulls = 0;
        int used = 0;
        int next = 0;
        for (int i = 0; i < repetition.length; i++) {
            if (repetition[i] == 0) {
                if (definition[i] == 0) {
                    nullBits[lists >> 6] |= 1L << lists;
                    nulls++;
                }
                lists++;
            } else if (lists == 0) {
                throw new IOException("a page begins within a list");
            }
            if (definition[i] >= Leaf.IN_LIST - 1) {
                elements[used++] = definition[i] == Leaf.IN_LIST ? next++ : PickedValues.NOTHING;
            }
            offsets[lists] = used;
        }
        rows += lists;
        return new ColumnVector.Lists(
                lists,
                new NullMask(nullBits, nulls),
                Arrays.copyOf(offsets, lists + 1),
                PickedValues.of(dense, Arrays.copyOf(elements, used)));
    }
}
