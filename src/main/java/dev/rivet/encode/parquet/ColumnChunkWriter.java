package dev.rivet.encode.parquet;

import dev.rivet.config.ParquetEncoding;
import dev.rivet.observe.StageProfile;
import dev.rivet.observe.StageProfile.Stage;
import dev.rivet.observe.StageProfile.Timer;
import dev.rivet.row.ColumnVector;
import java.io.IOException;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;

/// Writes the column chunks of one column, one after the other: values are collected until a page
/// is full, then encoded and compressed in one go. Not thread-safe.
final class ColumnChunkWriter {
    private final Leaf leaf;
    private final ParquetEncoding encoding;
    private final int pageBytes;
    private final int mostPageRows;
    private final Workbench bench;
    private final PageValues values;
    private final PageLevels levels;
    private final DictionaryTrial trial;
    private final ColumnStatistics statistics;
    private final ChunkCompression compression;
    private final ChunkPages pages;
    private final Timer timer;
    private int pageRows;
    private long places;

    ColumnChunkWriter(
            Leaf leaf,
            ParquetEncoding encoding,
            PageSizes sizes,
            Workbench bench,
            StageProfile profile) {
        String column = leaf.path().getFirst();
        this.timer = profile.timer(Stage.ENCODE, column);
        this.leaf = leaf;
        this.encoding = encoding;
        this.pageBytes = sizes.pageBytes();
        this.mostPageRows = sizes.pageRows();
        this.bench = bench;
        this.values = PageValues.of(leaf.type(), sizes.dictionaryBytes());
        this.levels = new PageLevels(leaf.maxDefinition(), leaf.maxRepetition());
        this.trial = new DictionaryTrial(values);
        this.statistics = new ColumnStatistics(leaf.type());
        this.compression =
                new ChunkCompression(
                        bench.compressor(), timer, profile.timer(Stage.COMPRESS, column));
        this.pages = new ChunkPages(bench, compression);
    }

    /// Adds rows `from <= i < to`.
    void append(ColumnVector vector, int from, int to) {
        long start = timer.start();
        if (vector instanceof ColumnVector.Lists lists) {
            levels.append(lists, from, to);
            values.append(lists.elements(), lists.offsets()[from], lists.offsets()[to]);
        } else {
            levels.append(vector.nulls(), from, to);
            values.append(vector, from, to);
        }
        pageRows += to - from;
        timer.stop(start);
    }

    /// Ends the page when it is full: a page ends where any reader may begin to read rows.
    void endFullPage() throws IOException {
        if (pageRows >= mostPageRows || openBytes() >= pageBytes) {
            endPage();
        }
    }

    private void endPage() throws IOException {
        long start = timer.start();
        PageBuffer page = bench.page();
        page.clear();
        levels.write(page);
        Encoding used = writeValues(page);
        int nulls = levels.count() - values.count();
        statistics.addPage(values.count(), nulls, values.bounds());
        pages.addData(page, levels.count(), pageRows, used);
        places += levels.count();
        pageRows = 0;
        levels.clear();
        values.clear();
        timer.stop(start);
    }

    private Encoding writeValues(PageBuffer page) {
        if (values.count() == 0) {
            return Encoding.PLAIN;
        }
        int[] indices = bench.indices(values.count());
        if (!trial.index(indices)) {
            return writeWithoutDictionary(page);
        }
        if (!trial.isDecided()) {
            int start = page.length();
            writeIndices(indices, page);
            int indexed = page.length() - start;
            page.cut(start);
            Encoding otherwise = writeWithoutDictionary(page);
            trial.decide(indexed, page.length() - start);
            if (!trial.isDecided()) {
                return otherwise;
            }
            page.cut(start);
        }
        writeIndices(indices, page);
        return Encoding.RLE_DICTIONARY;
    }

    private void writeIndices(int[] indices, PageBuffer page) {
        int width = RunLengths.width(trial.entries() - 1);
        page.write(width);
        RunLengths.write(indices, values.count(), width, page);
    }

    private Encoding writeWithoutDictionary(PageBuffer page) {
        return switch (encoding) {
            case COMPACT -> values.writeCompact(page);
            case COMPATIBLE -> {
                values.writePlain(page);
                yield Encoding.PLAIN;
            }
        };
    }

    /// Takes closed pages out of memory.
    void moveOut() throws IOException {
        long start = timer.start();
        pages.moveOut();
        timer.stop(start);
    }

    /// Bytes of closed pages, as they will be in the file.
    long closedBytes() {
        return pages.bytes();
    }

    /// Plain size of what is in the open page.
    long openBytes() {
        return values.bytes() + levels.bytes();
    }

    /// The dictionary is written when the chunk ends.
    long dictionaryBytes() {
        return trial.bytes();
    }

    /// Ends the chunk. What is returned is valid until [#clear()].
    EncodedChunk end() throws IOException {
        if (pageRows > 0) {
            endPage();
        }
        if (trial.isUsed()) {
            PageBuffer page = bench.page();
            page.clear();
            trial.writePlain(page);
            pages.addDictionary(page, trial.entries());
        }
        ColumnMetaData metadata =
                new ColumnMetaData(
                        LeafTypes.physical(leaf.type()),
                        pages.encodings(),
                        leaf.path(),
                        compression.codec(),
                        places,
                        pages.plainBytes(),
                        pages.bytes(),
                        pages.dictionary().length());
        metadata.setStatistics(statistics.chunk());
        metadata.setEncoding_stats(pages.encodingStats());
        return new EncodedChunk(metadata, pages, statistics.index());
    }

    /// Starts a new chunk.
    void clear() {
        pages.clear();
        statistics.clear();
        trial.endChunk();
        places = 0;
    }
}
