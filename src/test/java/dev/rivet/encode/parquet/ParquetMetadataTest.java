package dev.rivet.encode.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.config.Compression;
import dev.rivet.config.MetaColumns;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.ParquetEncoding;
import dev.rivet.config.RowGroups;
import dev.rivet.encode.DuckDb;
import dev.rivet.encode.EncodedFile;
import dev.rivet.encode.MetaColumnAppender;
import dev.rivet.encode.PyArrow;
import dev.rivet.encode.Rows;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.Column;
import dev.rivet.row.Fidelity;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What pyarrow sees, values and metadata.
class ParquetMetadataTest {
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
    void fieldsTellWhereTheyComeFromAndWhatTheyMean() throws Exception {
        RowSchema schema =
                new RowSchema(
                        List.of(
                                new Column("t", "text", new LogicalType.Text(), Fidelity.EXACT),
                                new Column("u", "uuid", new LogicalType.Uuid(), Fidelity.EXACT),
                                new Column(
                                        "j",
                                        "jsonb",
                                        new LogicalType.Json(),
                                        Fidelity.LOGICAL_STRING),
                                new Column(
                                        "e", "mood", new LogicalType.Label(), Fidelity.COMPATIBLE),
                                new Column(
                                        "i",
                                        "interval",
                                        new LogicalType.Interval(),
                                        Fidelity.COMPATIBLE),
                                new Column(
                                        "l",
                                        "_int4",
                                        new LogicalType.ListOf(new LogicalType.Int32()),
                                        Fidelity.COMPATIBLE)));
        UUID uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        RowBatch batch =
                Rows.of(schema).row("x", uuid, "[1]", "ok", "PT1H", Arrays.asList(1, null)).build();
        JsonNode seen = PyArrow.read(write(schema, batch));

        assertThat(seen.path("created_by").textValue()).isEqualTo("rivet");
        assertThat(seen.path("fields"))
                .extracting(field -> field.path("type").textValue())
                .containsExactly(
                        "string",
                        "extension<arrow.uuid>",
                        "extension<arrow.json>",
                        "string",
                        "string",
                        "list<element: int32>");
        assertThat(seen.path("fields")).allMatch(field -> field.path("nullable").booleanValue());
        assertThat(metadata(seen, 0))
                .isEqualTo("{\"rivet.native_type\":\"text\",\"rivet.fidelity\":\"exact\"}");
        assertThat(metadata(seen, 1)).contains("\"rivet.logical_type\":\"uuid\"");
        assertThat(metadata(seen, 2))
                .contains("\"rivet.native_type\":\"jsonb\"")
                .contains("\"rivet.fidelity\":\"logical_string\"")
                .contains("\"rivet.logical_type\":\"json\"");
        assertThat(metadata(seen, 3)).contains("\"rivet.logical_type\":\"enum\"");
        assertThat(metadata(seen, 4)).contains("\"rivet.logical_type\":\"interval\"");
        assertThat(metadata(seen, 5)).doesNotContain("rivet.logical_type");
        assertThat(seen.path("columns").toString())
                .isEqualTo(
                        "{\"t\":[\"x\"],\"u\":[\""
                                + uuid
                                + "\"],\"j\":[\"[1]\"],\"e\":[\"ok\"],"
                                + "\"i\":[\"PT1H\"],\"l\":[[1,null]]}");
    }

    /// polars from 1.0 to 1.35 panics at any file that has them; pyarrow makes them of Parquet's
    /// own types anyway.
    @Test
    void arrowsExtensionsAreThereWhereTheyAreAskedFor() throws Exception {
        RowSchema schema = Rows.schema(new LogicalType.Uuid(), new LogicalType.Json());
        RowBatch batch = Rows.of(schema).row(new UUID(1, 2), "{}").build();
        for (boolean asked : new boolean[] {false, true}) {
            ParquetFormat format =
                    new ParquetFormat(
                            new OutputFormat.Parquet(
                                    new Compression(Compression.Codec.ZSTD, 3),
                                    new RowGroups.Default(),
                                    ParquetEncoding.COMPATIBLE,
                                    asked),
                            64 << 20,
                            StageProfile.off());
            Path file = EncodedFile.write(folder.resolve("ext.parquet"), format, schema, batch);
            String arrow = arrowSchema(file);
            assertThat(arrow.contains("arrow.uuid")).isEqualTo(asked);
            assertThat(arrow.contains("arrow.json")).isEqualTo(asked);
            assertThat(arrow).contains("rivet.logical_type");
            assertThat(PyArrow.read(file).path("leaves"))
                    .extracting(leaf -> leaf.path("logical").textValue())
                    .containsExactly("UUID", "JSON");
            try (DuckDb duckDb = new DuckDb()) {
                assertThat(duckDb.rows("SELECT typeof(c0), typeof(c1) FROM '" + file + "'"))
                        .containsExactly(List.of("UUID", "JSON"));
            }
        }
    }

    private static String arrowSchema(Path file) throws Exception {
        try (var channel = Files.newByteChannel(file)) {
            FileMetaData footer = ParquetFooter.read(channel).metadata();
            for (KeyValue entry : Objects.requireNonNull(footer.getKey_value_metadata())) {
                if (ArrowSchema.KEY.equals(entry.getKey())) {
                    byte[] schema =
                            Base64.getDecoder().decode(Objects.requireNonNull(entry.getValue()));
                    return new String(schema, StandardCharsets.ISO_8859_1);
                }
            }
        }
        return "";
    }

    @Test
    void everyTypeHasItsPhysicalAndLogicalType() throws Exception {
        RowSchema schema =
                Rows.schema(
                        new LogicalType.Bool(),
                        new LogicalType.Int16(),
                        new LogicalType.Int32(),
                        new LogicalType.Int64(),
                        new LogicalType.UInt64(),
                        new LogicalType.Float32(),
                        new LogicalType.Float64(),
                        new LogicalType.Decimal(9, 2),
                        new LogicalType.Decimal(18, 2),
                        new LogicalType.Decimal(38, 2),
                        new LogicalType.Decimal(76, 2),
                        new LogicalType.Date(),
                        new LogicalType.Time(),
                        new LogicalType.Timestamp(),
                        new LogicalType.TimestampTz(),
                        new LogicalType.Text(),
                        new LogicalType.Binary(),
                        new LogicalType.Json(),
                        new LogicalType.Uuid(),
                        new LogicalType.ListOf(new LogicalType.Text()));
        JsonNode seen = PyArrow.read(write(schema));
        assertThat(seen.path("fields"))
                .extracting(field -> field.path("type").textValue())
                .containsExactly(
                        "bool",
                        "int16",
                        "int32",
                        "int64",
                        "uint64",
                        "float",
                        "double",
                        "decimal128(9, 2)",
                        "decimal128(18, 2)",
                        "decimal128(38, 2)",
                        "decimal256(76, 2)",
                        "date32[day]",
                        "time64[us]",
                        "timestamp[us]",
                        "timestamp[us, tz=UTC]",
                        "string",
                        "binary",
                        "extension<arrow.json>",
                        "extension<arrow.uuid>",
                        "list<element: string>");
        assertThat(seen.path("leaves"))
                .extracting(
                        leaf ->
                                leaf.path("path").textValue()
                                        + " "
                                        + leaf.path("physical").textValue()
                                        + " "
                                        + leaf.path("logical").textValue())
                .containsExactly(
                        "c0 BOOLEAN None",
                        "c1 INT32 Int(bitWidth=16, isSigned=true)",
                        "c2 INT32 None",
                        "c3 INT64 None",
                        "c4 INT64 Int(bitWidth=64, isSigned=false)",
                        "c5 FLOAT None",
                        "c6 DOUBLE None",
                        "c7 INT32 Decimal(precision=9, scale=2)",
                        "c8 INT64 Decimal(precision=18, scale=2)",
                        "c9 FIXED_LEN_BYTE_ARRAY Decimal(precision=38, scale=2)",
                        "c10 FIXED_LEN_BYTE_ARRAY Decimal(precision=76, scale=2)",
                        "c11 INT32 Date",
                        "c12 INT64 Time(isAdjustedToUTC=false, timeUnit=microseconds)",
                        "c13 INT64 Timestamp(isAdjustedToUTC=false, timeUnit=microseconds,"
                                + " is_from_converted_type=false, force_set_converted_type=false)",
                        "c14 INT64 Timestamp(isAdjustedToUTC=true, timeUnit=microseconds,"
                                + " is_from_converted_type=false, force_set_converted_type=false)",
                        "c15 BYTE_ARRAY String",
                        "c16 BYTE_ARRAY None",
                        "c17 BYTE_ARRAY JSON",
                        "c18 FIXED_LEN_BYTE_ARRAY UUID",
                        "c19.list.element BYTE_ARRAY String");
    }

    @Test
    void decimalsOfEveryPrecisionAreExact() throws Exception {
        Random random = new Random(7);
        LogicalType[] types = new LogicalType[LogicalType.Decimal.MAX_PRECISION];
        for (int precision = 1; precision <= types.length; precision++) {
            types[precision - 1] =
                    new LogicalType.Decimal(precision, random.nextInt(precision + 1));
        }
        RowSchema schema = Rows.schema(types);
        List<Object[]> table = new ArrayList<>();
        for (int row = 0; row < 20; row++) {
            table.add(Arrays.stream(types).map(type -> decimal(type, random)).toArray());
        }
        Rows rows = Rows.of(schema);
        table.forEach(rows::row);
        JsonNode seen = PyArrow.read(write(schema, rows.build()));
        for (int column = 0; column < types.length; column++) {
            for (int row = 0; row < table.size(); row++) {
                String read = seen.path("columns").path("c" + column).path(row).textValue();
                assertThat(new BigDecimal(read)).isEqualTo(table.get(row)[column]);
            }
        }
    }

    private static Object decimal(LogicalType type, Random random) {
        LogicalType.Decimal decimal = (LogicalType.Decimal) type;
        int digits = 1 + random.nextInt(decimal.precision());
        BigInteger bound = BigInteger.TEN.pow(digits);
        BigInteger unscaled =
                switch (random.nextInt(4)) {
                    case 0 -> bound.subtract(BigInteger.ONE);
                    case 1 -> BigInteger.ONE.subtract(bound);
                    default -> new BigInteger(bound.bitLength() + 8, random).mod(bound);
                };
        return new BigDecimal(unscaled, decimal.scale());
    }

    @Test
    void statisticsAndPageIndexesAreThere() throws Exception {
        RowSchema schema = Rows.schema(new LogicalType.Int64(), new LogicalType.Text());
        String wide = "z".repeat(20_000);
        RowBatch batch =
                Rows.of(schema).row(-5L, "a").row(null, null).row(7L, wide).row(null, "b").build();
        JsonNode columns =
                PyArrow.read(write(schema, batch)).path("row_groups").path(0).path("columns");
        assertThat(columns.path(0).path("nulls").intValue()).isEqualTo(2);
        assertThat(columns.path(0).path("min").longValue()).isEqualTo(-5);
        assertThat(columns.path(0).path("max").longValue()).isEqualTo(7);
        assertThat(columns.path(1).path("nulls").intValue()).isEqualTo(1);
        assertThat(columns.path(1).path("min").textValue()).isEqualTo("a");
        assertThat(columns.path(1).path("max").textValue())
                .as("an upper bound of what is too long")
                .hasSizeLessThanOrEqualTo(BoundCut.STATISTICS_BYTES)
                .isGreaterThan(wide);
        assertThat(columns)
                .allMatch(column -> column.path("column_index").booleanValue())
                .allMatch(column -> column.path("offset_index").booleanValue());
    }

    @Test
    void metaColumnsAreRequired() throws Exception {
        RowSchema source = Rows.schema(new LogicalType.Int32());
        MetaColumnAppender appender =
                MetaColumnAppender.of(
                        source,
                        new MetaColumns(true, new MetaColumns.RowHash.AllColumns()),
                        Instant.parse("2026-01-02T03:04:05.678901Z"));
        RowBatch batch = appender.append(Rows.of(source).row(1).row(1).row(2).build());
        JsonNode seen = PyArrow.read(write(appender.schema(), batch));
        assertThat(seen.path("fields"))
                .extracting(field -> field.path("nullable").booleanValue())
                .containsExactly(true, false, false);
        assertThat(seen.path("fields"))
                .extracting(field -> field.path("type").textValue())
                .containsExactly("int32", "timestamp[us, tz=UTC]", "int64");
        assertThat(seen.path("columns").path("_rivet_exported_at"))
                .allMatch(value -> value.longValue() == 1_767_323_045_678_901L);
        List<Long> hashes =
                StreamSupport.stream(
                                seen.path("columns").path("_rivet_row_hash").spliterator(), false)
                        .map(JsonNode::longValue)
                        .toList();
        assertThat(hashes.get(0)).isEqualTo(hashes.get(1)).isNotEqualTo(hashes.get(2));
    }

    @Test
    void aFileWithoutRowsIsRead() throws Exception {
        RowSchema schema = Rows.schema(new LogicalType.Int64(), new LogicalType.Text());
        Path file = write(schema);
        assertThat(PyArrow.read(file).path("rows").longValue()).isZero();
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(duckDb.rows("SELECT count(*), count(c1) FROM '" + folder + "/*.parquet'"))
                    .containsExactly(List.of("0", "0"));
        }
    }

    @Test
    void negativeScalesAreRefusedAllAtOnce() {
        RowSchema schema =
                Rows.schema(
                        new LogicalType.Decimal(5, -2),
                        new LogicalType.Int32(),
                        new LogicalType.ListOf(new LogicalType.Decimal(30, -1)));
        assertThatThrownBy(() -> FORMAT.check(schema))
                .hasMessageContaining("`c0`")
                .hasMessageContaining("decimal(5,-2)")
                .hasMessageContaining("`c2`");
        FORMAT.check(Rows.schema(new LogicalType.Decimal(76, 76)));
    }

    private Path write(RowSchema schema, RowBatch... batches) throws Exception {
        Path file = folder.resolve("metadata.parquet");
        assertThat(EncodedFile.write(file, FORMAT, schema, batches)).isNotEmptyFile();
        return file;
    }

    private static String metadata(JsonNode seen, int field) {
        return seen.path("fields").path(field).path("metadata").toString();
    }
}
