package dev.rivet.encode.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Compression;
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
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What DuckDB reads is what was written.
class ParquetTypesTest {
    private static final ParquetFormat FORMAT =
            new ParquetFormat(
                    new OutputFormat.Parquet(
                            new Compression(Compression.Codec.ZSTD, 3),
                            new RowGroups.Default(),
                            ParquetEncoding.COMPATIBLE),
                    64 << 20,
                    StageProfile.off());

    @TempDir Path folder;

    @Test
    void numbersComeBack() throws Exception {
        assertRoundTrip(
                new LogicalType.Int16(), "SMALLINT", List.of(-32768, 0, 32767), "-32768,0,32767");
        assertRoundTrip(
                new LogicalType.Int32(),
                "INTEGER",
                List.of(Integer.MIN_VALUE, Integer.MAX_VALUE),
                "-2147483648,2147483647");
        assertRoundTrip(
                new LogicalType.Int64(),
                "BIGINT",
                List.of(Long.MIN_VALUE, Long.MAX_VALUE),
                "-9223372036854775808,9223372036854775807");
        assertRoundTrip(
                new LogicalType.UInt64(),
                "UBIGINT",
                List.of(BigInteger.ZERO, new BigInteger("18446744073709551615")),
                "0,18446744073709551615");
        assertRoundTrip(
                new LogicalType.Bool(), "BOOLEAN", List.of(true, false, true), "true,false,true");
    }

    @Test
    void floatsComeBackWithTheirOddOnes() throws Exception {
        assertRoundTrip(
                new LogicalType.Float64(),
                "DOUBLE",
                List.of(1e100, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 0.1),
                "1e+100,-0.0,nan,inf,5e-324,0.1");
        assertRoundTrip(
                new LogicalType.Float32(),
                "FLOAT",
                List.of(1.5f, -0.0f, Float.NaN, Float.NEGATIVE_INFINITY, 16777216f),
                "1.5,-0.0,nan,-inf,16777216.0");
    }

    @Test
    void decimalsOfEveryPhysicalTypeComeBack() throws Exception {
        assertDecimal(9, 2, "DECIMAL(9,2)", "9999999.99", "-9999999.99", "0.00", "-0.05");
        assertDecimal(18, 17, "DECIMAL(18,17)", "9.99999999999999999", "-0.00000000000000001");
        assertDecimal(19, 0, "DECIMAL(19,0)", "9999999999999999999", "-1", "0");
        assertDecimal(38, 0, "DECIMAL(38,0)", "9".repeat(38), "-" + "9".repeat(38));
        assertDecimal(38, 10, "DECIMAL(38,10)", "9".repeat(28) + "." + "9".repeat(10));
    }

    private void assertDecimal(int precision, int scale, String duckType, String... values)
            throws Exception {
        assertRoundTrip(
                new LogicalType.Decimal(precision, scale),
                duckType,
                Arrays.stream(values).map(BigDecimal::new).toList(),
                String.join(",", values));
    }

    @Test
    void datesAndTimesComeBack() throws Exception {
        assertRoundTrip(
                new LogicalType.Date(),
                "DATE",
                List.of(
                        LocalDate.of(1969, 12, 31),
                        LocalDate.of(2024, 2, 29),
                        LocalDate.of(-43, 3, 15),
                        LocalDate.of(12024, 1, 1)),
                "1969-12-31,2024-02-29,0044-03-15 (BC),12024-01-01");
        assertRoundTrip(
                new LogicalType.Time(),
                "TIME",
                List.of(LocalTime.MIDNIGHT, LocalTime.parse("23:59:59.999999")),
                "00:00:00,23:59:59.999999");
        assertRoundTrip(
                new LogicalType.Timestamp(),
                "TIMESTAMP",
                List.of(
                        LocalDateTime.parse("1969-12-31T23:59:59.999999"),
                        LocalDateTime.parse("9999-12-31T00:00:00.000001")),
                "1969-12-31 23:59:59.999999,9999-12-31 00:00:00.000001");
        assertRoundTrip(
                new LogicalType.TimestampTz(),
                "TIMESTAMP WITH TIME ZONE",
                List.of(Instant.parse("2024-06-01T12:00:00.5Z")),
                "2024-06-01 12:00:00.5+00");
    }

    @Test
    void textsComeBack() throws Exception {
        List<Object> texts = List.of("", "a,b", "\"x\"\n", "日本 🙂", "x".repeat(100_000));
        String expected = "," + "a,b," + "\"x\"\n," + "日本 🙂," + "x".repeat(100_000);
        assertRoundTrip(new LogicalType.Text(), "VARCHAR", texts, expected);
        assertRoundTrip(new LogicalType.Label(), "VARCHAR", texts, expected);
        assertRoundTrip(new LogicalType.Interval(), "VARCHAR", List.of("P1Y", "PT0S"), "P1Y,PT0S");
        assertRoundTrip(
                new LogicalType.Json(),
                "JSON",
                List.of("{\"a\": 9223372036854775807}", "null"),
                "{\"a\": 9223372036854775807},null");
    }

    @Test
    void bytesComeBack() throws Exception {
        assertRoundTrip(
                new LogicalType.Binary(),
                "BLOB",
                List.of(new byte[0], new byte[] {0, 65, -1}),
                ",\\x00A\\xFF");
        assertRoundTrip(
                new LogicalType.Uuid(),
                "UUID",
                List.of(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"), new UUID(-1, -1)),
                "00112233-4455-6677-8899-aabbccddeeff,ffffffff-ffff-ffff-ffff-ffffffffffff");
    }

    @Test
    void listsKeepNullsAndEmptyOnes() throws Exception {
        assertRoundTrip(
                new LogicalType.ListOf(new LogicalType.Int32()),
                "INTEGER[]",
                List.of(Arrays.asList(1, null, 3), List.of(), Arrays.asList((Object) null)),
                "[1, NULL, 3],[],[NULL]");
        assertRoundTrip(
                new LogicalType.ListOf(new LogicalType.Text()),
                "VARCHAR[]",
                List.of(List.of("", "a, b"), List.of("x")),
                "['', 'a, b'],[x]");
        assertRoundTrip(
                new LogicalType.ListOf(new LogicalType.Decimal(5, 1)),
                "DECIMAL(5,1)[]",
                List.of(List.of(new BigDecimal("-0.5"))),
                "[-0.5]");
        assertRoundTrip(
                new LogicalType.ListOf(new LogicalType.Uuid()),
                "UUID[]",
                List.of(List.of(new UUID(0, 1))),
                "[00000000-0000-0000-0000-000000000001]");
    }

    @Test
    void listsComeBackAcrossPagesAndRowGroups() throws Exception {
        RowSchema schema = Rows.schema(new LogicalType.ListOf(new LogicalType.Text()));
        ParquetFormat format =
                new ParquetFormat(
                        new OutputFormat.Parquet(
                                new Compression(Compression.Codec.ZSTD, 1),
                                new RowGroups.FixedRows(1_500),
                                ParquetEncoding.COMPATIBLE),
                        64 << 20,
                        StageProfile.off());
        Random random = new Random(2);
        List<String> expected = new ArrayList<>();
        RowBatch[] batches = new RowBatch[7];
        for (int batch = 0; batch < batches.length; batch++) {
            Rows rows = Rows.of(schema);
            for (int i = 0; i < 900; i++) {
                List<Object> list = new ArrayList<>();
                for (int j = random.nextInt(6); j > 0; j--) {
                    list.add(random.nextInt(4) == 0 ? null : "x" + random.nextInt(99));
                }
                boolean isNull = random.nextInt(10) == 0;
                rows.row(isNull ? null : list);
                expected.add(isNull ? null : list.toString().replace("null", "NULL"));
            }
            batches[batch] = rows.build();
        }
        Path file = EncodedFile.write(folder.resolve("lists.parquet"), format, schema, batches);
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(duckDb.parquet(file, "c0"))
                    .extracting(row -> row.getFirst())
                    .isEqualTo(expected);
        }
    }

    @Test
    void columnsMayHaveAnyName() throws Exception {
        List<String> names = List.of("a.b", "a", "with blank", "ünï", "\"quoted\"", "list");
        RowSchema schema =
                new RowSchema(
                        names.stream()
                                .map(name -> Rows.column(name, new LogicalType.Int32()))
                                .toList());
        RowBatch batch = Rows.of(schema).row(1, 2, 3, 4, 5, 6).build();
        Path file = EncodedFile.write(folder.resolve("names.parquet"), FORMAT, schema, batch);
        assertThat(EncodedFile.countRows(file, FORMAT)).isEqualTo(1);
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(duckDb.rows("DESCRIBE SELECT * FROM '" + file + "'"))
                    .extracting(row -> row.getFirst())
                    .isEqualTo(names);
            assertThat(duckDb.rows("SELECT * FROM '" + file + "'"))
                    .containsExactly(List.of("1", "2", "3", "4", "5", "6"));
        }
    }

    @Test
    void columnOfNullsAloneComesBack() throws Exception {
        RowSchema schema = Rows.schema(new LogicalType.Decimal(30, 2), new LogicalType.Text());
        RowBatch batch = Rows.of(schema).row(null, null).row(null, null).build();
        Path file = EncodedFile.write(folder.resolve("nulls.parquet"), FORMAT, schema, batch);
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(duckDb.parquet(file, "c0", "c1"))
                    .hasSize(2)
                    .allSatisfy(row -> assertThat(row).containsOnlyNulls());
        }
    }

    @Test
    void noRowsMakeAFileThatStillHasItsColumns() throws Exception {
        RowSchema schema = Rows.schema(new LogicalType.Int32(), new LogicalType.Uuid());
        Path file = EncodedFile.write(folder.resolve("empty.parquet"), FORMAT, schema);
        assertThat(EncodedFile.countRows(file, FORMAT)).isZero();
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(duckDb.rows("DESCRIBE SELECT * FROM '" + file + "'"))
                    .extracting(row -> row.get(1))
                    .containsExactly("INTEGER", "UUID");
        }
    }

    /// Values between two NULLs, in one column.
    private void assertRoundTrip(LogicalType type, String duckType, List<?> values, String expected)
            throws Exception {
        RowSchema schema = Rows.schema(type);
        Rows rows = Rows.of(schema).row((Object) null);
        values.forEach(rows::row);
        RowBatch batch = rows.row((Object) null).build();
        Path file = EncodedFile.write(folder.resolve("types.parquet"), FORMAT, schema, batch);
        assertThat(EncodedFile.countRows(file, FORMAT)).isEqualTo(batch.rows());
        try (DuckDb duckDb = new DuckDb()) {
            List<String> read = new ArrayList<>();
            duckDb.parquet(file, "c0").forEach(row -> read.add(row.getFirst()));
            assertThat(read.getFirst()).isNull();
            assertThat(read.getLast()).isNull();
            assertThat(String.join(",", read.subList(1, read.size() - 1))).isEqualTo(expected);
            assertThat(duckDb.rows("DESCRIBE SELECT * FROM '" + file + "'").getFirst().get(1))
                    .isEqualTo(duckType);
        }
    }
}
