package dev.rivet.encode.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.rivet.config.Compression;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.ParquetEncoding;
import dev.rivet.config.RowGroups;
import dev.rivet.encode.BatchEncoder;
import dev.rivet.encode.OpenFile;
import dev.rivet.encode.Rows;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EncoderMemoryTest {
    private static final RowSchema SCHEMA =
            Rows.schema(
                    new LogicalType.Int64(),
                    new LogicalType.Int32(),
                    new LogicalType.Float64(),
                    new LogicalType.Timestamp(),
                    new LogicalType.Decimal(12, 2),
                    new LogicalType.Bool(),
                    new LogicalType.Uuid(),
                    new LogicalType.Text(),
                    new LogicalType.Text());
    private static final int ROWS = 60_000;

    private static RowBatch rows() {
        Random random = new Random(1);
        Rows rows = Rows.of(SCHEMA);
        for (int i = 0; i < ROWS; i++) {
            rows.row(
                    (long) i,
                    random.nextInt(1_000),
                    random.nextDouble(),
                    random.nextLong() >> 10,
                    java.math.BigDecimal.valueOf(random.nextInt(), 2),
                    i % 3 == 0,
                    new UUID(i, random.nextLong()),
                    i % 5 == 0 ? null : "number " + random.nextInt(500),
                    "text " + random.nextLong());
        }
        return rows.build();
    }

    /// What is left are the footer's objects and a few numbers for each page.
    @ParameterizedTest
    @EnumSource(ParquetEncoding.class)
    void oneRowGroupAfterTheOtherTakesTheSameMemory(ParquetEncoding encoding) throws Exception {
        ParquetFormat format =
                new ParquetFormat(
                        new OutputFormat.Parquet(
                                new Compression(Compression.Codec.ZSTD, 0),
                                new RowGroups.FixedRows(ROWS),
                                encoding),
                        64 << 20,
                        StageProfile.off());
        RowBatch batch = rows();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (OpenFile file = format.open(SCHEMA, OutputStream.nullOutputStream());
                BatchEncoder encoder = format.encoder(SCHEMA, file::append)) {
            for (int pass = 0; pass < 3; pass++) {
                encoder.append(batch);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int pass = 0; pass < 5; pass++) {
                encoder.append(batch);
            }
            double perRow = (threads.getCurrentThreadAllocatedBytes() - before) / (5.0 * ROWS);
            assertThat(perRow).isLessThan(3);
        }
    }

    @ParameterizedTest
    @EnumSource(ParquetEncoding.class)
    void anEncoderThatIsUsedAgainWritesTheSameFile(ParquetEncoding encoding) throws IOException {
        ParquetFormat format =
                new ParquetFormat(
                        new OutputFormat.Parquet(
                                new Compression(Compression.Codec.SNAPPY, 0),
                                new RowGroups.Default(),
                                encoding),
                        2 << 20,
                        StageProfile.off());
        RowBatch batch = rows();
        ByteArrayOutputStream[] files = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};
        OpenFile[] open = {format.open(SCHEMA, files[0]), format.open(SCHEMA, files[1])};
        int[] current = {0};
        try (BatchEncoder encoder =
                format.encoder(SCHEMA, section -> open[current[0]].append(section))) {
            for (int i = 0; i < open.length; i++) {
                current[0] = i;
                encoder.append(batch);
                encoder.flush();
                open[i].finish();
            }
        }
        assertThat(files[1].toByteArray()).isEqualTo(files[0].toByteArray());
    }
}
