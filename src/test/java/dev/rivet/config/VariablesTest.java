package dev.rivet.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.diag.Code;
import dev.rivet.diag.FilledValues;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {
    @TempDir Path folder;
    ConfigFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new ConfigFixture(folder);
    }

    private String sql(String query) {
        return ((Selection.Query)
                        fixture.export(ConfigFixture.bareExport("format: csv\nquery: " + query))
                                .selection())
                .sql();
    }

    @Test
    void aParameterWinsOverTheEnvironment() {
        fixture.environment.put("DAY", "environment");
        fixture.params.put("DAY", "parameter");

        assertThat(sql("SELECT '${DAY}'")).isEqualTo("SELECT 'parameter'");
    }

    @Test
    void theEnvironmentFillsInWhatNoParameterDoes() {
        fixture.environment.put("A", "1");
        fixture.environment.put("B", "2");

        assertThat(sql("SELECT ${A}${B}, ${A}")).isEqualTo("SELECT 12, 1");
    }

    @Test
    void aVariableThatIsNotUtf8IsRefusedWhereItIsUsed() {
        fixture.environment.put("CITY", "Z\uFFFDrich");
        fixture.environment.put("ELSEWHERE", "\uFFFD");

        assertThat(fixture.words(ConfigFixture.bareExport("format: csv\nquery: SELECT '${CITY}'")))
                .containsExactly(
                        "rivet.yaml:10:5: exports[0].query: the environment variable `CITY` is not"
                                + " UTF-8 => Set it in UTF-8: rivet reads the environment so"
                                + " whatever the locale is.");
    }

    @Test
    void aPasswordThatIsNotUtf8IsRefused() {
        fixture.environment.put("PASSWORD", "p\uFFFDss");

        assertThat(
                        fixture.words(
                                ConfigFixture.source(
                                        "type: mysql\nhost: localhost\nuser: app\ndatabase: shop\n"
                                                + "password_env: PASSWORD")))
                .singleElement()
                .asString()
                .contains("`PASSWORD` is not UTF-8");
    }

    @Test
    void emptyBracesAreNothingAndUnclosedOnesStay() {
        assertThat(sql("SELECT '${}', '${OPEN'")).isEqualTo("SELECT '', '${OPEN'");
    }

    @Test
    void aValueIsNotFilledInAgain() {
        fixture.environment.put("A", "${B}");

        assertThat(sql("SELECT '${A}'")).isEqualTo("SELECT '${B}'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a # b",
                "a: b",
                "{x}",
                "[1, 2]",
                "'",
                "\"",
                "two\nlines: 1",
                "@at",
                "*star",
                "!tag",
                "back\\slash",
                "null",
                "\u00fcber",
                "%41",
                "- dash",
                "true"
            })
    void aValueIsOneValueWhateverItContains(String value) {
        fixture.environment.put("PASSWORD", value);
        String yaml =
                ConfigFixture.source(
                        """
                        type: postgres
                        host: localhost
                        user: app
                        database: shop
                        password: ${PASSWORD}
                        """);

        assertThat(fixture.config(yaml).source().endpoint().password().reveal()).isEqualTo(value);
    }

    @Test
    void variablesMayStandInFlowMapsKeysQuotesAndNumbers() {
        fixture.environment.put("PORT", "6543");
        fixture.environment.put("COLUMN", "amount");
        fixture.environment.put("LEVEL", "5");
        String yaml =
                """
                source: {type: postgres, host: localhost, user: app, database: s, port: "${PORT}"}
                exports:
                  - name: a
                    table: a
                    format: parquet
                    columns: {${COLUMN}: text}
                    compression_level: ${LEVEL}
                    destination: {type: local, path: ${COLUMN}/x}
                """;

        RivetConfig config = fixture.config(yaml);

        assertThat(config.source().endpoint().port()).isEqualTo(6_543);
        assertThat(config.exports().getFirst().columns().overrides()).containsOnlyKeys("amount");
        assertThat(config.exports().getFirst().destination())
                .isEqualTo(new DestinationConfig.Local(folder.resolve("amount/x")));
    }

    @Test
    void valuesWithLinesDoNotMoveTheLinesOfMessages() {
        fixture.environment.put("LONG", "1\n2\n3\n4");
        String yaml = ConfigFixture.SOURCE + "# ${LONG}\nexports: ${LONG}\nextra: 1\n";

        assertThat(fixture.words(yaml))
                .anySatisfy(words -> assertThat(words).startsWith("rivet.yaml:7:10: exports:"))
                .anySatisfy(words -> assertThat(words).startsWith("rivet.yaml:8:1: extra:"));
    }

    @Test
    void anUnsetVariableIsReportedOnceWithBothRemedies() {
        String yaml = ConfigFixture.bareExport("format: csv\nquery: SELECT ${NO_SUCH}, ${NO_SUCH}");

        assertThat(fixture.problems(yaml))
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.code()).isEqualTo(Code.CONFIG_SECRET_UNSET);
                            assertThat(problem.message()).contains("exports[0].query", "NO_SUCH");
                            assertThat(problem.action())
                                    .contains("--param NO_SUCH=", "export NO_SUCH=");
                        });
    }

    @Test
    void anUnsetVariableInACommentIsNobodysBusiness() {
        assertThat(fixture.problems(ConfigFixture.exportWith("# ${NO_SUCH}"))).isEmpty();
    }

    @Test
    void anEmptyValueCountsAsNotWritten() {
        fixture.environment.put("SIZE", "");

        assertThat(fixture.export(ConfigFixture.exportWith("max_file_size: ${SIZE}")).files().max())
                .isEmpty();
    }

    @Test
    void refusesNulInAValue() {
        fixture.params.put("DAY", "a\0b");

        assertThat(fixture.words(ConfigFixture.exportWith("max_file_size: ${DAY}")))
                .singleElement()
                .asString()
                .contains("`${DAY}` holds a NUL");
    }

    @Test
    void aWrongValueIsShownByTheVariablesName() {
        fixture.environment.put("CODEC", "hunter2");

        assertThat(fixture.words(ConfigFixture.exportWith("compression: ${CODEC}")))
                .singleElement()
                .asString()
                .contains("`${CODEC}`")
                .doesNotContain("hunter2");
    }

    @Test
    void warnsOfParametersThatNothingUses() {
        fixture.params.put("B_UNUSED", "1");
        fixture.params.put("A_UNUSED", "1");
        fixture.params.put("USED", "7");

        assertThat(fixture.warnings(ConfigFixture.exportWith("tuning: {batch_size: ${USED}}")))
                .hasSize(2)
                .element(0)
                .asString()
                .contains("`A_UNUSED`");
    }

    @Test
    void aQueryKnowsWhatItLooksLikeUnfilled() {
        fixture.params.put("DAY", "2026-01-01");
        String yaml =
                ConfigFixture.bareExport(
                        "format: csv\nquery: SELECT '${DAY}', '${DAY}', '${HOME_TOWN}';");
        fixture.environment.put("HOME_TOWN", "Zürich");

        assertThat(fixture.export(yaml).selection())
                .isEqualTo(
                        new Selection.Query(
                                "SELECT '2026-01-01', '2026-01-01', 'Zürich'",
                                "SELECT '${DAY}', '${DAY}', '${HOME_TOWN}'",
                                new FilledValues(Set.of("2026-01-01", "Zürich"))));
    }

    @Test
    void fillsInQueryFilesToo() {
        fixture.write("q/orders.sql", "SELECT '${DAY}';\n-- done\n ");
        fixture.params.put("DAY", "x");
        String yaml = ConfigFixture.bareExport("format: csv\nquery_file: q/orders.sql");

        assertThat(fixture.export(yaml).selection())
                .isEqualTo(
                        new Selection.Query(
                                "SELECT 'x';\n-- done",
                                "SELECT '${DAY}';\n-- done",
                                new FilledValues(Set.of("x"))));
        assertThat(fixture.warnings(yaml)).isEmpty();
    }
}
