package dev.rivet.encode.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.rivet.config.Compression;
import dev.rivet.config.Compression.Codec;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.ParquetEncoding;
import dev.rivet.config.RowGroups;
import dev.rivet.encode.ColumnChecksums;
import dev.rivet.encode.EncodedFile;
import dev.rivet.encode.FileContents;
import dev.rivet.encode.Rows;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadBackTest {
    private static final RowSchema SCHEMA = RandomRows.EVERY_TYPE;

    @TempDir Path folder;

    static Stream<Arguments> encodingsAndCodecs() {
        return Arrays.stream(ParquetEncoding.values())
                .flatMap(
                        encoding ->
                                Arrays.stream(Codec.values())
                                        .map(codec -> Arguments.of(encoding, codec)));
    }

    private static ParquetFormat format(ParquetEncoding encoding, Codec codec) {
        Compression compression = new Compression(codec, codec == Codec.GZIP ? 6 : 0);
        return new ParquetFormat(
                new OutputFormat.Parquet(compression, new RowGroups.FixedRows(500), encoding),
                64 << 20,
                StageProfile.off());
    }

    private static FileContents readBack(Path file, ParquetFormat format, RowSchema schema)
            throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            return format.readBack(channel, schema);
        }
    }

    private void comesBack(ParquetFormat format, RowSchema schema, RowBatch... batches)
            throws IOException {
        Path file = EncodedFile.write(folder.resolve("a.parquet"), format, schema, batches);
        ColumnChecksums written = new ColumnChecksums(schema);
        long rows = 0;
        for (RowBatch batch : batches) {
            written.add(batch);
            rows += batch.rows();
        }

        FileContents contents = readBack(file, format, schema);

        assertThat(contents.rows()).isEqualTo(rows);
        assertThat(Objects.requireNonNull(contents.values()).checksums())
                .isEqualTo(written.checksums());
    }

    @ParameterizedTest
    @MethodSource("encodingsAndCodecs")
    void valuesOfEveryTypeComeBack(ParquetEncoding encoding, Codec codec) throws IOException {
        comesBack(format(encoding, codec), SCHEMA, RandomRows.batches(SCHEMA, 4711, 1_200));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void soDoTheyWhateverTheirNumberAndVariety(long seed) throws IOException {
        int rows = 1 + new Random(seed).nextInt(3_000);
        ParquetEncoding encoding =
                seed % 2 == 0 ? ParquetEncoding.COMPACT : ParquetEncoding.COMPATIBLE;
        comesBack(format(encoding, Codec.ZSTD), SCHEMA, RandomRows.batches(SCHEMA, seed, rows));
    }

    @Test
    void aFileWithoutRowsComesBack() throws IOException {
        comesBack(format(ParquetEncoding.COMPACT, Codec.ZSTD), SCHEMA);
    }

    @ParameterizedTest
    @MethodSource("encodingsAndCodecs")
    void damageIsFoundWhereverItIs(ParquetEncoding encoding, Codec codec) throws IOException {
        RowSchema schema = Rows.schema(new LogicalType.Int64(), new LogicalType.Text());
        ParquetFormat format = format(encoding, codec);
        Path file =
                EncodedFile.write(
                        folder.resolve("a.parquet"),
                        format,
                        schema,
                        RandomRows.batches(schema, 7, 700));
        byte[] whole = Files.readAllBytes(file);
        long pages;
        try (var channel = Files.newByteChannel(file)) {
            var last = ParquetFooter.columns(ParquetFooter.read(channel).metadata()).getLast();
            pages = ParquetFooter.startOf(last) + last.getTotal_compressed_size();
        }
        for (int at = 4; at + 8 <= pages; at += Math.max(1, (int) pages / 97)) {
            byte[] damaged = whole.clone();
            for (int i = at; i < at + 8; i++) {
                damaged[i] ^= 0x55;
            }
            Files.write(file, damaged);
            assertThatIOException()
                    .as("at %d of %d", at, pages)
                    .isThrownBy(() -> readBack(file, format, schema))
                    .withMessageMatching("(?s)row group \\d, column c\\d: .*");
        }
    }
}
