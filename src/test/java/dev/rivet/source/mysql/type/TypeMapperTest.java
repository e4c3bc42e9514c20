package dev.rivet.source.mysql.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.row.Column;
import dev.rivet.row.Fidelity;
import dev.rivet.row.LogicalType;
import dev.rivet.row.TypeMapping.Mapped;
import dev.rivet.row.TypeMapping.Unmapped;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.mysql.wire.WireColumn;
import dev.rivet.source.mysql.wire.WireType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeMapperTest {
    private static final int BINARY = 63;

    @ParameterizedTest
    @CsvSource({
        "TINY,       1,   0,  0, tinyint(1),        bool",
        "TINY,       4,   0,  0, tinyint,           int16",
        "TINY,       3,   32, 0, tinyint unsigned,  int16",
        "SHORT,      6,   0,  0, smallint,          int16",
        "SHORT,      5,   32, 0, smallint unsigned, int32",
        "INT24,      9,   0,  0, mediumint,         int32",
        "INT24,      8,   32, 0, mediumint unsigned,int64",
        "LONG,       11,  0,  0, int,               int32",
        "LONG,       10,  32, 0, int unsigned,      int64",
        "LONGLONG,   20,  0,  0, bigint,            int64",
        "LONGLONG,   20,  32, 0, bigint unsigned,   uint64",
        "DECIMAL,    12,  0,  2, decimal,           'decimal(10,2)'",
        "DECIMAL,    11,  0,  0, decimal,           'decimal(10,0)'",
        "DECIMAL,    11,  32, 2, decimal unsigned,  'decimal(10,2)'",
        "DECIMAL,    67,  0, 30, decimal,           'decimal(65,30)'",
        "FLOAT,      12,  0, 31, float,             float32",
        "DOUBLE,     22,  0, 31, double,            float64",
        "DATE,       10,  0,  0, date,              date",
        "TIME,       10,  0,  0, time,              time",
        "DATETIME,   19,  0,  0, datetime,          timestamp",
        "TIMESTAMP,  19,  0,  0, timestamp,         timestamp_tz",
        "YEAR,       4,   32, 0, year,              int16",
        "BIT,        1,   32, 0, bit(1),            bool",
        "BIT,        64,  32, 0, bit,               int64",
    })
    void numbersAndTimes(
            String wire, int length, int flags, int decimals, String nativeType, String label) {
        WireColumn column = column(WireType.valueOf(wire), length, flags, decimals, BINARY);
        assertThat(mapped(column, "").nativeType()).isEqualTo(nativeType);
        assertThat(mapped(column, "").type().label()).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource({
        "STRING,     0,    255, '',       char,      text",
        "STRING,     0,    63,  '',       binary,    binary",
        "VAR_STRING, 0,    255, '',       varchar,   text",
        "VAR_STRING, 0,    63,  '',       varbinary, binary",
        "BLOB,       0,    255, '',       text,      text",
        "BLOB,       0,    63,  '',       blob,      binary",
        "LONG_BLOB,  0,    255, longtext, longtext,  text",
        "STRING,     256,  255, '',       enum,      enum",
        "STRING,     2048, 255, '',       set,       enum",
        "JSON,       0,    63,  '',       json,      json",
        "STRING,     0,    63,  uuid,     uuid,      uuid",
        "STRING,     0,    63,  inet6,    inet6,     text",
        "STRING,     0,    255, inet4,    inet4,     text",
    })
    void strings(
            String wire,
            int flags,
            int charset,
            String catalogType,
            String nativeType,
            String label) {
        WireColumn column = column(WireType.valueOf(wire), 100, flags, 0, charset);
        assertThat(mapped(column, catalogType).nativeType()).isEqualTo(nativeType);
        assertThat(mapped(column, catalogType).type().label()).isEqualTo(label);
    }

    @Test
    void whatCannotBeMappedSaysWhatToWrite() {
        assertThat(unmapped(column(WireType.GEOMETRY, 0, 0, 0, BINARY)).remedy())
                .contains("ST_AsText(`c`) AS `c`");
        assertThat(unmapped(column(WireType.NULL, 0, 0, 0, BINARY)).remedy())
                .contains("CAST(NULL AS CHAR) AS `c`");
        assertThat(unmapped(column(WireType.VECTOR, 0, 0, 0, BINARY)).remedy())
                .contains("CAST(`c` AS CHAR)");
        assertThat(unmapped(column(WireType.DECIMAL, 83, 0, 31, BINARY)).reason())
                .contains("digits");
    }

    @Test
    void thePolicyStringMakesTextOfWhatMayNotFit() {
        for (WireType each :
                List.of(WireType.DATE, WireType.TIME, WireType.DATETIME, WireType.TIMESTAMP)) {
            assertThat(withPolicy(each, 10).type()).isEqualTo(new LogicalType.Text());
        }
        assertThat(withPolicy(WireType.TINY, 1).type()).isEqualTo(new LogicalType.Text());
        assertThat(withPolicy(WireType.LONG, 11).type()).isEqualTo(new LogicalType.Int32());
    }

    private static Column withPolicy(WireType type, int length) {
        TypeMapper mapper = new TypeMapper(Map.of(), ValuePolicy.of(Unrepresentable.STRING));
        SourceColumn source = new SourceColumn(column(type, length, 0, 0, BINARY), "");
        return ((Mapped) mapper.map(source)).column();
    }

    @Test
    void allProblemsAreReportedTogether() {
        List<SourceColumn> columns =
                List.of(
                        named("p", WireType.GEOMETRY),
                        named("v", WireType.VECTOR),
                        named("d", WireType.DATE));
        TypeMapper mapper =
                new TypeMapper(
                        Map.of("d", new LogicalType.Bool(), "V", new LogicalType.Text()),
                        ValuePolicy.of(null));
        assertThatThrownBy(() -> mapper.schema(columns))
                .isInstanceOfSatisfying(
                        RivetException.class,
                        failure ->
                                assertThat(failure.diagnostics())
                                        .extracting(Diagnostic::code)
                                        .containsExactly(
                                                Code.CONFIG_COLUMN_OVERRIDE_CASE,
                                                Code.SOURCE_OVERRIDE_WIRE_MISMATCH,
                                                Code.TYPE_UNSAFE_MAPPING))
                .hasMessageContaining("p (geometry)")
                .hasMessageContaining("v (vector)");
    }

    @Test
    void anOverrideThatNarrowsADecimalIsLossy() {
        WireColumn wire = column(WireType.DECIMAL, 12, 0, 2, BINARY);
        assertThat(override(wire, new LogicalType.Decimal(12, 4)).fidelity())
                .isEqualTo(Fidelity.EXACT);
        assertThat(override(wire, new LogicalType.Decimal(10, 1)).fidelity())
                .isEqualTo(Fidelity.LOSSY);
        assertThat(override(wire, new LogicalType.Decimal(9, 2)).fidelity())
                .isEqualTo(Fidelity.LOSSY);
    }

    private static Column override(WireColumn wire, LogicalType wish) {
        TypeMapper mapper = new TypeMapper(Map.of("c", wish), ValuePolicy.of(null));
        return mapper.schema(List.of(new SourceColumn(wire, ""))).column(0);
    }

    private static SourceColumn named(String name, WireType type) {
        return new SourceColumn(new WireColumn("", "", "", name, BINARY, 10, type, 0, 0), "");
    }

    private static WireColumn column(
            WireType type, int length, int flags, int decimals, int charset) {
        return new WireColumn("", "", "", "c", charset, length, type, flags, decimals);
    }

    private static Column mapped(WireColumn column, @Nullable String catalogType) {
        String type = catalogType == null ? "" : catalogType;
        return ((Mapped) mapper().map(new SourceColumn(column, type))).column();
    }

    private static Unmapped unmapped(WireColumn column) {
        return (Unmapped) mapper().map(new SourceColumn(column, ""));
    }

    private static TypeMapper mapper() {
        return new TypeMapper(Map.of(), ValuePolicy.of(null));
    }
}
