package dev.rivet.encode.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Compression;
import dev.rivet.config.Compression.Codec;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.ParquetEncoding;
import dev.rivet.config.RowGroups;
import dev.rivet.encode.BatchEncoder;
import dev.rivet.encode.DuckDb;
import dev.rivet.encode.EncodedFile;
import dev.rivet.encode.FileBeingWritten;
import dev.rivet.encode.OpenFile;
import dev.rivet.encode.Rows;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowGroupsTest {
    private static final int MB = 1 << 20;
    private static final RowSchema NARROW =
            Rows.schema(new LogicalType.Int64(), new LogicalType.Float64());
    private static final RowSchema TEXT =
            Rows.schema(new LogicalType.Int64(), new LogicalType.Text());

    @TempDir Path folder;

    @Test
    void fixedRowsAreExactWhateverTheBatches() throws Exception {
        ParquetFormat format = format(new RowGroups.FixedRows(2_500), 64 * MB);
        Path file =
                write(format, NARROW, narrow(0, 1_700), narrow(1_700, 6_000), narrow(6_000, 6_001));
        assertThat(rowsOfGroups(file)).containsExactly(2500L, 2500L, 1001L);
        assertThat(EncodedFile.countRows(file, format)).isEqualTo(6_001);
    }

    @Test
    void aFileThatEndsWithAGroupHasNoEmptyOne() throws Exception {
        Path file = write(format(new RowGroups.FixedRows(100), 64 * MB), NARROW, narrow(0, 200));
        assertThat(rowsOfGroups(file)).containsExactly(100L, 100L);
    }

    @Test
    void defaultGroupsOfNarrowRowsEndByRows() throws Exception {
        RowBatch batch = narrow(0, 100_000);
        Path file =
                write(
                        format(new RowGroups.Default(), MB),
                        NARROW,
                        Collections.nCopies(24, batch).toArray(RowBatch[]::new));
        assertThat(rowsOfGroups(file)).containsExactly(1_048_576L, 1_048_576L, 302_848L);
    }

    @Test
    void defaultGroupsOfWiderRowsEndByPlainBytes() throws Exception {
        RowBatch batch = texts(2_000, 500, 1);
        Path file =
                write(
                        format(new RowGroups.Default(), MB),
                        TEXT,
                        Collections.nCopies(150, batch).toArray(RowBatch[]::new));
        long expected = (128L * MB) / (500 + Integer.BYTES + Long.BYTES);
        List<Long> rows = rowsOfGroups(file);
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst()).isBetween(expected - 1_024, expected + 1_024);
    }

    @Test
    void defaultGroupsOfVeryWideRowsHaveTheirLeastRows() throws Exception {
        RowBatch batch = texts(1_000, 2_000, 1);
        Path file =
                write(
                        format(new RowGroups.Default(), MB),
                        TEXT,
                        Collections.nCopies(130, batch).toArray(RowBatch[]::new));
        List<Long> rows = rowsOfGroups(file);
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst()).isBetween(122_880L, 122_880L + 1_024);
    }

    @Test
    void groupsBySizeAreCutByMeasuredBytes() throws Exception {
        RowBatch[] batches = new RowBatch[20];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = texts(1_000, 1_000, i);
        }
        Path file = write(format(new RowGroups.FixedMemory(4L * MB, null), 64 * MB), TEXT, batches);
        List<Long> bytes = bytesOfGroups(file);
        assertThat(bytes.subList(0, bytes.size() - 1))
                .hasSizeBetween(3, 5)
                .allSatisfy(size -> assertThat(size).isBetween(39 * MB / 10L, 43 * MB / 10L));
        Path capped =
                write(format(new RowGroups.FixedMemory(64L * MB, 2L * MB), 64 * MB), TEXT, batches);
        assertThat(bytesOfGroups(capped)).hasSizeBetween(8, 12);
    }

    @Test
    void groupsBySizeHaveAThousandRowsAtLeast() throws Exception {
        Path file =
                write(
                        format(new RowGroups.FixedMemory(MB, null), 64 * MB),
                        TEXT,
                        texts(5_000, 10_000, 1));
        assertThat(rowsOfGroups(file).subList(0, 3))
                .allSatisfy(rows -> assertThat(rows).isBetween(1_000L, 1_200L));
    }

    @Test
    void theFileSizeCutsWhateverIsConfigured() throws Exception {
        List<RowGroups> all =
                List.of(
                        new RowGroups.Default(),
                        new RowGroups.FixedRows(1_000_000),
                        new RowGroups.FixedMemory(1L << 30, null));
        for (RowGroups groups : all) {
            Path file = write(format(groups, room(MB, 4 * MB)), TEXT, texts(20_000, 2_000, 3));
            assertThat(bytesOfGroups(file))
                    .hasSizeGreaterThan(7)
                    .allSatisfy(bytes -> assertThat(bytes).isLessThan(6L * MB));
        }
    }

    @Test
    void rowsOfWildlyDifferentWidthKeepTheFileSize() throws Exception {
        Random random = new Random(5);
        List<RowBatch> batches = new ArrayList<>();
        for (int batch = 0; batch < 30; batch++) {
            Rows rows = Rows.of(TEXT);
            for (int i = 0; i < 300; i++) {
                int width = random.nextInt(100) == 0 ? 500_000 : random.nextInt(50);
                rows.row((long) i, text(width, random));
            }
            batches.add(rows.build());
        }
        ParquetFormat format = format(new RowGroups.Default(), room(MB, 8 * MB));
        Path file = write(format, TEXT, batches.toArray(RowBatch[]::new));
        assertThat(EncodedFile.countRows(file, format)).isEqualTo(9_000);
        assertThat(bytesOfGroups(file)).allSatisfy(bytes -> assertThat(bytes).isLessThan(10L * MB));
    }

    @Test
    void theSameRowsGiveTheSameBytesHoweverTheyComeInBatches() throws Exception {
        for (ParquetEncoding encoding : ParquetEncoding.values()) {
            assertSameBytes(
                    new ParquetFormat(
                            new OutputFormat.Parquet(
                                    new Compression(Codec.ZSTD, Compression.ZSTD_AUTO_LEVEL),
                                    new RowGroups.FixedMemory(MB, null),
                                    encoding),
                            8 * MB,
                            StageProfile.off()));
        }
    }

    private void assertSameBytes(ParquetFormat format) throws Exception {
        Path whole = write(format, NARROW, narrow(0, 300_000));
        byte[] expected = Files.readAllBytes(whole);
        assertThat(Files.readAllBytes(write(format, NARROW, narrow(0, 300_000))))
                .isEqualTo(expected);
        List<RowBatch> pieces = new ArrayList<>();
        for (int from = 0; from < 300_000; ) {
            int to = Math.min(300_000, from + 1 + from % 9_973);
            pieces.add(narrow(from, to));
            from = to;
        }
        assertThat(Files.readAllBytes(write(format, NARROW, pieces.toArray(RowBatch[]::new))))
                .isEqualTo(expected);
    }

    @Test
    void severalEncodersFeedOneFile() throws Exception {
        ParquetFormat format = format(new RowGroups.FixedRows(1_000), 8 * MB);
        Path path = folder.resolve("several.parquet");
        try (OutputStream out = Files.newOutputStream(path);
                OpenFile file = format.open(NARROW, out);
                BatchEncoder even = format.encoder(NARROW, file::append);
                BatchEncoder odd = format.encoder(NARROW, file::append)) {
            for (int i = 0; i < 10; i++) {
                (i % 2 == 0 ? even : odd).append(narrow(i * 700, (i + 1) * 700));
            }
            even.flush();
            odd.flush();
            file.finish();
        }
        assertThat(rowsOfGroups(path))
                .containsExactly(1000L, 1000L, 1000L, 1000L, 1000L, 1000L, 500L, 500L);
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(duckDb.rows("SELECT count(DISTINCT c0), sum(c0) FROM '" + path + "'"))
                    .containsExactly(List.of("7000", String.valueOf(7_000L * 6_999 / 2)));
        }
    }

    @Test
    void theEstimateFollowsTheFileAndNeverExceedsWhatWasFed() throws Exception {
        for (Codec codec : List.of(Codec.ZSTD, Codec.NONE)) {
            ParquetFormat format =
                    new ParquetFormat(
                            new OutputFormat.Parquet(
                                    new Compression(codec, 3),
                                    new RowGroups.Default(),
                                    ParquetEncoding.COMPATIBLE),
                            8 * MB,
                            StageProfile.off());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            long estimate = 0;
            try (FileBeingWritten encoder = new FileBeingWritten(format, TEXT, out)) {
                for (int i = 0; i < 30; i++) {
                    encoder.append(texts(1_000, 1_000, i));
                    assertThat(encoder.estimatedBytes()).isGreaterThan(estimate);
                    estimate = encoder.estimatedBytes();
                }
                encoder.finish();
            }
            assertThat((double) estimate).isBetween(0.8 * out.size(), 1.2 * out.size());
        }
    }

    private PageRoom room(long memoryBytes, long groupBytes) {
        return new PageRoom(memoryBytes, groupBytes, folder);
    }

    private ParquetFormat format(RowGroups groups, long memoryBytes) {
        return format(groups, room(memoryBytes, Long.MAX_VALUE));
    }

    private static ParquetFormat format(RowGroups groups, PageRoom room) {
        return new ParquetFormat(
                new OutputFormat.Parquet(
                        new Compression(Codec.ZSTD, 1), groups, ParquetEncoding.COMPATIBLE),
                room,
                StageProfile.off());
    }

    private static RowBatch narrow(int from, int to) {
        Rows rows = Rows.of(NARROW);
        for (int i = from; i < to; i++) {
            rows.row((long) i, i % 10 == 0 ? null : Math.sin(i));
        }
        return rows.build();
    }

    private static RowBatch texts(int count, int width, long seed) {
        Random random = new Random(seed);
        Rows rows = Rows.of(TEXT);
        for (int i = 0; i < count; i++) {
            rows.row(seed * count + i, text(width, random));
        }
        return rows.build();
    }

    /// Printable noise, which hardly shrinks.
    private static String text(int width, Random random) {
        byte[] bytes = new byte[width];
        for (int i = 0; i < width; i++) {
            bytes[i] = (byte) (33 + random.nextInt(94));
        }
        return new String(bytes, java.nio.charset.StandardCharsets.US_ASCII);
    }

    private Path write(ParquetFormat format, RowSchema schema, RowBatch... batches)
            throws Exception {
        return EncodedFile.write(folder.resolve("groups.parquet"), format, schema, batches);
    }

    private static List<Long> rowsOfGroups(Path file) throws Exception {
        return groups(file, "max(row_group_num_rows)");
    }

    private static List<Long> bytesOfGroups(Path file) throws Exception {
        return groups(file, "sum(total_compressed_size)");
    }

    private static List<Long> groups(Path file, String measure) throws Exception {
        try (DuckDb duckDb = new DuckDb()) {
            List<List<@Nullable String>> rows =
                    duckDb.rows(
                            "SELECT %s FROM parquet_metadata('%s') GROUP BY row_group_id ORDER BY row_group_id"
                                    .formatted(measure, file));
            return rows.stream().map(row -> Long.valueOf(String.valueOf(row.getFirst()))).toList();
        }
    }
}
