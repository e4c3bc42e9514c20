package dev.rivet.encode.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Compression;
import dev.rivet.config.Compression.Codec;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.ParquetEncoding;
import dev.rivet.config.RowGroups;
import dev.rivet.encode.DuckDb;
import dev.rivet.encode.EncodedFile;
import dev.rivet.encode.Rows;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every codec and level gives files that hold the same values.
class ParquetCodecsTest {
    private static final RowSchema SCHEMA =
            Rows.schema(new LogicalType.Int64(), new LogicalType.Text(), new LogicalType.Binary());
    private static final int ROWS = 5_000;
    private static RowBatch batch;

    @TempDir Path folder;

    /// Values that shrink, and random bytes that do not.
    @BeforeAll
    static void makeRows() {
        Random random = new Random(11);
        Rows rows = Rows.of(SCHEMA);
        for (int i = 0; i < ROWS; i++) {
            byte[] noise = new byte[random.nextInt(100)];
            random.nextBytes(noise);
            rows.row(random.nextLong(), i % 7 == 0 ? null : "customer number " + i, noise);
        }
        batch = rows.build();
    }

    static Stream<Compression> compressions() {
        return Stream.of(
                        Stream.of(Codec.SNAPPY, Codec.LZ4, Codec.NONE)
                                .map(codec -> new Compression(codec, 0)),
                        IntStream.rangeClosed(0, 9).mapToObj(i -> new Compression(Codec.GZIP, i)),
                        IntStream.of(1, 3, 9, 19, 22).mapToObj(i -> new Compression(Codec.ZSTD, i)))
                .flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("compressions")
    void valuesAreTheSame(Compression compression) throws Exception {
        Path file = write(compression);
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(checksums(duckDb, file))
                    .isEqualTo(checksums(duckDb, write(new Compression(Codec.NONE, 0))));
            assertThat(
                            duckDb.rows(
                                    "SELECT compression FROM parquet_metadata('"
                                            + file
                                            + "') ORDER BY column_id"))
                    .as("random bytes do not become smaller, and are stored")
                    .containsExactly(
                            List.of("UNCOMPRESSED"),
                            List.of(
                                    compression.equals(new Compression(Codec.GZIP, 0))
                                            ? "UNCOMPRESSED"
                                            : nameInFile(compression.codec())),
                            List.of("UNCOMPRESSED"));
        }
    }

    @Test
    void moreCompressionMakesSmallerFiles() throws Exception {
        long plain = Files.size(write(new Compression(Codec.NONE, 0)));
        long zstd = Files.size(write(new Compression(Codec.ZSTD, 3)));
        long zstd19 = Files.size(write(new Compression(Codec.ZSTD, 19)));
        assertThat(zstd).isLessThan(plain);
        assertThat(zstd19).isLessThan(zstd);
    }

    private static List<?> checksums(DuckDb duckDb, Path file) throws Exception {
        return duckDb.rows(
                "SELECT count(*), sum(c0), md5(string_agg(c1, '' ORDER BY c0)),"
                        + " md5(string_agg(hex(c2), ',' ORDER BY c0)) FROM '"
                        + file
                        + "'");
    }

    private static String nameInFile(Codec codec) {
        return switch (codec) {
            case ZSTD -> "ZSTD";
            case SNAPPY -> "SNAPPY";
            case GZIP -> "GZIP";
            case LZ4 -> "LZ4_RAW";
            case NONE -> "UNCOMPRESSED";
        };
    }

    private Path write(Compression compression) throws Exception {
        ParquetFormat format =
                new ParquetFormat(
                        new OutputFormat.Parquet(
                                compression, new RowGroups.Default(), ParquetEncoding.COMPATIBLE),
                        64 << 20,
                        StageProfile.off());
        Path file = folder.resolve(compression.codec() + "-" + compression.level() + ".parquet");
        return EncodedFile.write(file, format, SCHEMA, batch);
    }
}
