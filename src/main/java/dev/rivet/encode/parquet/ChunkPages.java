package dev.rivet.encode.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/// The finished pages of a column chunk, each with its header: the dictionary apart, since it
/// stands first in the file and is complete last. Not thread-safe.
final class ChunkPages {
    private final ChunkBytes data;
    private final ChunkBytes dictionary;
    private final ChunkCompression compression;
    private final CRC32 checksum = new CRC32();
    private final Map<Encoding, Integer> pagesByEncoding = new EnumMap<>(Encoding.class);
    private final List<PageLocation> locations = new ArrayList<>();
    private long plainBytes;
    private long firstRow;

    ChunkPages(Workbench bench, ChunkCompression compression) {
        this.data = new ChunkBytes(bench.pool(), bench.overflow());
        this.dictionary = new ChunkBytes(bench.pool(), bench.overflow());
        this.compression = compression;
    }

    void addData(PageBuffer page, int places, int rows, Encoding encoding) throws IOException {
        long start = data.length();
        PageHeader header = new PageHeader(PageType.DATA_PAGE, page.length(), 0);
        header.setData_page_header(
                new DataPageHeader(places, encoding, Encoding.RLE, Encoding.RLE));
        add(page, header, data);
        locations.add(new PageLocation(start, (int) (data.length() - start), firstRow));
        firstRow += rows;
        pagesByEncoding.merge(encoding, 1, Integer::sum);
    }

    void addDictionary(PageBuffer page, int entries) throws IOException {
        PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, page.length(), 0);
        header.setDictionary_page_header(new DictionaryPageHeader(entries, Encoding.PLAIN));
        add(page, header, dictionary);
    }

    private void add(PageBuffer page, PageHeader header, ChunkBytes target) throws IOException {
        int length = compression.compress(page.bytes(), page.length());
        byte[] bytes = compression.output();
        checksum.reset();
        checksum.update(bytes, 0, length);
        header.setCompressed_page_size(length).setCrc((int) checksum.getValue());
        long start = target.length();
        Util.writePageHeader(header, target);
        plainBytes += target.length() - start + page.length();
        target.write(bytes, 0, length);
    }

    /// Moves what waits in memory to the overflow file.
    void moveOut() throws IOException {
        data.moveOut();
    }

    ChunkBytes data() {
        return data;
    }

    ChunkBytes dictionary() {
        return dictionary;
    }

    /// Length in the file.
    long bytes() {
        return data.length() + dictionary.length();
    }

    /// Length if nothing were compressed.
    long plainBytes() {
        return plainBytes;
    }

    /// Where the data pages are.
    ///
    /// @param firstPageAt where in the file the first one is
    OffsetIndex index(long firstPageAt) {
        List<PageLocation> moved = new ArrayList<>(locations.size());
        for (PageLocation page : locations) {
            moved.add(
                    new PageLocation(
                            firstPageAt + page.getOffset(),
                            page.getCompressed_page_size(),
                            page.getFirst_row_index()));
        }
        return new OffsetIndex(moved);
    }

    List<Encoding> encodings() {
        List<Encoding> encodings = new ArrayList<>(pagesByEncoding.keySet());
        encodings.add(Encoding.RLE);
        if (dictionary.length() > 0) {
            encodings.add(Encoding.PLAIN);
        }
        return encodings.stream().distinct().sorted().toList();
    }

    List<PageEncodingStats> encodingStats() {
        List<PageEncodingStats> stats = new ArrayList<>();
        if (dictionary.length() > 0) {
            stats.add(new PageEncodingStats(PageType.DICTIONARY_PAGE, Encoding.PLAIN, 1));
        }
        pagesByEncoding.forEach(
                (encoding, pages) ->
                        stats.add(new PageEncodingStats(PageType.DATA_PAGE, encoding, pages)));
        return stats;
    }

    void clear() {
        data.clear();
        dictionary.clear();
        pagesByEncoding.clear();
        locations.clear();
        plainBytes = 0;
        firstRow = 0;
        compression.endChunk();
    }
}
