package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.row.Column;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.decode.BatchValues;
import dev.rivet.testing.MySqlServer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MySqlTypesLiveIT {
    private static LiveSource live;

    @BeforeAll
    static void fill() {
        live = new LiveSource(MySqlServer.mySql());
        live.server()
                .execute(
                        "SET SESSION sql_mode = ''",
                        "DROP TABLE IF EXISTS everything, edges, places",
                        """
                        CREATE TABLE everything (
                          id INT PRIMARY KEY, t1 TINYINT(1), t TINYINT, tu TINYINT UNSIGNED,
                          s SMALLINT, su SMALLINT UNSIGNED, m MEDIUMINT, mu MEDIUMINT UNSIGNED,
                          i INT, iu INT UNSIGNED, b BIGINT, bu BIGINT UNSIGNED,
                          d9 DECIMAL(9,2), d18 DECIMAL(18,4), d38 DECIMAL(38,10), d65 DECIMAL(65,30),
                          du DECIMAL(5,5) UNSIGNED, f FLOAT, d DOUBLE,
                          da DATE, dt DATETIME, dt6 DATETIME(6), ts TIMESTAMP(6) NULL,
                          ti TIME, ti6 TIME(6), y YEAR,
                          c CHAR(10), vc VARCHAR(50), l1 VARCHAR(50) CHARACTER SET latin1,
                          tx TEXT, lt LONGTEXT, bi BINARY(4), vb VARBINARY(20), bl BLOB,
                          j JSON, e ENUM('red','green'), st SET('x','y','z'),
                          b1 BIT(1), b8 BIT(8), b64 BIT(64)
                        )""",
                        """
                        INSERT INTO everything VALUES (
                          1, 1, -128, 255, -32768, 65535, -8388608, 16777215, -2147483648, 4294967295,
                          -9223372036854775808, 18446744073709551615,
                          -1234567.89, 12345678901234.5678, 1234567890123456789012345678.0123456789,
                          -12345678901234567890123456789012345.123456789012345678901234567891,
                          0.00001, 1.5, 1e100,
                          '9999-12-31', '2024-02-29 23:59:59', '1969-12-31 23:59:59.999999',
                          '2024-05-06 07:08:09.000001', '23:59:59', '00:00:00.000001', 2155,
                          'ab', 'naïve 😀', 'café', 'line\\nbreak, "quoted"', REPEAT('x', 70000),
                          0x01020304, 0x00FF, '', '{"k": [1, 9223372036854775807, "ü"]}',
                          'green', 'x,z', b'1', b'11111111', b'0111')""",
                        "INSERT INTO everything (id) VALUES (2)",
                        """
                        CREATE TABLE edges (id INT PRIMARY KEY, da DATE, dt DATETIME(3), ti TIME(2),
                          flag TINYINT(1), n CHAR(36), big BIT(64))""",
                        """
                        INSERT INTO edges VALUES
                          (1, '0000-00-00', '0000-00-00 00:00:00', '10:00:00', 1, 'a', 1),
                          (2, '2024-00-15', '2024-00-15 10:11:12.345', '-838:59:59', 2, 'b', 1),
                          (3, '2024-01-31', '2024-01-31 10:11:12.345', '24:00:00', -1, 'c',
                           0xFFFFFFFFFFFFFFFF)""",
                        "CREATE TABLE places (id INT PRIMARY KEY, p POINT, g GEOMETRY)");
    }

    @AfterAll
    static void close() {
        live.close();
    }

    @Test
    void everyTypeIsMappedAsDocumented() {
        try (SourceSession session = live.open()) {
            ReadPlan plan = session.describe(LiveSource.table("everything"));
            assertThat(plan.schema().columns())
                    .extracting(each -> each.name() + " " + each.nativeType() + " " + label(each))
                    .containsExactly(
                            "id int int32",
                            "t1 tinyint(1) bool",
                            "t tinyint int16",
                            "tu tinyint unsigned int16",
                            "s smallint int16",
                            "su smallint unsigned int32",
                            "m mediumint int32",
                            "mu mediumint unsigned int64",
                            "i int int32",
                            "iu int unsigned int64",
                            "b bigint int64",
                            "bu bigint unsigned uint64",
                            "d9 decimal decimal(9,2)",
                            "d18 decimal decimal(18,4)",
                            "d38 decimal decimal(38,10)",
                            "d65 decimal decimal(65,30)",
                            "du decimal unsigned decimal(5,5)",
                            "f float float32",
                            "d double float64",
                            "da date date",
                            "dt datetime timestamp",
                            "dt6 datetime timestamp",
                            "ts timestamp timestamp_tz",
                            "ti time time",
                            "ti6 time time",
                            "y year int16",
                            "c char text",
                            "vc varchar text",
                            "l1 varchar text",
                            "tx text text",
                            "lt longtext text",
                            "bi binary binary",
                            "vb varbinary binary",
                            "bl blob binary",
                            "j json json",
                            "e enum enum",
                            "st set enum",
                            "b1 bit(1) bool",
                            "b8 bit int64",
                            "b64 bit int64");
            assertThat(session.serverVersion()).startsWith("MySQL 8.0");
            assertThat(plan.path()).isEqualTo("key ranges by id, one snapshot");
        }
    }

    private static String label(Column column) {
        return column.type().label();
    }

    @Test
    void everyTypesValuesArriveExactly() {
        List<RowBatch> batches = live.read(LiveSource.table("everything"));
        List<List<@Nullable Object>> rows = BatchValues.rows(batches);
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0))
                .containsExactly(
                        1,
                        true,
                        -128,
                        255,
                        -32768,
                        65535,
                        -8388608,
                        16777215L,
                        Integer.MIN_VALUE,
                        4294967295L,
                        Long.MIN_VALUE,
                        new BigInteger("18446744073709551615"),
                        new BigDecimal("-1234567.89"),
                        new BigDecimal("12345678901234.5678"),
                        new BigDecimal("1234567890123456789012345678.0123456789"),
                        new BigDecimal(
                                "-12345678901234567890123456789012345"
                                        + ".123456789012345678901234567891"),
                        new BigDecimal("0.00001"),
                        1.5f,
                        1e100,
                        LocalDate.of(9999, 12, 31),
                        LocalDateTime.of(2024, 2, 29, 23, 59, 59),
                        LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000),
                        Instant.parse("2024-05-06T07:08:09.000001Z"),
                        LocalTime.of(23, 59, 59),
                        LocalTime.of(0, 0, 0, 1000),
                        2155,
                        "ab",
                        "naïve 😀",
                        "café",
                        "line\nbreak, \"quoted\"",
                        "x".repeat(70000),
                        "0x01020304",
                        "0x00ff",
                        "0x",
                        "{\"k\": [1, 9223372036854775807, \"ü\"]}",
                        "green",
                        "x,z",
                        true,
                        255L,
                        7L);
        assertThat(rows.get(1).getFirst()).isEqualTo(2);
        assertThat(rows.get(1).subList(1, rows.get(1).size())).containsOnlyNulls();
    }

    @Test
    void queriesGetTheSameTypesThroughJoinsAndExpressions() {
        try (SourceSession session = live.open()) {
            ReadPlan plan =
                    session.describe(
                            LiveSource.query(
                                    "SELECT a.d18, b.t1 AS flag, a.d18 * b.d9 AS product, a.e,"
                                            + " COUNT(*) AS n, SUM(a.d9) AS total, NOW(6) AS now"
                                            + " FROM everything a JOIN everything b USING (id)"
                                            + " GROUP BY 1, 2, 3, 4"));
            assertThat(plan.schema().columns())
                    .extracting(each -> each.name() + " " + label(each))
                    .containsExactly(
                            "d18 decimal(18,4)",
                            "flag bool",
                            "product decimal(27,6)",
                            "e enum",
                            "n int64",
                            "total decimal(31,2)",
                            "now timestamp");
            assertThat(plan.path()).isEqualTo("stream, one statement");
            assertThat(plan.estimatedRows()).isEmpty();
        }
    }

    @Test
    void zeroAndPartialDatesBecomeNullAndAreCounted() {
        List<RowBatch> batches =
                live.read(LiveSource.query("SELECT da, dt FROM edges ORDER BY id"));
        assertThat(BatchValues.rows(batches))
                .containsExactly(
                        Arrays.asList(null, null),
                        Arrays.asList(null, null),
                        List.of(
                                LocalDate.of(2024, 1, 31),
                                LocalDateTime.of(2024, 1, 31, 10, 11, 12, 345_000_000)));
        assertThat(batches.getFirst().replaced()).containsExactly(2, 2);
    }

    @Test
    void zeroDatesFailWhenThePolicySaysSo() {
        ReadRequest request =
                LiveSource.query("SELECT id, da FROM edges", Map.of(), Unrepresentable.FAIL);
        assertThatThrownBy(() -> live.read(request))
                .isInstanceOf(RivetException.class)
                .hasMessageContaining("column da (date) holds 0000-00-00")
                .extracting(MySqlTypesLiveIT::code)
                .isEqualTo(Code.SOURCE_VALUE_UNREPRESENTABLE);
    }

    @Test
    void thePolicyStringTurnsColumnsIntoTheServersText() {
        List<RowBatch> batches =
                live.read(
                        LiveSource.query(
                                "SELECT da, dt, ti, flag FROM edges ORDER BY id",
                                Map.of(),
                                Unrepresentable.STRING));
        assertThat(BatchValues.rows(batches))
                .containsExactly(
                        List.of("0000-00-00", "0000-00-00 00:00:00.000", "10:00:00.00", "1"),
                        List.of("2024-00-15", "2024-00-15 10:11:12.345", "-838:59:59.00", "2"),
                        List.of("2024-01-31", "2024-01-31 10:11:12.345", "24:00:00.00", "-1"));
    }

    @Test
    void timesOutsideADayFailNamingRowAndKey() {
        assertThatThrownBy(() -> live.read(LiveSource.table("edges")))
                .isInstanceOf(RivetException.class)
                .hasMessageContaining("column ti (time) holds -838:59:59.00")
                .hasMessageContaining("id = 2")
                .satisfies(e -> assertThat(action(e)).contains("columns: {ti: text}"));
    }

    @Test
    void timesOutsideADayAreKeptAsMicrosecondsOnRequest() {
        ReadRequest request =
                LiveSource.query(
                        "SELECT ti FROM edges ORDER BY id",
                        Map.of("ti", new LogicalType.Int64()),
                        null);
        assertThat(BatchValues.column(live.read(request), 0))
                .containsExactly(36_000_000_000L, -3_020_399_000_000L, 86_400_000_000L);
    }

    @Test
    void aFlagBeyondOneFailsUntilItIsANumber() {
        String sql = "SELECT flag FROM edges ORDER BY id";
        assertThatThrownBy(() -> live.read(LiveSource.query(sql)))
                .hasMessageContaining("column flag (tinyint(1)) holds 2")
                .satisfies(e -> assertThat(action(e)).contains("columns: {flag: int2}"));
        ReadRequest asNumber = LiveSource.query(sql, Map.of("flag", new LogicalType.Int16()), null);
        assertThat(BatchValues.column(live.read(asNumber), 0)).containsExactly(1, 2, -1);
        List<RowBatch> asNull = live.read(LiveSource.query(sql, Map.of(), Unrepresentable.NULL));
        assertThat(BatchValues.column(asNull, 0)).containsExactly(true, null, null);
        assertThat(asNull.getFirst().replaced()).containsExactly(2);
    }

    @Test
    void bitsBeyondALongFailUntilTheyAreADecimal() {
        String sql = "SELECT big FROM edges ORDER BY id";
        assertThatThrownBy(() -> live.read(LiveSource.query(sql)))
                .hasMessageContaining("column big (bit) holds 18446744073709551615")
                .satisfies(e -> assertThat(action(e)).contains("decimal(20,0)"));
        ReadRequest asDecimal =
                LiveSource.query(sql, Map.of("big", new LogicalType.Decimal(20, 0)), null);
        assertThat(BatchValues.column(live.read(asDecimal), 0))
                .containsExactly(
                        BigDecimal.ONE, BigDecimal.ONE, new BigDecimal("18446744073709551615"));
    }

    @Test
    void overridesConvertExactly() {
        ReadRequest request =
                LiveSource.query(
                        "SELECT id, bu, d9, vc, c, j, UUID_TO_BIN('00112233-4455-6677-8899-aabbccddeeff')"
                                + " AS u, '00112233-4455-6677-8899-AABBCCDDEEFF' AS v, '12.50' AS n"
                                + " FROM everything WHERE id = 1",
                        Map.of(
                                "id", new LogicalType.Decimal(5, 2),
                                "bu", new LogicalType.Decimal(20, 0),
                                "d9", new LogicalType.Text(),
                                "c", new LogicalType.Binary(),
                                "j", new LogicalType.Text(),
                                "u", new LogicalType.Uuid(),
                                "v", new LogicalType.Uuid(),
                                "n", new LogicalType.Decimal(30, 3)),
                        null);
        UUID uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        assertThat(BatchValues.rows(live.read(request)).getFirst())
                .containsExactly(
                        new BigDecimal("1.00"),
                        new BigDecimal("18446744073709551615"),
                        "-1234567.89",
                        "naïve 😀",
                        "0x6162",
                        "{\"k\": [1, 9223372036854775807, \"ü\"]}",
                        uuid,
                        uuid,
                        new BigDecimal("12.500"));
    }

    @Test
    void anOverrideThatAValueDoesNotFitFails() {
        assertThatThrownBy(
                        () ->
                                live.read(
                                        LiveSource.query(
                                                "SELECT '12abc' AS n",
                                                Map.of("n", new LogicalType.Int32()),
                                                null)))
                .hasMessageContaining("column n (varchar) holds '12abc', which does not fit int32");
        assertThatThrownBy(
                        () ->
                                live.read(
                                        LiveSource.query(
                                                "SELECT d9 FROM everything WHERE id = 1",
                                                Map.of("d9", new LogicalType.Decimal(9, 1)),
                                                null)))
                .hasMessageContaining("'-1234567.89', which does not fit decimal(9,1)");
    }

    @Test
    void anOverrideThatCanNeverWorkIsRefusedBeforeReading() {
        ReadRequest request =
                LiveSource.query(
                        "SELECT d FROM everything", Map.of("d", new LogicalType.Uuid()), null);
        assertThatThrownBy(() -> describe(request))
                .extracting(MySqlTypesLiveIT::code)
                .isEqualTo(Code.SOURCE_OVERRIDE_WIRE_MISMATCH);
    }

    @Test
    void anOverrideOfAnUnknownColumnNamesTheOneMeant() {
        ReadRequest request =
                LiveSource.query(
                        "SELECT d9 FROM everything", Map.of("D9", new LogicalType.Text()), null);
        assertThatThrownBy(() -> describe(request))
                .hasMessageContaining("Did you mean d9?")
                .extracting(MySqlTypesLiveIT::code)
                .isEqualTo(Code.CONFIG_COLUMN_OVERRIDE_CASE);
    }

    @Test
    void columnsWithoutAMappingAreNamedAllAtOnce() {
        assertThatThrownBy(() -> describe(LiveSource.table("places")))
                .hasMessageContaining("p (point)")
                .hasMessageContaining("g (geometry)")
                .hasMessageContaining("ST_AsText(`g`) AS `g`")
                .extracting(MySqlTypesLiveIT::code)
                .isEqualTo(Code.TYPE_UNSAFE_MAPPING);
    }

    @Test
    void bytesThatAreNoTextFailWhenReadAsText() {
        ReadRequest request =
                LiveSource.query("SELECT 0xC328 AS b", Map.of("b", new LogicalType.Text()), null);
        assertThatThrownBy(() -> live.read(request)).hasMessageContaining("not UTF-8");
    }

    @Test
    void edgeValuesOfTextAndNumbers() {
        assertThat(live.value("SELECT 'a\\0b' AS v")).isEqualTo("a\0b");
        assertThat(live.value("SELECT '' AS v")).isEqualTo("");
        assertThat(live.value("SELECT -0.0e0 AS v")).isEqualTo(-0.0);
        assertThat(live.value("SELECT CAST(0 AS DECIMAL(65,0)) AS v")).isEqualTo(BigDecimal.ZERO);
        assertThat(live.value("SELECT CAST('1000-01-01' AS DATE) AS v"))
                .isEqualTo(LocalDate.of(1000, 1, 1));
        assertThat(live.value("SELECT CAST('{\"a\": 1}' AS JSON) AS v")).isEqualTo("{\"a\": 1}");
    }

    private static void describe(ReadRequest request) {
        try (SourceSession session = live.open()) {
            session.describe(request);
        }
    }

    static Code code(Throwable failure) {
        return ((RivetException) failure).diagnostic().code();
    }

    static String action(Throwable failure) {
        return ((RivetException) failure).diagnostic().action();
    }
}
