package dev.rivet.source.postgres.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.list;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.rivet.config.Selection;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.row.Fidelity;
import dev.rivet.row.LogicalType;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.postgres.Reading;
import dev.rivet.source.postgres.wire.WireFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ColumnMapperTest {
    private static final int ANY = PgType.NO_MODIFIER;
    private static final int NUMERIC_10_2 = ((10 << 16) | 2) + 4;

    private static final Map<Long, PgType> TYPES =
            Stream.of(
                            NaturalTypesTest.base(Oids.INT2, "int2", 'N'),
                            NaturalTypesTest.base(Oids.INT4, "int4", 'N'),
                            NaturalTypesTest.base(Oids.INT8, "int8", 'N'),
                            NaturalTypesTest.base(Oids.OID, "oid", 'N'),
                            NaturalTypesTest.base(Oids.FLOAT4, "float4", 'N'),
                            NaturalTypesTest.base(Oids.FLOAT8, "float8", 'N'),
                            NaturalTypesTest.base(Oids.NUMERIC, "numeric", 'N'),
                            NaturalTypesTest.base(Oids.TEXT, "text", 'S'),
                            NaturalTypesTest.base(Oids.VARCHAR, "varchar", 'S'),
                            NaturalTypesTest.base(Oids.BPCHAR, "bpchar", 'S'),
                            NaturalTypesTest.base(Oids.NAME, "name", 'S'),
                            NaturalTypesTest.base(Oids.JSON, "json", 'U'),
                            new PgType(90_010, "mood", 'e', 'E', 0, ANY),
                            NaturalTypesTest.base(90_030, "citext", 'S'),
                            NaturalTypesTest.base(Oids.BYTEA, "bytea", 'U'),
                            NaturalTypesTest.base(Oids.JSONB, "jsonb", 'U'),
                            NaturalTypesTest.base(Oids.UUID, "uuid", 'U'),
                            NaturalTypesTest.base(Oids.DATE, "date", 'D'),
                            NaturalTypesTest.base(Oids.TIME, "time", 'D'),
                            NaturalTypesTest.base(Oids.TIMESTAMP, "timestamp", 'D'),
                            NaturalTypesTest.base(Oids.TIMESTAMPTZ, "timestamptz", 'D'),
                            NaturalTypesTest.base(Oids.INTERVAL, "interval", 'T'),
                            NaturalTypesTest.base(Oids.MONEY, "money", 'N'),
                            NaturalTypesTest.base(869, "inet", 'I'),
                            new PgType(1182, "_date", 'b', 'A', Oids.DATE, ANY))
                    .collect(Collectors.toMap(PgType::oid, Function.identity()));

    @Test
    void everyColumnWithoutATypeIsNamedAtOnce() {
        Diagnostic problem =
                onlyProblem(
                        Map.of(),
                        new ResultColumn("total", Oids.NUMERIC, ANY, 0, 0),
                        new ResultColumn("id", Oids.INT4, ANY, 0, 0),
                        new ResultColumn("price", Oids.MONEY, ANY, 0, 0),
                        new ResultColumn("address", 869, ANY, 0, 0));

        assertThat(problem.code()).isEqualTo(Code.TYPE_UNSAFE_MAPPING);
        assertThat(problem.message())
                .startsWith("3 columns")
                .contains("total (numeric)", "{total: \"decimal(38,18)\"}")
                .contains("price (money)", "\"price\"::numeric(19,2)")
                .contains("address (inet)", "{address: text}")
                .doesNotContain("id");
    }

    @Test
    void decimalsThatAreTooWideAreToldAsThat() {
        int modifier = ((77 << 16) | 2) + 4;
        Diagnostic problem =
                onlyProblem(Map.of(), new ResultColumn("total", Oids.NUMERIC, modifier, 0, 0));

        assertThat(problem.message())
                .contains("more digits than the 76", "columns: {total: text}")
                .doesNotContain("decimal(38,18)");
    }

    @Test
    void overrideOfAnAbsentColumnNamesTheOneThatWasMeant() {
        Diagnostic problem =
                onlyProblem(
                        Map.of("Total", new LogicalType.Text()),
                        new ResultColumn("total", Oids.INT4, ANY, 0, 0));

        assertThat(problem.code()).isEqualTo(Code.CONFIG_COLUMN_OVERRIDE_CASE);
        assertThat(problem.message()).contains("\"Total\"").contains("Did you mean total?");
    }

    @Test
    void overridesOfOtherColumnsAreNoMistakeHere() {
        assertThat(
                        map(
                                Map.of("elsewhere", new LogicalType.Text()),
                                null,
                                new ResultColumn("total", Oids.INT4, ANY, 0, 0)))
                .hasSize(1);
    }

    @Test
    void whereAColumnNeedsAnOverrideAMisspeltOneIsTold() {
        ResultColumn total = new ResultColumn("total", Oids.NUMERIC, ANY, 0, 0);
        Map<String, LogicalType> overrides =
                Map.of("totl", new LogicalType.Text(), "elsewhere", new LogicalType.Text());

        assertThatThrownBy(() -> map(overrides, null, total))
                .asInstanceOf(type(RivetException.class))
                .extracting(RivetException::diagnostics)
                .asInstanceOf(list(Diagnostic.class))
                .extracting(Diagnostic::code)
                .containsExactly(Code.TYPE_UNSAFE_MAPPING, Code.CONFIG_COLUMN_OVERRIDE_UNKNOWN);
    }

    @Test
    void columnsThatCannotBeToldApartAreRefused() {
        Diagnostic problem =
                onlyProblem(
                        Map.of(),
                        new ResultColumn("id", Oids.INT4, ANY, 0, 0),
                        new ResultColumn("total", Oids.INT4, ANY, 0, 0),
                        new ResultColumn("id", Oids.INT4, ANY, 0, 0),
                        new ResultColumn("", Oids.INT4, ANY, 0, 0),
                        new ResultColumn("name", Oids.INT4, ANY, 0, 0),
                        new ResultColumn("total", Oids.TEXT, ANY, 0, 0),
                        new ResultColumn("total", Oids.TEXT, ANY, 0, 0));

        assertThat(problem.code()).isEqualTo(Code.SOURCE_QUERY_COLUMN_UNREFERENCEABLE);
        assertThat(problem.message())
                .isEqualTo(
                        "Columns of the query share a name, or have none: \"id\" (columns 1, 3),"
                                + " \"total\" (columns 2, 6, 7), no name (column 4).");
    }

    @ParameterizedTest
    @CsvSource({
        "20, decimal, EXACT",
        "21, int64, EXACT",
        "23, int64, EXACT",
        "26, int32, LOSSY",
        "26, int64, EXACT",
        "20, int32, LOSSY",
        "23, int16, LOSSY",
        "1700, int64, LOSSY",
        "700, float64, EXACT",
        "25, json, LOGICAL_STRING",
        "25, uuid, COMPATIBLE",
        "25, binary, COMPATIBLE",
        "25, int32, COMPATIBLE",
        "25, decimal, COMPATIBLE",
        "23, bool, COMPATIBLE",
        "17, uuid, COMPATIBLE",
        "3802, binary, COMPATIBLE",
        "1182, binary, COMPATIBLE",
        "869, binary, COMPATIBLE",
        "1114, timestamp_tz, COMPATIBLE",
        "1184, timestamp, COMPATIBLE",
        "869, text, COMPATIBLE",
        "790, text, COMPATIBLE",
        "25, text, EXACT",
        "17, text, COMPATIBLE",
        "1182, text, COMPATIBLE",
    })
    void allowedOverridesAreTaken(long oid, String wanted, Fidelity fidelity) {
        LogicalType type = wanted(wanted);

        ColumnPlan plan =
                map(Map.of("c", type), null, new ResultColumn("c", oid, ANY, 0, 0)).getFirst();

        assertThat(plan.type()).isEqualTo(type);
        assertThat(plan.column().fidelity()).isEqualTo(fidelity);
    }

    @ParameterizedTest
    @CsvSource({
        "701, decimal", "701, float32", "701, int64", "17, int32", "25, date", "25, bool",
        "26, bool", "23, uuid", "1043, bool", "2950, binary", "1082, timestamp", "23, binary",
        "1700, float64", "1083, timestamp", "1182, date",
    })
    void otherOverridesAreRefused(long oid, String wanted) {
        Diagnostic problem =
                onlyProblem(Map.of("c", wanted(wanted)), new ResultColumn("c", oid, ANY, 0, 0));

        assertThat(problem.code()).isEqualTo(Code.SOURCE_OVERRIDE_WIRE_MISMATCH);
    }

    private static LogicalType wanted(String label) {
        return switch (label) {
            case "decimal" -> new LogicalType.Decimal(20, 0);
            case "bool" -> new LogicalType.Bool();
            case "int16" -> new LogicalType.Int16();
            case "int32" -> new LogicalType.Int32();
            case "int64" -> new LogicalType.Int64();
            case "float32" -> new LogicalType.Float32();
            case "float64" -> new LogicalType.Float64();
            case "date" -> new LogicalType.Date();
            case "timestamp" -> new LogicalType.Timestamp();
            case "timestamp_tz" -> new LogicalType.TimestampTz();
            case "text" -> new LogicalType.Text();
            case "binary" -> new LogicalType.Binary();
            case "json" -> new LogicalType.Json();
            case "uuid" -> new LogicalType.Uuid();
            default -> throw new IllegalArgumentException(label);
        };
    }

    @ParameterizedTest
    @CsvSource({"10, 2, EXACT", "12, 4, EXACT", "10, 1, LOSSY", "10, 4, LOSSY", "9, 2, LOSSY"})
    void narrowerDecimalsAreLossy(int precision, int scale, Fidelity fidelity) {
        ColumnPlan plan =
                map(
                                Map.of("c", new LogicalType.Decimal(precision, scale)),
                                null,
                                new ResultColumn("c", Oids.NUMERIC, NUMERIC_10_2, 0, 0))
                        .getFirst();

        assertThat(plan.column().fidelity()).isEqualTo(fidelity);
    }

    @ParameterizedTest
    @CsvSource({"1082", "1083", "1114", "1184", "1186", "1182"})
    void policyStringMakesTextOfWhatMayHoldUnrepresentableValues(long oid) {
        ResultColumn column = new ResultColumn("c", oid, ANY, 0, 0);

        assertThat(map(Map.of(), Unrepresentable.STRING, column).getFirst().type())
                .isEqualTo(new LogicalType.Text());
        assertThat(map(Map.of(), Unrepresentable.NULL, column).getFirst().type())
                .isNotEqualTo(new LogicalType.Text());
    }

    /// Text costs the server less as binary, but for most types that is something else.
    @ParameterizedTest
    @CsvSource({
        "25, BINARY",
        "1043, BINARY",
        "1042, BINARY",
        "19, BINARY",
        "114, BINARY",
        "90010, BINARY",
        "90030, TEXT",
        "23, TEXT",
        "1184, TEXT",
        "3802, TEXT",
        "2950, TEXT",
        "1182, TEXT",
        "869, TEXT",
    })
    void textTravelsAsBinaryWhereThatIsTheSame(long oid, WireFormat format) {
        ColumnPlan plan =
                map(
                                Map.of("c", new LogicalType.Text()),
                                null,
                                new ResultColumn("c", oid, ANY, 0, 0))
                        .getFirst();

        assertThat(plan.choice().wire()).isEqualTo(WireType.VERBATIM);
        assertThat(plan.choice().format()).isEqualTo(format);
    }

    @ParameterizedTest
    @EnumSource
    void policyLeavesOtherTypesAlone(Unrepresentable policy) {
        assertThat(
                        map(Map.of(), policy, new ResultColumn("c", Oids.INT4, ANY, 0, 0))
                                .getFirst()
                                .type())
                .isEqualTo(new LogicalType.Int32());
    }

    private static List<ColumnPlan> map(
            Map<String, LogicalType> overrides,
            @Nullable Unrepresentable policy,
            ResultColumn... columns) {
        var request =
                new ReadRequest(new Selection.Query("SELECT"), overrides, policy, Reading.TUNING);
        return new ColumnMapper(TYPES, request).map(List.of(columns));
    }

    private static Diagnostic onlyProblem(
            Map<String, LogicalType> overrides, ResultColumn... columns) {
        List<Diagnostic> problems =
                assertThatThrownBy(() -> map(overrides, null, columns))
                        .asInstanceOf(type(RivetException.class))
                        .actual()
                        .diagnostics();
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }
}
