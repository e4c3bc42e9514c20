package dev.rivet.encode.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Compression;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.RowGroups;
import dev.rivet.encode.BatchEncoder;
import dev.rivet.encode.DuckDb;
import dev.rivet.encode.Rows;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetRoundTripTest {
    @TempDir Path folder;

    @Test
    void commonTypesComeBackAsTheyWere() throws Exception {
        RowSchema schema =
                Rows.schema(
                        new LogicalType.Int32(),
                        new LogicalType.Int64(),
                        new LogicalType.Text(),
                        new LogicalType.Timestamp(),
                        new LogicalType.Uuid());
        RowBatch batch =
                Rows.of(schema)
                        .row(
                                1,
                                Long.MIN_VALUE,
                                "grün\n",
                                LocalDateTime.parse("2024-02-29T23:59:59.999999"),
                                UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"))
                        .row(null, null, null, null, null)
                        .row(
                                Integer.MIN_VALUE,
                                Long.MAX_VALUE,
                                "",
                                LocalDateTime.parse("1969-12-31T23:59:59.999999"),
                                new UUID(0, 0))
                        .build();
        Path file = folder.resolve("common.parquet");
        OutputFormat.Parquet config =
                new OutputFormat.Parquet(
                        new Compression(Compression.Codec.ZSTD, 3), new RowGroups.Default());
        ParquetFormat format = new ParquetFormat(config, 64 << 20);
        try (OutputStream out = Files.newOutputStream(file);
                BatchEncoder encoder = format.open(schema, out)) {
            encoder.append(batch);
            encoder.finish();
        }
        try (var channel = Files.newByteChannel(file)) {
            assertThat(format.countRows(channel)).isEqualTo(3);
        }
        try (DuckDb duckDb = new DuckDb()) {
            var rows = duckDb.parquet(file, "c0", "c1", "c2", "c3", "c4");
            assertThat(rows.get(0))
                    .containsExactly(
                            "1",
                            "-9223372036854775808",
                            "grün\n",
                            "2024-02-29 23:59:59.999999",
                            "00112233-4455-6677-8899-aabbccddeeff");
            assertThat(rows.get(1)).containsOnlyNulls();
            assertThat(rows.get(2))
                    .containsExactly(
                            "-2147483648",
                            "9223372036854775807",
                            "",
                            "1969-12-31 23:59:59.999999",
                            "00000000-0000-0000-0000-000000000000");
        }
    }
}
