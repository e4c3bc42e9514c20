package dev.rivet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
    private static final String MARKER = "Tr0ub4dor-marker";

    @TempDir Path folder;
    ConfigFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new ConfigFixture(folder);
    }

    @Test
    void reportsEverythingThatIsWrongAtOnceInTheOrderOfTheText() {
        String yaml =
                """
                sorce: {}
                source:
                  type: postgrs
                  url_env: NO_SUCH_URL
                exports:
                  - name: a
                    formt: csv
                    destination:
                      type: local
                      path: ../out
                      bucket: b
                  - table: t
                    mode: cdc
                    format: parquet
                    compression: zip
                    destination: {type: stdout}
                """;

        assertThat(fixture.problems(yaml))
                .extracting(problem -> problem.message().replace(folder + "/", ""))
                .containsExactly(
                        "rivet.yaml:1:1: sorce: unknown key `sorce`",
                        "rivet.yaml:3:9: source.type: is not one of postgres, mysql: `postgrs`",
                        "rivet.yaml:6:5: exports[0]: says nowhere what to read",
                        "rivet.yaml:7:5: exports[0].formt: unknown key `formt`",
                        "rivet.yaml:10:13: exports[0].destination.path: must not hold `..`",
                        "rivet.yaml:11:7: exports[0].destination.bucket: `bucket` is not available"
                                + " in this version of rivet",
                        "rivet.yaml:12:5: exports[1]: `name` is missing",
                        "rivet.yaml:13:11: exports[1].mode: `cdc` is not available in this"
                                + " version of rivet",
                        "rivet.yaml:15:18: exports[1].compression: is not one of zstd, snappy,"
                                + " gzip, lz4, none: `zip`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    exports:\\n                       | CONFIG_NO_EXPORTS
                    exports: []\\n                    | CONFIG_NO_EXPORTS
                    ''                               | CONFIG_NO_EXPORTS
                    exports: {name: a}\\n             | CONFIG_VALUE_INVALID
                    exports: [a]\\n                   | CONFIG_VALUE_INVALID
                    """)
    void thereMustBeExports(String lines, String firstCode) {
        assertThat(fixture.codes(ConfigFixture.SOURCE + lines.replace("\\n", "\n")).getFirst())
                .hasToString(firstCode);
    }

    @Test
    void aMissingSourceSaysWhatToAdd() {
        assertThat(fixture.words(ConfigFixture.EXPORTS))
                .singleElement()
                .asString()
                .contains("`source` is missing", "url_env");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    formt: csv          | Did you mean `format`?
                    Format: csv         | Did you mean `format`?
                    compresion: zstd    | Did you mean `compression`?
                    skip_empt: true     | Did you mean `skip_empty`?
                    source_grou: 5      | Did you mean `source_group`? It is not available
                    path: out           | `path` is a key of `exports[].destination`
                    row_hash: true      | `row_hash` is a key of `exports[].meta_columns`
                    zzzzzzzz: 1         | Known here: name, table, query, query_file, mode
                    """)
    void unknownKeysGetASuggestion(String line, String words) {
        assertThat(fixture.words(ConfigFixture.exportWith(line)))
                .singleElement()
                .asString()
                .contains(words);
    }

    @Test
    void messagesBeginWithTheFileAsItWasNamed() {
        fixture.write("rivet.yaml", ConfigFixture.exportWith("zzzzzzzz: 1"));
        Path relative = Path.of("").toAbsolutePath().relativize(folder.resolve("rivet.yaml"));

        assertThatThrownBy(() -> fixture.reader().read(relative, fixture.params))
                .hasMessageStartingWith(relative + ":11:5: exports[0].zzzzzzzz: ");
    }

    @Test
    void exportNamesNeedNoVariables() {
        fixture.environment.put("KNOWN", "filled");
        Path file =
                fixture.write(
                        "rivet.yaml",
                        """
                        source: {type: nonsense, url: "${NO_SUCH}"}
                        exports:
                          - {name: a, table: "${NO_SUCH}"}
                          - {table: nameless}
                          - {name: "${KNOWN}_b"}
                          - {name: "${NO_SUCH}_c"}
                        """);

        assertThat(fixture.reader().exportNames(file))
                .containsExactly("a", "filled_b", "${NO_SUCH}_c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    exports: []       | CONFIG_NO_EXPORTS
                    exports: 5        | CONFIG_NO_EXPORTS
                    source: {}        | CONFIG_NO_EXPORTS
                    exports: [        | CONFIG_YAML_INVALID
                    ''                | CONFIG_YAML_INVALID
                    """)
    void exportNamesComeFromAConfigurationThatHasSome(String yaml, Code code) {
        Path file = fixture.write("rivet.yaml", yaml);

        assertThatThrownBy(() -> fixture.reader().exportNames(file))
                .isInstanceOfSatisfying(
                        RivetException.class,
                        refused -> assertThat(refused.diagnostic().code()).isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    type: postgres\\nurl: postgres://u:MARKER%zz@localhost/d
                    type: postgres\\nurl: postgres://u:MARKER/x@localhost/d
                    type: postgres\\nurl: postgres://u:MARKER@/d
                    type: postgres\\nurl: postgres://MARKER
                    type: postgres\\nurl: MARKER
                    type: postgres\\nurl: mysql://u:MARKER@localhost/d
                    type: postgres\\nurl: postgres://u:MARKER@localhost:MARKER/d
                    type: postgres\\nurl: postgres://u:MARKER@remote/d
                    type: postgres\\nurl: postgres://u:MARKER@localhost/d?sslmode=MARKER
                    type: postgres\\nurl: postgres://u@localhost/d?password=MARKER
                    type: postgres\\nurl: [MARKER]
                    type: postgres\\nurl: {a: MARKER}
                    type: postgres\\nhost: localhost\\npassword: MARKER
                    type: postgres\\nhost: localhost\\npassword: [MARKER]
                    type: postgres\\nhost: localhost\\npassword: *MARKER
                    type: postgres\\nhost: localhost\\npassword: !MARKER x
                    type: postgres\\nhost: localhost\\npassword: 'MARKER
                    type: postgres\\nhost: localhost\\npassword: "\\MARKER"
                    type: postgres\\nhost: localhost\\npassword: a: MARKER
                    type: postgres\\nhost: localhost\\npassword: @MARKER
                    type: postgres\\nhost: localhost\\nuser: u\\ndatabase: d\\nport: ${SECRET}
                    type: ${SECRET}\\nurl_env: A
                    type: postgres\\nurl: ${SECRET}
                    type: postgres\\nurl_env: SECRET
                    type: postgres\\nurl_file: secret-file
                    """)
    void secretsAppearInNoMessage(String source) {
        fixture.environment.put("SECRET", MARKER);
        fixture.write("secret-file", "postgres://u:" + MARKER + "@/\n");
        String yaml = ConfigFixture.source(source.replace("\\n", "\n").replace("MARKER", MARKER));

        assertThat(fixture.problems(yaml))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain(MARKER));
        assertThatThrownBy(() -> fixture.load(yaml)).hasNoCause();
    }

    @Test
    void secretsAppearInNoWarningAndNoRecord() {
        LoadedConfig loaded =
                fixture.load(
                        ConfigFixture.source(
                                "type: postgres\nurl: postgres://u:"
                                        + MARKER
                                        + "@h/d\ntls: {mode: disable}"));

        assertThat(loaded.warnings()).hasSize(2);
        assertThat(loaded.toString()).doesNotContain(MARKER);
    }
}
