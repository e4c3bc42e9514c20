package dev.rivet.encode.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.config.Compression;
import dev.rivet.config.Compression.Codec;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.ParquetEncoding;
import dev.rivet.config.RowGroups;
import dev.rivet.encode.DuckDb;
import dev.rivet.encode.EncodedFile;
import dev.rivet.encode.PyArrow;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Three readers see in our files what they see in those of parquet-java's writer: every type,
/// alone and in lists, with and without NULLs, in both encodings and with every codec.
class ParquetOracleTest {
    private static final RowSchema SCHEMA = RandomRows.EVERY_TYPE;

    @TempDir Path folder;

    static Stream<Arguments> encodingsAndCodecs() {
        return Arrays.stream(ParquetEncoding.values())
                .flatMap(
                        encoding ->
                                Arrays.stream(Codec.values())
                                        .map(codec -> Arguments.of(encoding, codec)));
    }

    private static ParquetFormat format(ParquetEncoding encoding, Codec codec, RowGroups groups) {
        Compression compression = new Compression(codec, codec == Codec.GZIP ? 6 : 0);
        return new ParquetFormat(
                new OutputFormat.Parquet(compression, groups, encoding),
                64 << 20,
                StageProfile.off());
    }

    @ParameterizedTest
    @MethodSource("encodingsAndCodecs")
    void threeReadersSeeTheSameValues(ParquetEncoding encoding, Codec codec) throws Exception {
        RowBatch[] batches = RandomRows.batches(SCHEMA, 4711, 1_200);
        Path expected =
                ParquetMrWriter.write(folder.resolve("mr.parquet"), SCHEMA, 20_000, batches);
        Path ours =
                EncodedFile.write(
                        folder.resolve("ours.parquet"),
                        format(encoding, codec, new RowGroups.FixedRows(500)),
                        SCHEMA,
                        batches);
        assertThat(ParquetMrReader.columns(ours)).isEqualTo(ParquetMrReader.columns(expected));
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(duckDb.rows("SELECT * FROM '" + ours + "'"))
                    .isEqualTo(duckDb.rows("SELECT * FROM '" + expected + "'"));
        }
        JsonNode seen = PyArrow.read(ours).path("columns");
        JsonNode expectedSeen = PyArrow.read(expected).path("columns");
        expectedSeen
                .fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!isUuidOrJson(name)) {
                                assertThat(seen.path(name)).isEqualTo(expectedSeen.path(name));
                            }
                        });
    }

    /// Arrow reads these as extension types, from metadata that only our files have.
    private static boolean isUuidOrJson(String column) {
        String label = SCHEMA.column(SCHEMA.indexOf(column).orElseThrow()).type().label();
        return label.contains("uuid") || label.contains("json");
    }

    /// Runs, NULLs, widths and varieties by the seed, across pages, dictionaries that are given up
    /// and row groups.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyRowsComeBack(long seed) throws Exception {
        RowBatch[] batches = RandomRows.batches(SCHEMA, seed, 3_000);
        Path expected =
                ParquetMrWriter.write(folder.resolve("mr.parquet"), SCHEMA, 20_000, batches);
        List<List<String>> values = ParquetMrReader.columns(expected);
        for (ParquetEncoding encoding : ParquetEncoding.values()) {
            ParquetFormat format =
                    format(encoding, Codec.NONE, new RowGroups.FixedMemory(1 << 20, null));
            Path ours = EncodedFile.write(folder.resolve("ours.parquet"), format, SCHEMA, batches);
            assertThat(ParquetMrReader.columns(ours)).as("seed %s", seed).isEqualTo(values);
        }
    }

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(6);
    }

    @Test
    void schemasAreThoseOfParquetJava() throws Exception {
        Path file =
                ParquetMrWriter.write(
                        folder.resolve("mr.parquet"),
                        SCHEMA,
                        20_000,
                        RandomRows.batches(SCHEMA, 1, 5));
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            assertThat(FileSchema.elements(SCHEMA))
                    .isEqualTo(ParquetFooter.read(channel).metadata().getSchema());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void statisticsAreThoseOfParquetJava(long seed) throws Exception {
        RowBatch[] batches = RandomRows.batches(SCHEMA, seed, 700);
        BlockMetaData expected =
                ParquetMrReader.footer(
                                ParquetMrWriter.write(
                                        folder.resolve("mr.parquet"), SCHEMA, 20_000, batches))
                        .getBlocks()
                        .getFirst();
        BlockMetaData ours =
                ParquetMrReader.footer(
                                EncodedFile.write(
                                        folder.resolve("ours.parquet"),
                                        format(
                                                ParquetEncoding.COMPATIBLE,
                                                Codec.NONE,
                                                new RowGroups.Default()),
                                        SCHEMA,
                                        batches))
                        .getBlocks()
                        .getFirst();
        for (int i = 0; i < SCHEMA.size(); i++) {
            if (NanStatisticsTest.hasNan(batches, i)) {
                assertThat(ours.getColumns().get(i).getStatistics().hasNonNullValue()).isFalse();
                continue;
            }
            assertSame(
                    ours.getColumns().get(i).getStatistics(),
                    expected.getColumns().get(i).getStatistics(),
                    "seed " + seed + ", " + SCHEMA.column(i));
        }
    }

    private static void assertSame(Statistics<?> ours, Statistics<?> expected, String what) {
        assertThat(ours.getNumNulls()).as(what).isEqualTo(expected.getNumNulls());
        if (!expected.hasNonNullValue()) {
            assertThat(ours.hasNonNullValue()).as(what).isFalse();
        } else if (expected.genericGetMin() instanceof Number) {
            assertThat(number(ours.genericGetMin()))
                    .as(what)
                    .isEqualTo(number(expected.genericGetMin()));
            assertThat(number(ours.genericGetMax()))
                    .as(what)
                    .isEqualTo(number(expected.genericGetMax()));
        } else {
            assertThat(ours.genericGetMin()).as(what).isEqualTo(expected.genericGetMin());
            assertThat(ours.genericGetMax()).as(what).isEqualTo(expected.genericGetMax());
        }
    }

    /// The sign of a zero is not looked at: ours are those that include the other one.
    private static Object number(Object value) {
        return value instanceof Float || value instanceof Double
                ? Double.valueOf(((Number) value).doubleValue() + 0.0)
                : value;
    }
}
