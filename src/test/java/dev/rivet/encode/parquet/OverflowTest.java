package dev.rivet.encode.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.management.ThreadMXBean;
import dev.rivet.config.Compression;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.ParquetEncoding;
import dev.rivet.config.RowGroups;
import dev.rivet.encode.BatchEncoder;
import dev.rivet.encode.DuckDb;
import dev.rivet.encode.EncodedFile;
import dev.rivet.encode.OpenFile;
import dev.rivet.encode.Rows;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pages that do not fit into memory wait in a file, and nothing else changes by that.
class OverflowTest {
    private static final int MB = 1 << 20;
    private static final RowSchema SCHEMA =
            Rows.schema(
                    new LogicalType.Int64(),
                    new LogicalType.Uuid(),
                    new LogicalType.Text(),
                    new LogicalType.ListOf(new LogicalType.Int32()));

    @TempDir Path folder;
    private Path temporary;

    @BeforeEach
    void makeFolder() throws Exception {
        temporary = Files.createDirectory(folder.resolve("tmp"));
    }

    private ParquetFormat format(int memoryBytes, int groupRows) {
        return new ParquetFormat(
                new OutputFormat.Parquet(
                        new Compression(Compression.Codec.ZSTD, 1),
                        new RowGroups.FixedRows(groupRows),
                        ParquetEncoding.COMPATIBLE),
                new PageRoom(memoryBytes, Long.MAX_VALUE, temporary),
                StageProfile.off());
    }

    private static RowBatch rows(int from, int to) {
        Random random = new Random(from);
        Rows rows = Rows.of(SCHEMA);
        for (int i = from; i < to; i++) {
            rows.row(
                    (long) i,
                    new UUID(random.nextLong(), random.nextLong()),
                    i % 7 == 0 ? null : "name " + random.nextInt(300),
                    i % 3 == 0 ? List.of(i, 1) : List.of());
        }
        return rows.build();
    }

    /// What 4 MB hold is the same pages for either.
    @Test
    void theFileIsTheSameAsWithoutOverflow() throws Exception {
        RowBatch[] batches =
                IntStream.range(0, 40)
                        .mapToObj(i -> rows(i * 20_000, (i + 1) * 20_000))
                        .toArray(RowBatch[]::new);
        Path plenty =
                EncodedFile.write(
                        folder.resolve("plenty"), format(1 << 30, 350_000), SCHEMA, batches);
        Path scarce =
                EncodedFile.write(
                        folder.resolve("scarce"), format(4 * MB, 350_000), SCHEMA, batches);
        assertThat(Files.size(plenty)).isGreaterThan(12L * MB);
        assertThat(scarce).hasSameBinaryContentAs(plenty);
    }

    @Test
    void memoryDoesNotGrowWithTheRowGroup() throws Exception {
        RowBatch batch = rows(0, 50_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ParquetFormat format = format(2 * MB, 10_000_000);
        try (OpenFile file = format.open(SCHEMA, OutputStream.nullOutputStream());
                BatchEncoder encoder = format.encoder(SCHEMA, file::append)) {
            for (int i = 0; i < 10; i++) {
                encoder.append(batch);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 60; i++) {
                encoder.append(batch);
            }
            encoder.flush();
            assertThat(file.bytes()).isGreaterThan(50L * MB);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(allocated).isLessThan(12L * MB);
        }
    }

    @Test
    void theTemporaryFileHasNoName() throws Exception {
        ParquetFormat format = format(MB, 10_000_000);
        Path path = folder.resolve("named.parquet");
        try (OutputStream out = Files.newOutputStream(path);
                OpenFile file = format.open(SCHEMA, out);
                BatchEncoder encoder = format.encoder(SCHEMA, file::append)) {
            for (int i = 0; i < 10; i++) {
                encoder.append(rows(i * 50_000, (i + 1) * 50_000));
                try (Stream<Path> files = Files.list(temporary)) {
                    assertThat(files).isEmpty();
                }
            }
            encoder.flush();
            file.finish();
        }
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(duckDb.rows("SELECT count(*), sum(c0) FROM '%s'".formatted(path)))
                    .containsExactly(List.of("500000", String.valueOf(500_000L * 499_999 / 2)));
        }
    }

    @Test
    void withoutAFolderTheErrorNamesIt() throws Exception {
        ParquetFormat format = format(MB, 10_000_000);
        Files.delete(temporary);
        assertThatIOException()
                .isThrownBy(
                        () ->
                                EncodedFile.write(
                                        folder.resolve("failed"), format, SCHEMA, rows(0, 200_000)))
                .withMessageContaining(temporary.toString())
                .withMessageContaining("java.io.tmpdir");
    }

    @Test
    void manyColumnsTakeAsLittleMemoryAsFew() throws Exception {
        RowSchema schema =
                Rows.schema(
                        Stream.generate(LogicalType.Text::new)
                                .limit(1_600)
                                .toArray(LogicalType[]::new));
        Rows rows = Rows.of(schema);
        for (int i = 0; i < 200; i++) {
            int row = i;
            rows.row(
                    IntStream.range(0, 1_600)
                            .mapToObj(c -> (c + row) % 4 == 0 ? "value " + row * c : null)
                            .toArray());
        }
        RowBatch batch = rows.build();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ParquetFormat format = format(12 * MB, 10_000_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        try (OpenFile file = format.open(schema, OutputStream.nullOutputStream());
                BatchEncoder encoder = format.encoder(schema, file::append)) {
            for (int i = 0; i < 60; i++) {
                encoder.append(batch);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(150L * MB);
        }
    }
}
