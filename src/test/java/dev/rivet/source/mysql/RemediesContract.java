package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.config.Tls;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Secret;
import dev.rivet.row.Column;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.Remedy;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.decode.BatchValues;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Whatever a failure says to write is written, and then the read succeeds.
interface RemediesContract {
    /// Names stand in backticks here, so that expressions cannot.
    Pattern EXPRESSION = Pattern.compile("((?:ST_\\w+|CAST)\\(.*?\\)) AS|or as (ST_\\w+\\(.*?\\))");

    LiveSource live();

    /// A column that is refused.
    ///
    /// @param value SQL for the value of its one row
    /// @param override its type under `columns:`; null for none
    /// @param policy null for the default
    record Situation(
            String type,
            String value,
            @Nullable LogicalType override,
            @Nullable Unrepresentable policy,
            Code code) {
        Situation as(LogicalType other) {
            return new Situation(type, value, other, policy, code);
        }

        Situation under(Unrepresentable other) {
            return new Situation(type, value, override, other, code);
        }

        Map<String, LogicalType> overrides() {
            return override == null ? Map.of() : Map.of("v", override);
        }
    }

    private static Situation misfit(String type, String value) {
        return new Situation(type, value, null, null, Code.SOURCE_VALUE_UNREPRESENTABLE);
    }

    private static Situation unmapped(String type, String value) {
        return new Situation(type, value, null, null, Code.TYPE_UNSAFE_MAPPING);
    }

    List<Situation> SITUATIONS =
            List.of(
                    unmapped("GEOMETRY", "ST_GeomFromText('POINT(1 2)')"),
                    unmapped("POINT", "ST_GeomFromText('POINT(1 2)')"),
                    misfit("TINYINT(1)", "2"),
                    misfit("DATE", "'0000-00-00'").under(Unrepresentable.FAIL),
                    misfit("DATETIME(3)", "'0000-00-00'").under(Unrepresentable.FAIL),
                    misfit("TIMESTAMP NULL", "'0000-00-00'").under(Unrepresentable.FAIL),
                    misfit("TIME", "'30:00:00'"),
                    misfit("BIT(64)", "18446744073709551615"),
                    misfit("BIGINT UNSIGNED", "18446744073709551615").as(new LogicalType.Int64()),
                    misfit("BIGINT", "-1").as(new LogicalType.UInt64()),
                    misfit("INT", "70000").as(new LogicalType.Int16()),
                    misfit("INT", "7").as(new LogicalType.Bool()),
                    misfit("INT", "70000").as(new LogicalType.Decimal(3, 0)),
                    misfit("DECIMAL(10,2)", "1234.56").as(new LogicalType.Decimal(5, 2)),
                    misfit("DECIMAL(10,2)", "1234.56").as(new LogicalType.Int32()),
                    misfit("DECIMAL(20,0)", "99999999999999999999").as(new LogicalType.Int64()),
                    misfit("VARCHAR(20)", "'abc'").as(new LogicalType.Int32()),
                    misfit("VARCHAR(20)", "'1e5'").as(new LogicalType.Decimal(3, 0)),
                    misfit("VARCHAR(40)", "'no uuid'").as(new LogicalType.Uuid()),
                    misfit("VARBINARY(40)", "X'E9'").as(new LogicalType.Uuid()),
                    misfit("VARBINARY(40)", "X'E9'").as(new LogicalType.Text()),
                    misfit("VARBINARY(40)", "X'E9'").as(new LogicalType.Json()));

    private static String table(int situation) {
        return "remedy_" + situation;
    }

    static void fill(LiveSource live) {
        for (int i = 0; i < SITUATIONS.size(); i++) {
            Situation each = SITUATIONS.get(i);
            live.server()
                    .execute(
                            "DROP TABLE IF EXISTS " + table(i),
                            "CREATE TABLE " + table(i) + " (v " + each.type() + ")",
                            "INSERT IGNORE INTO " + table(i) + " VALUES (" + each.value() + ")");
        }
    }

    @TestFactory
    default Stream<DynamicNode> everyRemedyHelps() {
        return Stream.iterate(0, i -> i < SITUATIONS.size(), i -> i + 1)
                .map(
                        i ->
                                dynamicContainer(
                                        SITUATIONS.get(i).toString(),
                                        remedies(SITUATIONS.get(i), "SELECT v FROM " + table(i))));
    }

    @Test
    default void aBareNullIsCast() {
        String query = "SELECT NULL AS v";
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class, () -> live().read(LiveSource.query(query)));

        Remedy remedy = Remedy.of(failure, EXPRESSION).getFirst();

        assertThat(remedy).isEqualTo(new Remedy.Expression("CAST(NULL AS CHAR)"));
        assertThat(live().read(LiveSource.query("SELECT CAST(NULL AS CHAR) AS v"))).hasSize(1);
    }

    private Stream<DynamicNode> remedies(Situation situation, String query) {
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class,
                        () ->
                                live().read(
                                                LiveSource.query(
                                                        query,
                                                        situation.overrides(),
                                                        situation.policy())));
        assertThat(failure).as("is it refused?").isNotNull();
        assertThat(failure.diagnostic().code()).isEqualTo(situation.code());
        List<Remedy> remedies = Remedy.of(failure, EXPRESSION);
        assertThat(remedies)
                .as("%s\n%s", failure.getMessage(), failure.diagnostic().action())
                .isNotEmpty();
        return remedies.stream()
                .map(each -> dynamicTest(each.toString(), () -> helps(each, situation, query)));
    }

    private void helps(Remedy remedy, Situation situation, String query) {
        ReadRequest request =
                switch (remedy) {
                    case Remedy.Setting(_, var overrides, var policy) ->
                            LiveSource.query(
                                    query,
                                    overrides.isEmpty() ? situation.overrides() : overrides,
                                    policy);
                    case Remedy.Expression(String sql) ->
                            LiveSource.query(query.replace("SELECT v", "SELECT " + sql + " AS v"));
                };

        List<RowBatch> batches = live().read(request);

        boolean replaces =
                remedy instanceof Remedy.Setting(_, _, var policy)
                        && policy == Unrepresentable.NULL;
        assertThat(batches).hasSize(1);
        assertThat(batches.getFirst().replaced()).containsExactly(replaces ? 1 : 0);
        assertThat(BatchValues.rows(batches).getFirst().getFirst() == null).isEqualTo(replaces);
    }

    @Test
    default void whereOnlyColumnsAreGrantedTheQueryThatIsGivenReadsThem() {
        Endpoint admin = live().server().endpoint();
        live().server()
                .execute(
                        "DROP USER IF EXISTS clerk@'%'",
                        "CREATE USER clerk@'%' IDENTIFIED BY 'pass word!'",
                        "DROP TABLE IF EXISTS partly",
                        "CREATE TABLE partly (id INT PRIMARY KEY, secret INT, `a: b, 'c' # ``d``"
                                + " \"e\"` INT, `Größe` INT)",
                        "INSERT INTO partly VALUES (1, 2, 3, 4)",
                        "GRANT SELECT (id, `a: b, 'c' # ``d`` \"e\"`, `Größe`), INSERT (secret) ON"
                                + " partly TO clerk@'%'");
        var endpoint =
                new Endpoint(
                        admin.host(),
                        admin.port(),
                        "clerk",
                        Secret.of("pass word!"),
                        admin.database());
        MySqlSource source =
                new MySqlSource(
                        new SourceConfig.MySql(endpoint, Tls.DISABLED),
                        live().vertx(),
                        LiveSource.PATIENCE);
        try (SourceSession session = source.open("orders")) {
            RivetException failure =
                    catchThrowableOfType(
                            RivetException.class,
                            () -> session.describe(LiveSource.table("partly")));
            assertThat(failure.diagnostic().action()).contains("SELECT").doesNotContain("secret");
            ReadPlan plan = session.describe(LiveSource.query(Remedy.query(failure)));

            assertThat(plan.schema().columns())
                    .extracting(Column::name)
                    .containsExactly("id", "a: b, 'c' # `d` \"e\"", "Größe");
            assertThat(BatchValues.rows(LiveSource.read(session, plan)))
                    .containsExactly(List.of(1, 3, 4));
        }
    }
}
