package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rivet.config.SourceConfig;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.row.Column;
import dev.rivet.row.LogicalType;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.Remedy;
import dev.rivet.testing.PostgresServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Whatever a failure says to write is written, and then the read succeeds.
class PostgresRemediesLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();

    /// Whatever stands in backticks.
    private static final Pattern EXPRESSION = Pattern.compile("`([^`]+)`");

    /// A column that is refused.
    ///
    /// @param override its type under `columns:`; null for none
    private record Situation(
            String database,
            String column,
            String expression,
            @Nullable LogicalType override,
            Code code) {
        String query() {
            return "SELECT " + expression + " AS \"" + column.replace("\"", "\"\"") + '"';
        }

        Situation called(String name) {
            return new Situation(database, name, expression, override, code);
        }

        Situation as(LogicalType type) {
            return new Situation(database, column, expression, type, code);
        }

        Reading reading() {
            SourceConfig.Postgres source =
                    database.isEmpty() ? SERVER.source() : SERVER.source(database);
            Reading plain = new Reading(source);
            return override == null ? plain : plain.overriding(column, override);
        }
    }

    private static Situation unmapped(String expression) {
        return new Situation("", "v", expression, null, Code.TYPE_UNSAFE_MAPPING);
    }

    private static Situation misfit(String expression) {
        return new Situation("", "v", expression, null, Code.SOURCE_VALUE_UNREPRESENTABLE);
    }

    private static Situation mismatch(String expression, LogicalType type) {
        return new Situation("", "v", expression, type, Code.SOURCE_OVERRIDE_WIRE_MISMATCH);
    }

    private static Situation bytes(String expression) {
        String latin1 = expression.replace("$", "convert_from('\\x61e95c', 'SQL_ASCII')");
        return new Situation(
                "remedies_ascii", "v", latin1, null, Code.SOURCE_VALUE_UNREPRESENTABLE);
    }

    private static List<Situation> withoutAType() {
        return List.of(
                unmapped("1.5::numeric"),
                unmapped("1.5::numeric").called("a b"),
                unmapped("1.5::numeric").called("say \"a\": {b}, c"),
                unmapped("1.5::numeric(100,2)"),
                unmapped("'{1.5,2}'::numeric[]"),
                unmapped("'{1.5,2}'::numeric(100,2)[]"),
                unmapped("12.34::money"),
                unmapped("'{12.34}'::money[]"),
                unmapped("'a=>1'::hstore"),
                unmapped("ROW(1, 'a')::remedy_pair"),
                unmapped("ARRAY[ROW(1, 'a')::remedy_pair]"),
                unmapped("ROW(1, 'a')"),
                unmapped("'10.0.0.1'::inet"),
                unmapped("'{10.0.0.1}'::inet[]"),
                unmapped("'<a/>'::xml"),
                unmapped("B'101'"),
                unmapped("'[1,2)'::int4range"),
                unmapped("'{[1,2)}'::int4multirange"),
                unmapped("'(1,2)'::point"),
                unmapped("'12:00+02'::timetz"),
                unmapped("'a fat cat'::tsvector"),
                unmapped("'x'::\"char\""),
                unmapped("'pg_class'::regclass"),
                unmapped("'1/2'::pg_lsn"),
                unmapped("pg_sleep(0)"));
    }

    private static List<Situation> withoutAPlace() {
        return List.of(
                misfit("'infinity'::date"),
                misfit("'infinity'::date").called("until, or \"never\""),
                misfit("'-infinity'::timestamp"),
                misfit("'infinity'::timestamptz"),
                misfit("'infinity'::timestamptz").as(new LogicalType.Timestamp()),
                misfit("'infinity'::date").as(new LogicalType.Date()),
                misfit("'24:00'::time"),
                misfit("'infinity'::interval"),
                misfit("'{2020-01-01,infinity}'::date[]"),
                misfit("'{{1,2},{3,4}}'::int[]"),
                misfit("'NaN'::numeric(10,2)"),
                misfit("'{NaN}'::numeric(10,2)[]"),
                misfit("'Infinity'::numeric").as(new LogicalType.Decimal(38, 10)),
                misfit("1234.5::numeric").as(new LogicalType.Decimal(5, 2)),
                misfit("1.25::numeric").as(new LogicalType.Int64()),
                misfit("70000").as(new LogicalType.Int16()),
                misfit("70000").as(new LogicalType.Decimal(3, 0)),
                misfit("'no uuid'::text").as(new LogicalType.Uuid()),
                mismatch("1", new LogicalType.Uuid()),
                mismatch("1", new LogicalType.Uuid()).called("a-b"),
                mismatch("'{1}'::int[]", new LogicalType.Int32()));
    }

    private static List<Situation> withoutAnEncoding() {
        return List.of(
                bytes("$"),
                bytes("$::varchar(10)"),
                bytes("$::char(10)").called("c: d"),
                bytes("$::name"),
                bytes("('\"' || replace($, '\\', '') || '\"')::json"),
                bytes("('\"' || replace($, '\\', '') || '\"')::jsonb"),
                bytes("ARRAY[$]"),
                bytes("ARRAY[('\"' || replace($, '\\', '') || '\"')::jsonb]"),
                bytes("$").as(new LogicalType.Json()),
                bytes("ROW(1, $)").as(new LogicalType.Text()));
    }

    @BeforeAll
    static void fill() throws SQLException {
        SERVER.execute(
                "CREATE EXTENSION IF NOT EXISTS hstore",
                "DROP TYPE IF EXISTS remedy_pair CASCADE",
                "CREATE TYPE remedy_pair AS (a int, b text)",
                "DROP DATABASE IF EXISTS remedies_ascii",
                "CREATE DATABASE remedies_ascii TEMPLATE template0 ENCODING 'SQL_ASCII'"
                        + " LC_COLLATE 'C' LC_CTYPE 'C'",
                "DROP DATABASE IF EXISTS remedies_japan",
                "CREATE DATABASE remedies_japan TEMPLATE template0 ENCODING 'EUC_JP'"
                        + " LC_COLLATE 'C' LC_CTYPE 'C'");
    }

    @TestFactory
    Stream<DynamicNode> everyRemedyHelps() {
        return Stream.of(withoutAType(), withoutAPlace(), withoutAnEncoding())
                .flatMap(List::stream)
                .map(each -> dynamicContainer(each.query(), remedies(each)));
    }

    private static Stream<DynamicNode> remedies(Situation situation) {
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class, () -> situation.reading().all(situation.query()));
        assertThat(failure).as("is it refused?").isNotNull();
        assertThat(failure.diagnostic().code()).isEqualTo(situation.code());
        List<Remedy> remedies = Remedy.of(failure, EXPRESSION);
        assertThat(remedies)
                .as("%s\n%s", failure.getMessage(), failure.diagnostic().action())
                .isNotEmpty();
        return remedies.stream()
                .map(each -> dynamicTest(each.toString(), () -> helps(each, situation)));
    }

    private static void helps(Remedy remedy, Situation situation) {
        Reading.Result result =
                switch (remedy) {
                    case Remedy.Setting(_, var overrides, var policy) ->
                            situation
                                    .reading()
                                    .overriding(overrides.isEmpty() ? given(situation) : overrides)
                                    .under(policy)
                                    .all(situation.query());
                    case Remedy.Expression(String sql) ->
                            new Reading(situation.reading().source())
                                    .all(
                                            "SELECT %s AS helped FROM (%s) AS refused"
                                                    .formatted(sql, situation.query()));
                };

        assertThat(result.rows()).hasSize(1);
        boolean replaces =
                remedy instanceof Remedy.Setting(_, _, var policy)
                        && policy == Unrepresentable.NULL;
        assertThat(result.replaced(0)).isEqualTo(replaces ? 1 : 0);
        assertThat(replaces || result.value() != null).isTrue();
    }

    private static Map<String, LogicalType> given(Situation situation) {
        LogicalType override = situation.override();
        return override == null ? Map.of() : Map.of(situation.column(), override);
    }

    @Test
    void whereOnlyColumnsAreGrantedTheQueryThatIsGivenReadsThem() {
        String user = SERVER.source().endpoint().user();
        SERVER.execute(
                "DROP SCHEMA IF EXISTS \"Odd one\" CASCADE",
                "CREATE SCHEMA \"Odd one\"",
                "GRANT USAGE ON SCHEMA \"Odd one\" TO " + user,
                "CREATE TABLE \"Odd one\".\"select\" (id int, secret text, \"a: b, 'c' # \"\"d\"\"\""
                        + " text, \"Größe\" int, gone int)",
                "INSERT INTO \"Odd one\".\"select\" VALUES (1, 'x', 'y', 2, 3)",
                "ALTER TABLE \"Odd one\".\"select\" DROP COLUMN gone",
                "GRANT SELECT (id, \"a: b, 'c' # \"\"d\"\"\", \"Größe\") ON \"Odd one\".\"select\" TO "
                        + user);
        Reading reading = new Reading(SERVER.source());
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class, () -> reading.all(reading.table("Odd one.select")));

        assertThat(failure.diagnostic().action()).contains("GRANT SELECT").doesNotContain("secret");
        Reading.Result result = reading.all(Remedy.query(failure));

        assertThat(result.schema().columns())
                .extracting(Column::name)
                .containsExactly("id", "a: b, 'c' # \"d\"", "Größe");
        assertThat(result.rows()).containsExactly(List.of(1, "y", 2));
    }

    @Test
    void whereNothingIsGrantedNoQueryIsGiven() {
        SERVER.execute(
                "DROP TABLE IF EXISTS shut",
                "CREATE TABLE shut (id int)",
                "REVOKE ALL ON shut FROM PUBLIC, " + SERVER.source().endpoint().user());
        Reading reading = new Reading(SERVER.source());

        assertThatThrownBy(() -> reading.all(reading.table("shut")))
                .isInstanceOfSatisfying(
                        RivetException.class,
                        failure ->
                                assertThat(failure.diagnostic().action())
                                        .contains("GRANT SELECT")
                                        .doesNotContain("query:"));
    }

    @Test
    void latin1IsConvertedByTheExpressionThatIsGiven() {
        Situation situation = bytes("$");
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class, () -> situation.reading().all(situation.query()));
        String sql =
                Remedy.of(failure, EXPRESSION).stream()
                        .filter(Remedy.Expression.class::isInstance)
                        .map(each -> ((Remedy.Expression) each).text())
                        .findFirst()
                        .orElseThrow();

        assertThat(
                        situation
                                .reading()
                                .all("SELECT %s FROM (%s) AS q".formatted(sql, situation.query()))
                                .value())
                .isEqualTo("aé\\");
    }

    @Test
    void textThatHasNoCounterpartInUtf8IsReadAsBytes() {
        Reading japan = new Reading(SERVER.source("remedies_japan"));
        String query = "SELECT convert_from('\\xa9a1', 'EUC_JP') AS v";
        RivetException failure = catchThrowableOfType(RivetException.class, () -> japan.all(query));

        assertThat(failure.diagnostic().code()).isEqualTo(Code.SOURCE_VALUE_UNREPRESENTABLE);
        String sql =
                failure.diagnostic()
                        .action()
                        .replaceAll("(?s).*`(.*)`.*", "$1")
                        .replace("<column>", "v");
        assertThat(japan.all("SELECT %s AS v FROM (%s) AS q".formatted(sql, query)).value())
                .isEqualTo("a9a1");
    }
}
