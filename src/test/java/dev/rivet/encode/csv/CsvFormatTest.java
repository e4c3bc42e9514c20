package dev.rivet.encode.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.CsvBinary;
import dev.rivet.config.OutputFormat;
import dev.rivet.encode.DuckDb;
import dev.rivet.encode.EncodedFile;
import dev.rivet.encode.FileBeingWritten;
import dev.rivet.encode.Rows;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFormatTest {
    private static final CsvFormat FORMAT =
            new CsvFormat(new OutputFormat.Csv(), StageProfile.off());

    @TempDir Path folder;

    @Test
    void nullIsEmptyAndEmptyTextIsQuoted() throws IOException {
        assertThat(column(new LogicalType.Text(), null, "", "x")).isEqualTo("c0\n\n\"\"\nx\n");
        assertThat(column(new LogicalType.Binary(), null, new byte[0])).isEqualTo("c0\n\n\"\"\n");
        RowSchema schema = Rows.schema(new LogicalType.Text(), new LogicalType.Int32());
        assertThat(csv(schema, Rows.of(schema).row(null, null).row("", 1).build()))
                .isEqualTo("c0,c1\n,\n\"\",1\n");
    }

    @Test
    void quotesAreThereOnlyWhereTheyAreNeeded() throws IOException {
        assertThat(
                        column(
                                new LogicalType.Text(),
                                "a,b",
                                "say \"hi\"",
                                "\"",
                                "two\nlines",
                                "cr\rhere",
                                "in between",
                                "it's; fine\t=1+1",
                                "日本 🙂"))
                .isEqualTo(
                        "c0\n\"a,b\"\n\"say \"\"hi\"\"\"\n\"\"\"\"\n\"two\nlines\"\n\"cr\rhere\"\n"
                                + "in between\nit's; fine\t=1+1\n日本 🙂\n");
    }

    /// MySQL loads an unquoted `NULL` as NULL, ClickHouse `\N`, R `NA`; ClickHouse drops blanks at
    /// the ends.
    @Test
    void textsThatLoadersWouldChangeAreQuoted() throws IOException {
        assertThat(column(new LogicalType.Text(), "NULL", "null", "\\N", "NA", "Null", "NULLS"))
                .isEqualTo(
                        records("\"NULL\"", "\"null\"", "\"\\N\"", "\"NA\"", "\"Null\"", "NULLS"));
        assertThat(column(new LogicalType.Text(), " a", "a ", "\ta", "a\t", " ", "a b", "NAN"))
                .isEqualTo(
                        records("\" a\"", "\"a \"", "\"\ta\"", "\"a\t\"", "\" \"", "a b", "NAN"));
        assertThat(column(new LogicalType.Json(), "null", "[]"))
                .isEqualTo(records("\"null\"", "[]"));
        assertThat(column(new LogicalType.Label(), "NA")).isEqualTo(records("\"NA\""));
    }

    /// Alone in a line it is the end of the data for psql before 18.
    @Test
    void aBackslashWithADotIsQuoted() throws IOException {
        assertThat(column(new LogicalType.Text(), "\\.", "\\..", "a\\."))
                .isEqualTo(records("\"\\.\"", "\\..", "a\\."));
    }

    @Test
    void headerIsQuotedByTheSameRule() throws IOException {
        RowSchema schema =
                new RowSchema(
                        List.of(
                                Rows.column("plain", new LogicalType.Int32()),
                                Rows.column("with, comma", new LogicalType.Int32()),
                                Rows.column("with \"quotes\"", new LogicalType.Int32())));
        assertThat(csv(schema)).isEqualTo("plain,\"with, comma\",\"with \"\"quotes\"\"\"\n");
    }

    @Test
    void integersAreDigits() throws IOException {
        assertThat(column(new LogicalType.Bool(), true, false)).isEqualTo("c0\ntrue\nfalse\n");
        assertThat(column(new LogicalType.Int16(), -32768, 7)).isEqualTo("c0\n-32768\n7\n");
        assertThat(
                        column(
                                new LogicalType.Int64(),
                                Long.MIN_VALUE,
                                Long.MAX_VALUE,
                                0L,
                                -9L,
                                10L,
                                1_000_000_000_000_000_000L))
                .isEqualTo(
                        records(
                                "-9223372036854775808",
                                "9223372036854775807",
                                "0",
                                "-9",
                                "10",
                                "1000000000000000000"));
        assertThat(
                        column(
                                new LogicalType.UInt64(),
                                new BigInteger("18446744073709551615"),
                                new BigInteger("9223372036854775808"),
                                1L))
                .isEqualTo("c0\n18446744073709551615\n9223372036854775808\n1\n");
    }

    @Test
    void floatsArePlainDigits() throws IOException {
        assertThat(
                        column(
                                new LogicalType.Float64(),
                                1.0,
                                0.1,
                                -0.0,
                                0.0,
                                1e7,
                                1.5e-7,
                                1e22,
                                -123456789.125,
                                Double.NaN,
                                Double.POSITIVE_INFINITY,
                                Double.NEGATIVE_INFINITY))
                .isEqualTo(
                        records(
                                "1",
                                "0.1",
                                "-0",
                                "0",
                                "10000000",
                                "0.00000015",
                                "10000000000000000000000",
                                "-123456789.125",
                                "NaN",
                                "inf",
                                "-inf"));
        assertThat(column(new LogicalType.Float64(), 1e100))
                .isEqualTo("c0\n1" + "0".repeat(100) + "\n");
        assertThat(column(new LogicalType.Float32(), 0.1f, 16777216f, -0f, Float.NaN))
                .isEqualTo("c0\n0.1\n16777216\n-0\nNaN\n");
    }

    @Test
    void floatsHaveNoDigitMoreThanTheyNeed() throws IOException {
        assertThat(column(new LogicalType.Float64(), 1e-7, -2e-5, 1e-10, 1.25e-9))
                .isEqualTo(records("0.0000001", "-0.00002", "0.0000000001", "0.00000000125"));
        assertThat(column(new LogicalType.Float64(), Double.MIN_VALUE, 2 * Double.MIN_VALUE))
                .isEqualTo(records("0." + "0".repeat(323) + "5", "0." + "0".repeat(322) + "1"));
        assertThat(column(new LogicalType.Float32(), 1e-7f, Float.MIN_VALUE, 3.4028235e38f))
                .isEqualTo(
                        records(
                                "0.0000001",
                                "0." + "0".repeat(44) + "1",
                                "34028235" + "0".repeat(31)));
    }

    @Test
    void floatsOfAnySizeAreTheirShortestDigits() throws IOException {
        Random random = new Random(1);
        Object[] doubles = new Object[5_000];
        StringBuilder expected = new StringBuilder("c0\n");
        for (int i = 0; i < doubles.length; i++) {
            double value =
                    i % 3 == 0
                            ? Math.rint(random.nextDouble() * Math.pow(10, random.nextInt(24)))
                            : Double.longBitsToDouble(random.nextLong());
            doubles[i] = Double.isNaN(value) || Math.abs(value) < 1e-300 ? 0.5 : value;
            expected.append(shortest(doubles[i].toString())).append('\n');
        }
        assertThat(column(new LogicalType.Float64(), doubles)).isEqualTo(expected.toString());
    }

    private static String shortest(String java) {
        return java.startsWith("0.") || java.startsWith("-0.")
                ? java.replaceAll("\\.0$", "")
                : new BigDecimal(java.replaceAll("\\.0(E|$)", "$1")).toPlainString();
    }

    @Test
    void decimalsOfAnySizeAreWhatTheyAre() throws IOException {
        Random random = new Random(1);
        for (int scale : new int[] {0, 1, 9, 10, 19, 38}) {
            assertDecimals(38, scale, 126, random);
        }
        for (int precision : new int[] {39, 48, 57, 58, 76}) {
            for (int scale : new int[] {0, 1, 20, precision}) {
                assertDecimals(precision, scale, precision * 33 / 10, random);
            }
        }
    }

    private void assertDecimals(int precision, int scale, int bits, Random random)
            throws IOException {
        String[] values = new String[500];
        for (int i = 0; i < values.length; i++) {
            BigInteger digits = new BigInteger(1 + random.nextInt(bits), random);
            values[i] =
                    new BigDecimal(i % 2 == 0 ? digits : digits.negate(), scale).toPlainString();
        }
        assertThat(decimals(precision, scale, values)).isEqualTo(records(values));
    }

    @Test
    void decimalsHaveAllDigitsOfTheirScale() throws IOException {
        assertThat(decimals(9, 2, "0", "-0.05", "1.5", "9999999.99", "-9999999.99"))
                .isEqualTo("c0\n0.00\n-0.05\n1.50\n9999999.99\n-9999999.99\n");
        assertThat(decimals(18, 0, "-1", "999999999999999999"))
                .isEqualTo("c0\n-1\n999999999999999999\n");
        assertThat(decimals(18, 18, "-0.000000000000000001"))
                .isEqualTo("c0\n-0.000000000000000001\n");
        assertThat(decimals(5, -2, "-1200", "0")).isEqualTo("c0\n-1200\n0\n");
        for (int precision : new int[] {38, 39, 57, 58, 76}) {
            String nines = "9".repeat(precision - 10) + "." + "9".repeat(10);
            assertThat(decimals(precision, 10, nines, "-" + nines, "-0.0000000001", "0"))
                    .isEqualTo(records(nines, "-" + nines, "-0.0000000001", "0.0000000000"));
        }
        assertThat(decimals(70, -3, "-12000", "0")).isEqualTo(records("-12000", "0"));
    }

    private String decimals(int precision, int scale, String... values) throws IOException {
        Object[] decimals = Arrays.stream(values).map(BigDecimal::new).toArray();
        return column(new LogicalType.Decimal(precision, scale), decimals);
    }

    @Test
    void datesHaveSignedYearsWhereFourDigitsDoNotDo() throws IOException {
        assertThat(
                        column(
                                new LogicalType.Date(),
                                LocalDate.of(2024, 2, 29),
                                LocalDate.of(-43, 3, 15),
                                LocalDate.of(0, 1, 1),
                                LocalDate.of(9999, 12, 31),
                                LocalDate.of(10000, 1, 1)))
                .isEqualTo("c0\n2024-02-29\n-0043-03-15\n0000-01-01\n9999-12-31\n+10000-01-01\n");
    }

    @Test
    void timesHaveSixFractionDigits() throws IOException {
        assertThat(
                        column(
                                new LogicalType.Time(),
                                LocalTime.MIDNIGHT,
                                LocalTime.parse("23:59:59.000001"),
                                -3_020_399_000_000L,
                                3_020_399_000_000L))
                .isEqualTo(
                        records(
                                "00:00:00.000000",
                                "23:59:59.000001",
                                "-838:59:59.000000",
                                "838:59:59.000000"));
        assertThat(
                        column(
                                new LogicalType.Timestamp(),
                                LocalDateTime.parse("1969-12-31T23:59:59.999999"),
                                LocalDateTime.of(-43, 3, 15, 1, 2, 3),
                                Long.MAX_VALUE))
                .isEqualTo(
                        records(
                                "1969-12-31T23:59:59.999999",
                                "-0043-03-15T01:02:03.000000",
                                "+294247-01-10T04:00:54.775807"));
        assertThat(column(new LogicalType.TimestampTz(), Instant.parse("2024-06-01T12:00:00Z")))
                .isEqualTo("c0\n2024-06-01T12:00:00.000000Z\n");
    }

    @Test
    void bytesAreHexAndUuidsHaveHyphens() throws IOException {
        assertThat(column(new LogicalType.Binary(), new byte[] {0, 127, -128, -1}))
                .isEqualTo("c0\n007f80ff\n");
        UUID uuid = UUID.fromString("0fedcba9-4455-6677-8899-aabbccddeeff");
        assertThat(column(new LogicalType.Uuid(), uuid)).isEqualTo("c0\n" + uuid + "\n");
    }

    /// Of the three bytes 35 42 cb base64 makes `NULL`.
    @Test
    void binaryIsWrittenAsConfigured() throws IOException {
        RowSchema schema = Rows.schema(new LogicalType.Binary());
        byte[] looksLikeNull = {0x35, 0x42, (byte) 0xcb};
        RowBatch batch =
                Rows.of(schema)
                        .row((Object) new byte[] {0, 127, -128, -1})
                        .row((Object) new byte[0])
                        .row((Object) null)
                        .row((Object) looksLikeNull)
                        .build();
        assertThat(csv(format(CsvBinary.HEX), schema, batch))
                .isEqualTo(records("007f80ff", "\"\"", "", "3542cb"));
        assertThat(csv(format(CsvBinary.POSTGRES), schema, batch))
                .isEqualTo(records("\\x007f80ff", "\\x", "", "\\x3542cb"));
        assertThat(csv(format(CsvBinary.BASE64), schema, batch))
                .isEqualTo(records("AH+A/w==", "\"\"", "", "\"NULL\""));
    }

    private static CsvFormat format(CsvBinary binary) {
        return new CsvFormat(new OutputFormat.Csv(binary), StageProfile.off());
    }

    @Test
    void jsonEnumAndIntervalAreText() throws IOException {
        assertThat(column(new LogicalType.Json(), "{\"a\": [1, 2]}"))
                .isEqualTo("c0\n\"{\"\"a\"\": [1, 2]}\"\n");
        assertThat(column(new LogicalType.Label(), "ok")).isEqualTo("c0\nok\n");
        assertThat(column(new LogicalType.Interval(), "PT-1H-2M")).isEqualTo("c0\nPT-1H-2M\n");
    }

    @Test
    void columnsWithoutAPlaceInCsvAreRefusedAllAtOnce() {
        RowSchema schema =
                Rows.schema(
                        new LogicalType.ListOf(new LogicalType.Int32()),
                        new LogicalType.Int32(),
                        new LogicalType.ListOf(new LogicalType.Text()));
        assertThatThrownBy(() -> FORMAT.check(schema))
                .hasMessageContaining("`c0`")
                .hasMessageContaining("list<int32>")
                .hasMessageContaining("`c2`")
                .hasMessageContaining("list<text>");
        FORMAT.check(Rows.schema(new LogicalType.Decimal(38, -3), new LogicalType.Decimal(76, 2)));
    }

    @Test
    void recordsAreCountedAcrossQuotedLineEnds() throws IOException {
        RowSchema schema = Rows.schema(new LogicalType.Text(), new LogicalType.Text());
        Rows rows = Rows.of(schema);
        for (int i = 0; i < 20_000; i++) {
            rows.row(i % 3 == 0 ? null : "a\n\"b\"\r\n" + i, i % 5 == 0 ? "" : "\"");
        }
        Path file = EncodedFile.write(folder.resolve("a.csv"), FORMAT, schema, rows.build());
        assertThat(EncodedFile.countRows(file, FORMAT)).isEqualTo(20_000);
        assertThat(EncodedFile.countRows(EncodedFile.write(file, FORMAT, schema), FORMAT)).isZero();
    }

    @Test
    void cutFilesAreNotCounted() throws IOException {
        assertThatIOException().isThrownBy(() -> count("")).withMessageContaining("no header");
        assertThatIOException().isThrownBy(() -> count("a,b")).withMessageContaining("no header");
        assertThatIOException()
                .isThrownBy(() -> count("a,b\n1,2\n3,"))
                .withMessageContaining("cut off in record 3");
        assertThatIOException()
                .isThrownBy(() -> count("a,b\n1,\"x\ny\n"))
                .withMessageContaining("cut off in record 2");
        assertThat(count("a,b\n1,2\n")).isEqualTo(1);
    }

    private long count(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("count.csv"), text);
        return EncodedFile.countRows(file, FORMAT);
    }

    @Test
    void theEstimateIsTheFileSize() throws IOException {
        RowSchema schema = Rows.schema(new LogicalType.Text());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FileBeingWritten encoder = new FileBeingWritten(FORMAT, schema, out)) {
            encoder.append(Rows.of(schema).row("x".repeat(1_000_000)).row("y").build());
            assertThat(encoder.estimatedBytes()).isEqualTo(3 + 1_000_001 + 2);
            encoder.finish();
            assertThat(encoder.estimatedBytes()).isEqualTo(out.size());
        }
    }

    @Test
    void duckDbReadsWhatWasWritten() throws Exception {
        RowSchema schema =
                Rows.schema(
                        new LogicalType.Int64(),
                        new LogicalType.Text(),
                        new LogicalType.Decimal(30, 4),
                        new LogicalType.Uuid(),
                        new LogicalType.Timestamp(),
                        new LogicalType.Float64());
        Random random = new Random(3);
        Rows rows = Rows.of(schema);
        List<List<@Nullable String>> expected = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            @Nullable String text = text(random);
            BigDecimal decimal = new BigDecimal(new BigInteger(90, random).negate(), 4);
            UUID uuid = new UUID(random.nextLong(), random.nextLong());
            double number = Double.longBitsToDouble(random.nextLong());
            rows.row((long) i, text, decimal, uuid, LocalDateTime.MIN.withYear(1 + i), number);
            expected.add(
                    Arrays.asList(
                            String.valueOf(i), text, decimal.toPlainString(), uuid.toString()));
        }
        Path file = EncodedFile.write(folder.resolve("t.csv"), FORMAT, schema, rows.build());
        try (DuckDb duckDb = new DuckDb()) {
            String source =
                    " FROM read_csv('%s', header = true, delim = ',', quote = '\"', escape = '\"',"
                                    .formatted(file)
                            + " nullstr = '', allow_quoted_nulls = false, columns = {c0: 'BIGINT',"
                            + " c1: 'VARCHAR', c2: 'DECIMAL(30,4)', c3: 'UUID', c4: 'TIMESTAMP',"
                            + " c5: 'DOUBLE'}) ORDER BY c0";
            assertThat(duckDb.rows("SELECT c0, c1, c2::VARCHAR, c3::VARCHAR" + source))
                    .isEqualTo(expected);
        }
    }

    private static @Nullable String text(Random random) {
        if (random.nextInt(5) == 0) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append("ab,\"\n\r\t 日;'\\".charAt(random.nextInt(12)));
        }
        return text.toString();
    }

    private static String records(String... values) {
        return "c0\n" + String.join("\n", values) + "\n";
    }

    private String column(LogicalType type, @Nullable Object... values) throws IOException {
        RowSchema schema = Rows.schema(type);
        Rows rows = Rows.of(schema);
        for (Object value : values) {
            rows.row(value);
        }
        return csv(schema, rows.build());
    }

    private static String csv(RowSchema schema, RowBatch... batches) throws IOException {
        return csv(FORMAT, schema, batches);
    }

    private static String csv(CsvFormat format, RowSchema schema, RowBatch... batches)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FileBeingWritten encoder = new FileBeingWritten(format, schema, out)) {
            for (RowBatch batch : batches) {
                encoder.append(batch);
            }
            encoder.finish();
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
