package dev.rivet.encode.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Compression;
import dev.rivet.config.Compression.Codec;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.ParquetEncoding;
import dev.rivet.config.RowGroups;
import dev.rivet.encode.EncodedFile;
import dev.rivet.encode.Rows;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which encoding, codec and statistics a column gets, by what it holds.
class PageEncodingsTest {
    private static final int ROWS = 100_000;

    @TempDir Path folder;

    private ColumnMetaData chunk(
            ParquetEncoding encoding, LogicalType type, IntFunction<@Nullable Object> value)
            throws Exception {
        return chunk(encoding, new Compression(Codec.NONE, 0), type, ROWS, value);
    }

    private ColumnMetaData chunk(
            ParquetEncoding encoding,
            Compression compression,
            LogicalType type,
            int count,
            IntFunction<@Nullable Object> value)
            throws Exception {
        return chunks(encoding, compression, ROWS, type, count, value).getFirst();
    }

    private List<ColumnMetaData> chunks(
            ParquetEncoding encoding,
            Compression compression,
            int chunkRows,
            LogicalType type,
            int count,
            IntFunction<@Nullable Object> value)
            throws Exception {
        RowSchema schema = Rows.schema(type);
        Rows rows = Rows.of(schema);
        for (int i = 0; i < count; i++) {
            rows.row(value.apply(i));
        }
        RowBatch batch = rows.build();
        ParquetFormat format =
                new ParquetFormat(
                        new OutputFormat.Parquet(
                                compression, new RowGroups.FixedRows(chunkRows), encoding),
                        1L << 30,
                        StageProfile.off());
        Path file = EncodedFile.write(folder.resolve("one.parquet"), format, schema, batch);
        assertThat(ParquetMrReader.columns(file))
                .isEqualTo(
                        ParquetMrReader.columns(
                                ParquetMrWriter.write(
                                        folder.resolve("mr.parquet"), schema, 20_000, batch)));
        return ParquetFooter.columns(footer(file));
    }

    private static org.apache.parquet.format.FileMetaData footer(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return ParquetFooter.read(channel).metadata();
        }
    }

    private static List<Encoding> dataPages(ColumnMetaData chunk) {
        return Objects.requireNonNull(chunk.getEncoding_stats()).stream()
                .filter(stats -> stats.getPage_type() == PageType.DATA_PAGE)
                .map(PageEncodingStats::getEncoding)
                .toList();
    }

    @Test
    void whatRepeatsGetsADictionary() throws Exception {
        for (ParquetEncoding encoding : ParquetEncoding.values()) {
            ColumnMetaData texts =
                    chunk(encoding, new LogicalType.Text(), i -> "text number " + i * 7 % 1_000);
            assertThat(dataPages(texts)).containsExactly(Encoding.RLE_DICTIONARY);
            assertThat(texts.isSetDictionary_page_offset()).isTrue();
            assertThat(texts.getTotal_compressed_size()).isLessThan(ROWS * 10 / 8 + 30_000);
            Random random = new Random(1);
            long[] numbers = random.longs(50).toArray();
            ColumnMetaData longs =
                    chunk(encoding, new LogicalType.Int64(), i -> numbers[random.nextInt(50)]);
            assertThat(dataPages(longs)).containsExactly(Encoding.RLE_DICTIONARY);
        }
    }

    @Test
    void whatHardlyRepeatsGetsNone() throws Exception {
        LogicalType text = new LogicalType.Text();
        ColumnMetaData plain = chunk(ParquetEncoding.COMPATIBLE, text, i -> "text number " + i);
        assertThat(dataPages(plain)).containsExactly(Encoding.PLAIN);
        assertThat(plain.isSetDictionary_page_offset()).isFalse();
        assertThat(dataPages(chunk(ParquetEncoding.COMPACT, text, i -> "text number " + i)))
                .containsExactly(Encoding.DELTA_LENGTH_BYTE_ARRAY);
        assertThat(
                        dataPages(
                                chunk(
                                        ParquetEncoding.COMPACT,
                                        new LogicalType.Uuid(),
                                        i -> new UUID(i, i))))
                .containsExactly(Encoding.PLAIN);
    }

    @Test
    void numbersInOrderAreStoredAsDifferences() throws Exception {
        for (LogicalType type :
                List.of(
                        new LogicalType.Int32(),
                        new LogicalType.Int64(),
                        new LogicalType.Date(),
                        new LogicalType.Timestamp(),
                        new LogicalType.TimestampTz(),
                        new LogicalType.Time())) {
            ColumnMetaData chunk = chunk(ParquetEncoding.COMPACT, type, i -> i);
            assertThat(dataPages(chunk)).containsExactly(Encoding.DELTA_BINARY_PACKED);
            assertThat(chunk.getTotal_compressed_size()).isLessThan(10_000);
        }
    }

    @Test
    void aFullDictionaryServesThePagesBeforeIt() throws Exception {
        ColumnMetaData chunk =
                chunk(
                        ParquetEncoding.COMPATIBLE,
                        new LogicalType.Text(),
                        i -> i < 50_000 ? "few " + i % 10 : "many different ones, number " + i);
        assertThat(dataPages(chunk))
                .containsExactlyInAnyOrder(Encoding.RLE_DICTIONARY, Encoding.PLAIN);
        assertThat(chunk.getEncodings())
                .containsExactlyInAnyOrder(Encoding.PLAIN, Encoding.RLE, Encoding.RLE_DICTIONARY);
    }

    private List<ColumnMetaData> shortTextChunks(int count, IntFunction<@Nullable Object> value)
            throws Exception {
        return chunks(
                ParquetEncoding.COMPATIBLE,
                new Compression(Codec.NONE, 0),
                5_000,
                new LogicalType.Text(),
                count,
                value);
    }

    @Test
    void whereADictionaryFailedItIsTriedAgainEightChunksLater() throws Exception {
        List<ColumnMetaData> chunks =
                shortTextChunks(50_000, i -> "text number " + (i < 5_000 ? i : i % 20));
        assertThat(chunks).hasSize(10);
        for (int i = 0; i < 10; i++) {
            assertThat(dataPages(chunks.get(i)))
                    .containsExactly(i < 8 ? Encoding.PLAIN : Encoding.RLE_DICTIONARY);
        }
    }

    @Test
    void aFewValuesDoNotDecideForLaterChunks() throws Exception {
        List<ColumnMetaData> chunks =
                shortTextChunks(
                        10_000,
                        i ->
                                i >= 4_000 && i < 5_000
                                        ? "text number " + i
                                        : i < 4_000 ? null : "same");
        assertThat(dataPages(chunks.getFirst())).containsExactly(Encoding.PLAIN);
        assertThat(dataPages(chunks.getLast())).containsExactly(Encoding.RLE_DICTIONARY);
    }

    @Test
    void pagesOfNullsDoNotDecideAboutTheDictionary() throws Exception {
        ColumnMetaData chunk =
                chunk(
                        ParquetEncoding.COMPACT,
                        new LogicalType.Text(),
                        i -> i < 40_000 ? null : "text number " + i % 20);
        assertThat(dataPages(chunk)).contains(Encoding.RLE_DICTIONARY);
        assertThat(Objects.requireNonNull(chunk.getStatistics()).getNull_count()).isEqualTo(40_000);
    }

    @Test
    void booleansAreBitsOrRuns() throws Exception {
        LogicalType bool = new LogicalType.Bool();
        ColumnMetaData mixed = chunk(ParquetEncoding.COMPACT, bool, i -> i * 31 % 7 < 3);
        assertThat(dataPages(mixed)).containsExactly(Encoding.PLAIN);
        ColumnMetaData runs = chunk(ParquetEncoding.COMPACT, bool, i -> i < 70_000);
        assertThat(dataPages(runs)).containsExactly(Encoding.RLE);
        assertThat(runs.getTotal_compressed_size()).isLessThan(400);
        assertThat(dataPages(chunk(ParquetEncoding.COMPATIBLE, bool, i -> true)))
                .containsExactly(Encoding.PLAIN);
    }

    @Test
    void levelsAreChosenByWhatTheyGain() throws Exception {
        Random random = new Random(1);
        IntFunction<@Nullable Object> likeNumbers = i -> i * 0.125 + random.nextInt(1 << 12);
        Compression auto = new Compression(Codec.ZSTD, Compression.ZSTD_AUTO_LEVEL);
        long automatic = size(auto, likeNumbers);
        long fast = size(new Compression(Codec.ZSTD, 1), likeNumbers);
        long dense = size(new Compression(Codec.ZSTD, 3), likeNumbers);
        assertThat(automatic).isBetween(Math.min(fast, dense), Math.max(fast, dense));
        assertThat((double) automatic).isLessThan(Math.min(fast, dense) * 1.04);
    }

    private long size(Compression compression, IntFunction<@Nullable Object> value)
            throws Exception {
        return chunk(
                        ParquetEncoding.COMPATIBLE,
                        compression,
                        new LogicalType.Float64(),
                        20_000,
                        value)
                .getTotal_compressed_size();
    }

    @Test
    void whatDoesNotBecomeSmallerIsStored() throws Exception {
        Random random = new Random(1);
        Compression zstd = new Compression(Codec.ZSTD, 3);
        LogicalType type = new LogicalType.Int64();
        assertThat(
                        chunk(ParquetEncoding.COMPATIBLE, zstd, type, 9_000, _ -> random.nextLong())
                                .getCodec())
                .isEqualTo(CompressionCodec.UNCOMPRESSED);
        assertThat(chunk(ParquetEncoding.COMPATIBLE, zstd, type, 9_000, i -> i).getCodec())
                .isEqualTo(CompressionCodec.ZSTD);
    }

    @Test
    void zerosOfEitherSignAreInsideTheBounds() throws Exception {
        Statistics statistics = statistics(new LogicalType.Float64(), 3, _ -> 0.0);
        assertThat(statistics.getMin_value())
                .isEqualTo(PageArrays.plain(Double.doubleToLongBits(-0.0)));
        assertThat(statistics.getMax_value()).isEqualTo(PageArrays.plain(0L));
        Statistics negative = statistics(new LogicalType.Float32(), 1, _ -> -0.0f);
        assertThat(negative.getMin_value())
                .isEqualTo(PageArrays.plain(Float.floatToIntBits(-0.0f)));
        assertThat(negative.getMax_value()).isEqualTo(PageArrays.plain(0));
    }

    @Test
    void boundsSayWhetherTheyAreValues() throws Exception {
        List<String> texts = List.of("a".repeat(256), "b".repeat(257));
        Statistics cut = statistics(new LogicalType.Text(), 2, texts::get);
        assertThat(cut.isIs_min_value_exact()).isTrue();
        assertThat(cut.getMin_value()).hasSize(256);
        assertThat(cut.isIs_max_value_exact()).isFalse();
        assertThat(new String(cut.getMax_value(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("b".repeat(255) + "c");
        Statistics numbers = statistics(new LogicalType.Int32(), 2, i -> i);
        assertThat(numbers.isIs_min_value_exact()).isTrue();
        assertThat(numbers.isIs_max_value_exact()).isTrue();
    }

    private Statistics statistics(LogicalType type, int count, IntFunction<@Nullable Object> value)
            throws Exception {
        return Objects.requireNonNull(
                chunk(
                                ParquetEncoding.COMPATIBLE,
                                new Compression(Codec.NONE, 0),
                                type,
                                count,
                                value)
                        .getStatistics());
    }
}
