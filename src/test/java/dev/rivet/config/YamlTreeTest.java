package dev.rivet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTreeTest {
    @TempDir Path folder;
    ConfigFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new ConfigFixture(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    source:\\n\\ttype: postgres  | rivet.yaml:2:1:  | TAB
                    source:\\n  a: 'x            | rivet.yaml:2:8:  | never closed
                    source: [1, 2                | rivet.yaml:1:14: | never closed
                    source: @x                   | rivet.yaml:1:9:  | character that has a meaning
                    source: *x                   | rivet.yaml:1:9:  | alias
                    source: "\\\\q"              | rivet.yaml:1:11: | backslash
                    source: a: b                 | rivet.yaml:1:10: | colon
                    source:\\n  - b\\n c: 1      | rivet.yaml:3:2:  | indentation
                    a: 1\\n---\\nb: 2            | rivet.yaml:2:1:  | second YAML document
                    path: {date}/x               | rivet.yaml:1:13: | quoted
                    p: out/x\\nd: [{date}/x]     | rivet.yaml:2:11: | quoted
                    source: {tls: {a: 1          | rivet.yaml:1:20: | never closed
                    ~                            | rivet.yaml:1:1:  | map
                    just text                    | rivet.yaml:1:1:  | map
                    """)
    void saysWhatIsWrongWithTheTextAndWhere(String yaml, String where, String what) {
        String text = yaml.replace("\\\\", "\0").replace("\\n", "\n").replace("\\t", "\t");

        assertThat(fixture.words(text.replace("\0", "\\")))
                .singleElement()
                .asString()
                .startsWith(where)
                .contains(what);
    }

    @Test
    void refusesAnEmptyFile() {
        assertThat(fixture.words("# nothing\n")).singleElement().asString().contains("is empty");
        assertThat(fixture.words("")).singleElement().asString().contains("is empty");
    }

    @Test
    void refusesControlCharacters() {
        assertThat(fixture.words("a: \u0001"))
                .singleElement()
                .asString()
                .contains("control characters");
    }

    @Test
    void refusesEndlessNestingWithoutRunningOutOfStack() {
        assertThat(fixture.words("a: " + "[".repeat(200_000)))
                .singleElement()
                .asString()
                .contains("levels of nesting");
    }

    @Test
    void refusesThousandsOfAliases() {
        String bomb = "a: &a {b: 1}\nc: [" + "*a, ".repeat(2_000) + "*a]\n";

        assertThat(fixture.words(bomb)).singleElement().asString().contains("aliases");
    }

    @Test
    void refusesAliasesThatMultiplyBeyondMeasure() {
        String bomb =
                ConfigFixture.SOURCE
                        + "exports: [&a {name: a, table: a, format: csv, destination: {type: stdout},"
                        + " columns: {"
                        + numbered(2_000)
                        + "}}, "
                        + "*a, ".repeat(400)
                        + "*a]\n";

        assertThat(fixture.words(bomb))
                .singleElement()
                .asString()
                .contains("counted with what aliases repeat");
    }

    @Test
    void stopsLookingAfterAThousandProblemsAndShowsFifty() {
        String bomb =
                "source: &a {" + numbered(2_000) + "}\nexports: [" + "*a, ".repeat(900) + "*a]\n";

        assertThat(fixture.words(bomb)).hasSize(51).last().asString().contains("950 more");
    }

    @Test
    void sharesTuningByAlias() {
        String yaml =
                """
                source: {type: postgres, host: localhost, user: app, database: shop, \
                tuning: &slow {batch_size: 77}}
                exports:
                  - {name: a, table: a, format: csv, destination: {type: stdout}, tuning: *slow}
                """;

        assertThat(fixture.export(yaml).tuning().batchRows()).isEqualTo(77);
    }

    @Test
    void reportsEveryDuplicateKeyAtItsSecondPlace() {
        String yaml = ConfigFixture.exportWith("format: csv\nmode: full\nmode: full");

        assertThat(fixture.words(yaml))
                .hasSize(2)
                .anySatisfy(
                        words ->
                                assertThat(words)
                                        .startsWith("rivet.yaml:11:5: exports[0].format: the key"))
                .anySatisfy(words -> assertThat(words).contains("13:5: exports[0].mode:"));
    }

    @Test
    void refusesTagsThatSomethingElseWouldFillIn() {
        assertThat(fixture.words(ConfigFixture.exportWith("max_file_size: !env SIZE")))
                .singleElement()
                .asString()
                .contains("YAML tags");
    }

    @Test
    void namesTheLineThatIsNotUtf8() throws IOException {
        Path file = folder.resolve("latin.yaml");
        Files.write(file, "a: 1\nb: \u00e4\n".getBytes(StandardCharsets.ISO_8859_1));

        assertUnreadable(file, "line 2 is not UTF-8");
    }

    @Test
    void acceptsByteOrderMarkAndWindowsLineEnds() {
        String yaml = ConfigFixture.SOURCE + ConfigFixture.EXPORTS;

        assertThat(fixture.problems("\uFEFF" + yaml.replace("\n", "\r\n"))).isEmpty();
    }

    @Test
    void aMissingFileTellsHowToStart() {
        assertThatThrownBy(() -> fixture.reader().read(folder.resolve("no.yaml"), Map.of()))
                .isInstanceOfSatisfying(
                        RivetException.class,
                        refused -> {
                            assertThat(refused.diagnostic().code())
                                    .isEqualTo(Code.CONFIG_FILE_UNREADABLE);
                            assertThat(refused.diagnostic().message())
                                    .contains("no.yaml")
                                    .contains("no such file");
                            assertThat(refused.diagnostic().action()).contains("README");
                        });
    }

    @Test
    void aFolderIsNoConfiguration() {
        assertUnreadable(folder, "it is a folder");
    }

    @Test
    void aHugeFileIsNoConfiguration() {
        assertUnreadable(fixture.write("big.yaml", "#".repeat(3 << 20)), "3145728 bytes");
    }

    private void assertUnreadable(Path file, String why) {
        assertThatThrownBy(() -> fixture.reader().read(file, Map.of()))
                .isInstanceOfSatisfying(
                        RivetException.class,
                        refused ->
                                assertThat(refused.diagnostic().code())
                                        .isEqualTo(Code.CONFIG_FILE_UNREADABLE))
                .hasMessageContaining(why);
    }

    private static String numbered(int keys) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < keys; i++) {
            text.append('k').append(i).append(": text, ");
        }
        return text + "k: text";
    }
}
