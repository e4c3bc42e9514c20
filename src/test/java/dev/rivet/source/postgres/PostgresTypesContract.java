package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.row.LogicalType;
import dev.rivet.row.LogicalType.Decimal;
import dev.rivet.row.Unrepresentable;
import dev.rivet.testing.PostgresServer;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every supported version of the server must deliver, type by type and edge by edge.
interface PostgresTypesContract {
    PostgresServer server();

    default Reading reading() {
        return new Reading(server().source());
    }

    /// The same, of another database.
    default Reading reading(String database) {
        return new Reading(server().source(database));
    }

    default Reading.Result all(String sql) {
        return reading().all(sql);
    }

    default @Nullable Object value(String expression) {
        return all("SELECT " + expression + " AS v").value();
    }

    default RivetException failure(Reading reading, String expression) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(
                RivetException.class, () -> reading.all("SELECT " + expression + " AS v"));
    }

    default void assertUnrepresentable(String expression, String shown) {
        RivetException failure = failure(reading(), expression);
        assertThat(failure).as(expression).isNotNull();
        assertThat(failure.diagnostic().code()).isEqualTo(Code.SOURCE_VALUE_UNREPRESENTABLE);
        assertThat(failure.getMessage()).contains("\"v\"", shown);
        assertThat(failure.diagnostic().action()).contains("{v: text}");
    }

    @Test
    default void everyMappedTypeArrivesWithItsValue() {
        server().execute(
                        "DROP TABLE IF EXISTS matrix",
                        "DROP DOMAIN IF EXISTS price",
                        "DROP TYPE IF EXISTS mood",
                        "CREATE TYPE mood AS ENUM ('sad', 'très content')",
                        "CREATE DOMAIN price AS numeric(12,3)",
                        "CREATE TABLE matrix (b bool, i2 int2, i4 int4, i8 int8, o oid, f4 float4,"
                                + " f8 float8, n9 numeric(9,2), n18 numeric(18,4), n38"
                                + " numeric(38,10), n76 numeric(76,20), d price, c char(5), vc"
                                + " varchar(9), t text, nm name, by bytea, js json, jb jsonb, u"
                                + " uuid, da date, ti time, ts timestamp, tz timestamptz, iv"
                                + " interval, m mood)",
                        "INSERT INTO matrix VALUES (true, -32768, -2147483648,"
                                + " -9223372036854775808, 4294967295, 1.5, -1e300, -1234567.89,"
                                + " 99999999999999.9999, -9999999999999999999999999999.0123456789,"
                                + " 12345678901234567890123456789012345678901234567890123456"
                                + ".00000000000000000001, 1.5, 'ab', 'é€', 'a''\"\\ 😀', 'nm',"
                                + " '\\x00ff', '{\"a\" : 12345678901234567890.10}',"
                                + " '{\"b\":1, \"a\": [true]}',"
                                + " '01234567-89ab-cdef-0123-456789abcdef', '2024-02-29',"
                                + " '23:59:59.999999', '2024-02-29 12:34:56.789012',"
                                + " '2024-02-29 12:34:56.789012+05', '1 year 2 mons -3 days 25:00',"
                                + " 'très content')",
                        "INSERT INTO matrix (b) VALUES (NULL)");

        Reading.Result result = reading().all(reading().table("public.matrix"));

        assertThat(result.schema().columns().stream().map(c -> c.type().label()))
                .containsExactly(
                        "bool",
                        "int16",
                        "int32",
                        "int64",
                        "int64",
                        "float32",
                        "float64",
                        "decimal(9,2)",
                        "decimal(18,4)",
                        "decimal(38,10)",
                        "decimal(76,20)",
                        "decimal(12,3)",
                        "text",
                        "text",
                        "text",
                        "text",
                        "binary",
                        "json",
                        "json",
                        "uuid",
                        "date",
                        "time",
                        "timestamp",
                        "timestamp_tz",
                        "interval",
                        "enum");
        assertThat(result.schema().columns().stream().map(c -> c.nativeType()))
                .contains("bool", "int2", "numeric", "bpchar", "jsonb", "timestamptz", "mood");
        assertThat(result.rows().getFirst())
                .containsExactly(
                        true,
                        -32_768,
                        Integer.MIN_VALUE,
                        Long.MIN_VALUE,
                        4_294_967_295L,
                        1.5f,
                        -1e300,
                        new BigDecimal("-1234567.89"),
                        new BigDecimal("99999999999999.9999"),
                        new BigDecimal("-9999999999999999999999999999.0123456789"),
                        new BigDecimal(
                                "12345678901234567890123456789012345678901234567890123456"
                                        + ".00000000000000000001"),
                        new BigDecimal("1.500"),
                        "ab   ",
                        "é€",
                        "a'\"\\ 😀",
                        "nm",
                        "00ff",
                        "{\"a\" : 12345678901234567890.10}",
                        "{\"a\": [true], \"b\": 1}",
                        UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"),
                        (int) LocalDate.of(2024, 2, 29).toEpochDay(),
                        86_399_999_999L,
                        micros("2024-02-29T12:34:56.789012"),
                        micros("2024-02-29T07:34:56.789012"),
                        "P1Y2M-3DT25H",
                        "très content");
        assertThat(result.rows().get(1)).hasSize(26).containsOnlyNulls();
    }

    private static long micros(String local) {
        return ChronoUnit.MICROS.between(
                LocalDate.EPOCH.atStartOfDay(), LocalDateTime.parse(local));
    }

    @Test
    default void listsOfEveryMappedTypeArrive() {
        assertThat(value("ARRAY[1,NULL,3]")).isEqualTo(Arrays.asList(1, null, 3));
        assertThat(value("ARRAY[1::int2]")).isEqualTo(List.of(1));
        assertThat(value("ARRAY[1::int8]")).isEqualTo(List.of(1L));
        assertThat(value("ARRAY[7::oid]")).isEqualTo(List.of(7L));
        assertThat(value("ARRAY[true,false]")).isEqualTo(List.of(true, false));
        assertThat(value("ARRAY[1.5::float4]")).isEqualTo(List.of(1.5f));
        assertThat(value("ARRAY['NaN'::float8]")).isEqualTo(List.of(Double.NaN));
        assertThat(value("ARRAY[1.5,2]::numeric(10,2)[]"))
                .isEqualTo(List.of(new BigDecimal("1.50"), new BigDecimal("2.00")));
        assertThat(value("ARRAY['a','','{b,\"c\"}',NULL]"))
                .isEqualTo(Arrays.asList("a", "", "{b,\"c\"}", null));
        assertThat(value("ARRAY['a'::varchar(3)]")).isEqualTo(List.of("a"));
        assertThat(value("ARRAY['a'::char(3)]")).isEqualTo(List.of("a  "));
        assertThat(value("ARRAY['a'::name]")).isEqualTo(List.of("a"));
        assertThat(value("ARRAY['\\x01ff'::bytea]")).isEqualTo(List.of("01ff"));
        assertThat(value("ARRAY['1970-01-02'::date]")).isEqualTo(List.of(1));
        assertThat(value("ARRAY['00:00:01'::time]")).isEqualTo(List.of(1_000_000L));
        assertThat(value("ARRAY['1970-01-01 00:00:01'::timestamp]")).isEqualTo(List.of(1_000_000L));
        assertThat(value("ARRAY['1970-01-01 00:00:01+00'::timestamptz]"))
                .isEqualTo(List.of(1_000_000L));
        assertThat(value("ARRAY['1 day'::interval]")).isEqualTo(List.of("P1D"));
        assertThat(value("ARRAY['{\"a\":1}'::json]")).isEqualTo(List.of("{\"a\":1}"));
        assertThat(value("ARRAY['{\"a\":1}'::jsonb]")).isEqualTo(List.of("{\"a\": 1}"));
        assertThat(value("ARRAY['01234567-89ab-cdef-0123-456789abcdef'::uuid]"))
                .isEqualTo(List.of(UUID.fromString("01234567-89ab-cdef-0123-456789abcdef")));
        server().execute(
                        "DROP TYPE IF EXISTS colour CASCADE",
                        "CREATE TYPE colour AS ENUM ('red', 'green')");
        assertThat(value("ARRAY['green'::colour]")).isEqualTo(List.of("green"));
    }

    @Test
    default void emptyListIsNotNull() {
        assertThat(value("'{}'::int[]")).isEqualTo(List.of());
        assertThat(value("NULL::int[]")).isNull();
    }

    @Test
    default void arraysWhoseIndexBeginsElsewhereAreCountedAndKeepTheirElements() {
        String sql =
                "SELECT v FROM (VALUES ('[0:2]={1,2,3}'::int[]), ('{4}'), ('[5:6]={5,6}'), ('{}'),"
                        + " (NULL)) AS t(v)";
        Reading.Result result = all(sql);

        assertThat(result.rows().stream().map(List::getFirst))
                .containsExactly(List.of(1, 2, 3), List.of(4), List.of(5, 6), List.of(), null);
        assertThat(result.rebased(0)).isEqualTo(2);

        Reading.Result text = reading().overriding("v", new LogicalType.Text()).all(sql);

        assertThat(text.value()).isEqualTo("[0:2]={1,2,3}");
        assertThat(text.rebased(0)).isZero();
        assertThatThrownBy(() -> reading().under(Unrepresentable.FAIL).all(sql))
                .isInstanceOf(RivetException.class)
                .hasMessageContaining("an array whose index begins at 0");
    }

    @Test
    default void aValueWithoutAPlaceIsNamedWithItsKey() {
        server().execute(
                        "DROP TABLE IF EXISTS keyed, keyed_twice, keyless",
                        "CREATE TABLE keyed (until date, id int PRIMARY KEY)",
                        "INSERT INTO keyed SELECT '2020-01-01', n FROM generate_series(1, 3000) n",
                        "UPDATE keyed SET until = 'infinity' WHERE id = 2345",
                        "CREATE TABLE keyed_twice (day date, name text, n numeric, amount"
                                + " numeric(5,2), PRIMARY KEY (day, name, n))",
                        "INSERT INTO keyed_twice VALUES ('2024-02-29', 'it''s', 1.50, 1),"
                                + " ('2024-03-01', 'ü', 2.5, 'NaN')",
                        "CREATE TABLE keyless AS SELECT * FROM keyed",
                        "GRANT SELECT ON keyed, keyed_twice, keyless TO PUBLIC");

        assertThatThrownBy(() -> reading().all(reading().table("keyed")))
                .hasMessageContaining("\"until\"")
                .hasMessageEndingWith(" The row has id = 2345.");
        assertThatThrownBy(() -> reading().all(reading().table("keyless")))
                .hasMessageEndingWith("which has no place in date.");
        assertThatThrownBy(() -> all("SELECT until FROM keyed"))
                .hasMessageEndingWith("which has no place in date.");
        queriesNameTheKey();
    }

    /// A query names the key too, if it reads it.
    default void queriesNameTheKey() {
        assertThatThrownBy(() -> all("SELECT id * 2 AS twice, until, id AS key FROM keyed"))
                .hasMessageEndingWith(" The row has key = 2345.");
        assertThatThrownBy(
                        () ->
                                reading()
                                        .overriding("n", new Decimal(10, 2))
                                        .all("SELECT * FROM keyed_twice"))
                .hasMessageEndingWith(" The row has day = 2024-03-01, name = 'ü', n = 2.5.");
    }

    @Test
    default void arraysOfDimensionsAreRefusedUnlessAsText() {
        assertUnrepresentable("'{{1,2},{3,4}}'::int[]", "2 dimensions");
        assertThat(
                        reading()
                                .overriding("v", new LogicalType.Text())
                                .all("SELECT '{{1,2},{3,4}}'::int[] AS v")
                                .value())
                .isEqualTo("{{1,2},{3,4}}");
    }

    @Test
    default void elementsOfADomainKeepItsPrecision() {
        server().execute(
                        "DROP DOMAIN IF EXISTS amount CASCADE",
                        "CREATE DOMAIN amount AS numeric(7,3)");
        Reading.Result result = all("SELECT ARRAY[1.5, NULL]::amount[] AS v");

        assertThat(result.type()).isEqualTo(new LogicalType.ListOf(new Decimal(7, 3)));
        assertThat(result.value()).isEqualTo(Arrays.asList(new BigDecimal("1.500"), null));
    }

    @Test
    default void precisionIsKnownThroughJoinsAndSubqueries() {
        server().execute(
                        "DROP TABLE IF EXISTS joined_a, joined_b",
                        "CREATE TABLE joined_a (id int, net numeric(10,2))",
                        "CREATE TABLE joined_b (id int, tax numeric(20,6))",
                        "INSERT INTO joined_a VALUES (1, 10.5)",
                        "INSERT INTO joined_b VALUES (1, 0.000001)");

        Reading.Result result =
                all(
                        "WITH x AS (SELECT * FROM joined_a JOIN joined_b USING (id))"
                                + " SELECT net, tax FROM (SELECT * FROM x) y");

        assertThat(result.schema().columns().stream().map(c -> c.type().label()))
                .containsExactly("decimal(10,2)", "decimal(20,6)");
        assertThat(result.rows().getFirst())
                .containsExactly(new BigDecimal("10.50"), new BigDecimal("0.000001"));
    }

    @Test
    default void floatsKeepTheirSpecialValues() {
        assertThat(value("'NaN'::float8")).isEqualTo(Double.NaN);
        assertThat(value("'-Infinity'::float8")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(value("'Infinity'::float4")).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(value("'-0'::float8")).isEqualTo(-0.0);
        assertThat(value("1e100::float8")).isEqualTo(1e100);
        assertThat(value("0.1::float4")).isEqualTo(0.1f);
    }

    @Test
    default void numericWithoutAPlaceIsRefusedAndTextKeepsItAsItIs() {
        assertUnrepresentable("'NaN'::numeric(10,2)", "NaN");
        Reading narrow = reading().overriding("v", new Decimal(4, 1));
        assertThat(failure(narrow, "1.25::numeric(10,2)").getMessage()).contains("1.25");
        assertThat(failure(narrow, "1234::numeric(10,2)").getMessage()).contains("1234");

        Reading text = reading().overriding("v", new LogicalType.Text());
        assertThat(text.all("SELECT 1.50::numeric AS v").value()).isEqualTo("1.50");
        assertThat(text.all("SELECT 'NaN'::numeric AS v").value()).isEqualTo("NaN");
    }

    @Test
    default void computedNumericNeedsAnOverride() {
        assertThat(failure(reading(), "1.5 * 2").diagnostic().code())
                .isEqualTo(Code.TYPE_UNSAFE_MAPPING);
        assertThat(
                        reading()
                                .overriding("v", new Decimal(38, 18))
                                .all("SELECT 1.5 * 2 AS v")
                                .value())
                .isEqualTo(new BigDecimal("3.000000000000000000"));
    }

    @Test
    default void infinityInDatesFollowsThePolicy() {
        for (String type : List.of("date", "timestamp", "timestamptz")) {
            String expression = "'-infinity'::" + type;
            assertUnrepresentable(expression, "-infinity");
            Reading.Result replaced =
                    reading().under(Unrepresentable.NULL).all("SELECT " + expression + " AS v");
            assertThat(replaced.value()).isNull();
            assertThat(replaced.replaced(0)).isEqualTo(1);
            Reading.Result text =
                    reading().under(Unrepresentable.STRING).all("SELECT " + expression + " AS v");
            assertThat(text.type()).isEqualTo(new LogicalType.Text());
            assertThat(text.value()).isEqualTo("-infinity");
        }
    }

    @Test
    default void infinityInsideAListFollowsThePolicyToo() {
        assertUnrepresentable("ARRAY['infinity'::date]", "infinity");
        Reading.Result replaced =
                reading()
                        .under(Unrepresentable.NULL)
                        .all("SELECT ARRAY['infinity'::date, '1970-01-01'] AS v");
        assertThat(replaced.value()).isEqualTo(Arrays.asList(null, 0));
        assertThat(replaced.replaced(0)).isEqualTo(1);
        assertThat(
                        reading()
                                .under(Unrepresentable.STRING)
                                .all("SELECT ARRAY['infinity'::date] AS v")
                                .value())
                .isEqualTo("{infinity}");
    }

    @Test
    default void midnightAtTheEndOfADayFollowsThePolicy() {
        assertUnrepresentable("'24:00:00'::time", "24:00:00");
        assertThat(
                        reading()
                                .under(Unrepresentable.STRING)
                                .all("SELECT '24:00:00'::time AS v")
                                .value())
                .isEqualTo("24:00:00");
        assertThat(
                        reading()
                                .under(Unrepresentable.NULL)
                                .all("SELECT '24:00:00'::time AS v")
                                .replaced(0))
                .isEqualTo(1);
    }

    @Test
    default void farDatesArriveAndTheFarthestTimestampsDoNot() {
        assertThat(value("'0044-03-15 BC'::date"))
                .isEqualTo((int) LocalDate.of(-43, 3, 15).toEpochDay());
        assertThat(value("'5874897-12-31'::date")).isEqualTo(2_145_042_905);
        assertThat(value("'10000-01-01'::timestamp")).isEqualTo(253_402_300_800_000_000L);
        assertThat(value("'4713-01-01 00:00:00 BC'::timestamp"))
                .isEqualTo(LocalDate.of(-4712, 1, 1).toEpochDay() * 86_400_000_000L);
        assertThat(value("'1969-12-31 23:59:59.999999'::timestamp")).isEqualTo(-1L);
        assertThat(value("'294247-01-10 04:00:54.775806+00'::timestamptz"))
                .isEqualTo(Long.MAX_VALUE - 1);
        assertUnrepresentable("'294247-01-10 04:00:54.775808+00'::timestamptz", "294247-01-10");
    }

    @Test
    default void timestampsAreInUtcWhateverTheServerIsSetTo() {
        assertThat(
                        reading()
                                .overriding("v", new LogicalType.Text())
                                .all("SELECT '2024-01-01 12:00:00+05'::timestamptz AS v")
                                .value())
                .isEqualTo("2024-01-01 07:00:00+00");
    }

    @Test
    default void sessionIsInUtc() {
        assertThat(all("SELECT current_setting('TimeZone') AS v").value()).isEqualTo("UTC");
    }

    @Test
    default void intervalsAreIsoDurations() {
        assertThat(value("'0'::interval")).isEqualTo("PT0S");
        assertThat(value("'-1 year'::interval")).isEqualTo("P-1Y");
        assertThat(value("'25 hours'::interval")).isEqualTo("PT25H");
        assertThat(value("'-01:02:00'::interval")).isEqualTo("PT-1H-2M");
        assertThat(value("'14 mons 1.5 seconds'::interval")).isEqualTo("P1Y2MT1.500000S");
    }

    @Test
    default void emptyTextIsNotNull() {
        assertThat(all("SELECT '' AS a, NULL::text AS b").rows().getFirst())
                .isEqualTo(Arrays.asList("", null));
    }

    @Test
    default void textOverrideRescuesTypesThatHaveNoCounterpart() {
        Reading text = reading().overriding("v", new LogicalType.Text());
        assertThat(text.all("SELECT '10.0.0.1/8'::inet AS v").value()).isEqualTo("10.0.0.1/8");
        assertThat(text.all("SELECT '10.0.0.0/8'::cidr AS v").value()).isEqualTo("10.0.0.0/8");
        assertThat(text.all("SELECT B'101'::bit(3) AS v").value()).isEqualTo("101");
        assertThat(text.all("SELECT '[1,3)'::int4range AS v").value()).isEqualTo("[1,3)");
        assertThat(text.all("SELECT '08:00+02'::timetz AS v").value()).isEqualTo("08:00:00+02");
        assertThat(text.all("SELECT '08:00:2b:01:02:03'::macaddr AS v").value())
                .isEqualTo("08:00:2b:01:02:03");
        assertThat(text.all("SELECT '(1,2)'::point AS v").value()).isEqualTo("(1,2)");
        assertThat(text.all("SELECT true AS v").value()).isEqualTo("t");
        assertThat(text.all("SELECT '\\x01'::bytea AS v").value()).isEqualTo("\\x01");
    }

    @Test
    default void textOverrideRescuesRows() {
        Reading text = reading().overriding("v", new LogicalType.Text());
        assertThat(text.all("SELECT ROW(1,'a') AS v").value()).isEqualTo("(1,a)");
    }

    @Test
    default void textBecomesUuidOnlyIfItIsOne() {
        Reading uuid = reading().overriding("v", new LogicalType.Uuid());
        assertThat(uuid.all("SELECT '01234567-89AB-cdef-0123-456789abcdef' AS v").value())
                .isEqualTo(UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"));
        assertThat(failure(uuid, "'not one'").getMessage()).contains("\"not one\"");
    }

    @Test
    default void narrowedIntegersAreCheckedValueByValue() {
        Reading narrow = reading().overriding("v", new LogicalType.Int16());
        assertThat(narrow.all("SELECT -32768 AS v").value()).isEqualTo(-32_768);
        assertThat(failure(narrow, "32768").getMessage()).contains("32768");
    }

    @Test
    default void unsupportedColumnsAreListedTogetherAndNothingIsRead() {
        assertThatThrownBy(
                        () ->
                                all(
                                        "SELECT '1'::money AS m, '10.0.0.1'::inet AS i,"
                                                + " 1.5::numeric AS n, '{1}'::numeric[] AS na,"
                                                + " 1/0 AS never"))
                .isInstanceOfSatisfying(
                        RivetException.class,
                        failure -> {
                            assertThat(failure.diagnostics()).hasSize(1);
                            assertThat(failure.diagnostic().code())
                                    .isEqualTo(Code.TYPE_UNSAFE_MAPPING);
                            assertThat(failure.getMessage())
                                    .contains("4 columns", "m (money)", "i (inet)")
                                    .contains("n (numeric)", "na (_numeric)");
                        });
    }

    @Test
    default void invalidTextOfADatabaseWithoutEncodingIsRefusedByColumn() throws Exception {
        server().execute(
                        "DROP DATABASE IF EXISTS bytes_only",
                        "CREATE DATABASE bytes_only TEMPLATE template0 ENCODING 'SQL_ASCII'"
                                + " LC_COLLATE 'C' LC_CTYPE 'C'");
        try (var connection = server().connect("bytes_only");
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id int, good text, bad text)");
            statement.execute(
                    "INSERT INTO t VALUES (1, convert_from('\\xc3a9', 'SQL_ASCII'),"
                            + " convert_from('\\xe9', 'SQL_ASCII'))");
            statement.execute("GRANT SELECT ON t TO " + server().source().endpoint().user());
        }
        Reading reading = reading("bytes_only");

        assertThat(reading.all("SELECT good FROM t").value()).isEqualTo("é");
        assertThatThrownBy(() -> reading.all("SELECT id, bad FROM t"))
                .isInstanceOf(RivetException.class)
                .hasMessageContaining("\"bad\"")
                .hasMessageContaining("not valid UTF-8");
    }
}
