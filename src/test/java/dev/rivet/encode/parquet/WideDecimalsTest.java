package dev.rivet.encode.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.config.Compression;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.ParquetEncoding;
import dev.rivet.config.RowGroups;
import dev.rivet.encode.DuckDb;
import dev.rivet.encode.EncodedFile;
import dev.rivet.encode.PyArrow;
import dev.rivet.encode.Rows;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.parquet.format.SchemaElement;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Decimals of more than 38 digits, in the widths that readers read right: DuckDB takes whatever
/// is not a multiple of eight bytes for other numbers.
class WideDecimalsTest {
    private static final LogicalType[] TYPES =
            IntStream.rangeClosed(38, LogicalType.Decimal.MAX_PRECISION)
                    .mapToObj(precision -> new LogicalType.Decimal(precision, 1))
                    .toArray(LogicalType[]::new);

    private static final RowSchema SCHEMA = Rows.schema(TYPES);

    private static final ParquetFormat FORMAT =
            new ParquetFormat(
                    new OutputFormat.Parquet(
                            new Compression(Compression.Codec.NONE, 0),
                            new RowGroups.Default(),
                            ParquetEncoding.COMPATIBLE),
                    1L << 30,
                    StageProfile.off());

    @TempDir Path folder;

    private Path write() throws Exception {
        Rows rows = Rows.of(SCHEMA);
        for (String value : List.of("1.5", "-1.5", "0.0", "-1234567890123456789012345678901.5")) {
            rows.row(IntStream.range(0, TYPES.length).mapToObj(_ -> number(value)).toArray());
        }
        rows.row(IntStream.range(0, TYPES.length).mapToObj(_ -> null).toArray());
        rows.row(IntStream.range(0, TYPES.length).mapToObj(i -> most(38 + i)).toArray());
        return EncodedFile.write(folder.resolve("wide.parquet"), FORMAT, SCHEMA, rows.build());
    }

    private static Object number(String text) {
        return new BigDecimal(text);
    }

    private static Object most(int precision) {
        return new BigDecimal(BigInteger.ONE.subtract(BigInteger.TEN.pow(precision)), 1);
    }

    @Test
    void widthsAreMultiplesOfEightBytes() throws Exception {
        try (var channel = java.nio.file.Files.newByteChannel(write())) {
            List<SchemaElement> schema =
                    Objects.requireNonNull(ParquetFooter.read(channel).metadata().getSchema());
            assertThat(schema.stream().skip(1).map(SchemaElement::getType_length))
                    .isEqualTo(
                            IntStream.rangeClosed(38, 76)
                                    .mapToObj(p -> p <= 38 ? 16 : p <= 57 ? 24 : 32)
                                    .toList());
        }
    }

    @Test
    void duckDbReadsThemAsDoubles() throws Exception {
        Path file = write();
        try (DuckDb duckDb = new DuckDb()) {
            for (int i = 1; i < TYPES.length; i++) {
                List<List<@Nullable String>> rows =
                        duckDb.rows(String.format(Locale.ROOT, "SELECT c%d FROM '%s'", i, file));
                assertThat(rows.subList(0, 3))
                        .as("%s", TYPES[i])
                        .containsExactly(List.of("1.5"), List.of("-1.5"), List.of("0.0"));
                assertThat(Double.parseDouble(Objects.requireNonNull(rows.get(3).getFirst())))
                        .isCloseTo(-1.2345678901234568e30, Percentage.withPercentage(1e-9));
                assertThat(rows.get(4).getFirst()).isNull();
            }
        }
    }

    @Test
    void pyArrowReadsThemExactly() throws Exception {
        JsonNode seen = PyArrow.read(write());
        for (int i = 0; i < TYPES.length; i++) {
            JsonNode column = seen.path("columns").path("c" + i);
            assertThat(column.path(0).textValue()).isEqualTo("1.5");
            assertThat(column.path(3).textValue()).isEqualTo("-1234567890123456789012345678901.5");
            assertThat(column.path(4).isNull()).isTrue();
            assertThat(new BigDecimal(column.path(5).textValue())).isEqualTo(most(38 + i));
            JsonNode statistics = seen.path("row_groups").path(0).path("columns").path(i);
            assertThat(new BigDecimal(statistics.path("min").textValue())).isEqualTo(most(38 + i));
            assertThat(statistics.path("max").textValue()).isEqualTo("1.5");
        }
    }

    @Test
    void aRemarkNamesTheReadersAndTheOverride() {
        RowSchema schema =
                new RowSchema(
                        List.of(
                                Rows.column("id", new LogicalType.Int64()),
                                Rows.column("small", new LogicalType.Decimal(38, 2)),
                                Rows.column("wide", new LogicalType.Decimal(39, 2)),
                                Rows.column(
                                        "list",
                                        new LogicalType.ListOf(new LogicalType.Decimal(76, 3)))));
        assertThat(FORMAT.remarks(schema))
                .singleElement()
                .asString()
                .contains("`wide`", "`list`", "DuckDB", "polars", "Spark", "decimal(38,2)")
                .doesNotContain("`small`", "`id`");
        assertThat(FORMAT.remarks(Rows.schema(new LogicalType.Decimal(38, 2)))).isEmpty();
    }
}
