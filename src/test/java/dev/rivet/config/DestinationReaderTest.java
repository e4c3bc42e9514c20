package dev.rivet.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.diag.Code;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationReaderTest {
    @TempDir Path outer;
    Path folder;
    ConfigFixture fixture;

    @BeforeEach
    void setUp() {
        folder = outer.resolve("etl");
        fixture = new ConfigFixture(folder);
    }

    private static String into(String destination) {
        return ConfigFixture.SOURCE
                + "exports:\n  - {name: orders, table: t, format: csv, destination: "
                + destination
                + "}\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {type: local}                                   | .
                    {type: local, path: out}                        | out
                    {type: local, path: ./a//b/}                    | a/b
                    {type: local, prefix: p/}                       | p
                    {type: local, path: "{date}/{export}-{table}"}  | 2026-03-04/orders-orders
                    {type: local, path: "x/{run_id}/{other}"}       | x/{run_id}/{other}
                    {type: local, path: /abs/{date}}                | /abs/{date}
                    """)
    void localPathsAreSeenFromTheFolderWithPlaceholdersFilledIn(String written, String path) {
        String quoted = written.replace("/abs/{date}", "\"/abs/{date}\"");
        String expected = path.replace("/abs/{date}", "/abs/2026-03-04");

        assertThat(fixture.export(into(quoted)).destination())
                .isEqualTo(new DestinationConfig.Local(folder.resolve(expected).normalize()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {type: local, path: ../out}     | PATH_UNSAFE
                    {type: local, path: a/../b}     | PATH_UNSAFE
                    {type: local, prefix: /a/..}    | PATH_UNSAFE
                    {type: local, path: "a\\0b"}    | PATH_UNSAFE
                    {type: local, path: {date}}     | YAML_INVALID
                    {type: stdout, path: out}       | MODE_SETTING_INVALID
                    {type: s3}                      | KEY_UNAVAILABLE
                    {type: gcs}                     | KEY_UNAVAILABLE
                    {type: azure}                   | KEY_UNAVAILABLE
                    {type: ftp}                     | VALUE_INVALID
                    {path: out}                     | KEY_MISSING
                    ./out                           | VALUE_INVALID
                    """)
    void refusesDestinationsThatCannotBeUsed(String written, String code) {
        assertThat(fixture.codes(into(written))).containsExactly(Code.valueOf("CONFIG_" + code));
    }

    @Test
    void aPathBesideAPrefixIsWarnedAbout() {
        assertThat(fixture.warnings(into("{type: local, path: a, prefix: b}")))
                .singleElement()
                .asString()
                .contains("destination.prefix", "not used");
    }

    @Test
    void standardOutputIsOneFile() {
        assertThat(fixture.export(into("{type: stdout}")).destination())
                .isEqualTo(new DestinationConfig.Stdout());
        assertThat(fixture.words(into("{type: stdout}, max_file_size: 1MB")))
                .singleElement()
                .asString()
                .contains("exports[0].max_file_size", "one file");
    }

    @Test
    void aPartitionsColumnHasToBeSafeInAFoldersName() {
        String yaml =
                """
                source: {type: postgres, url: "postgres://u@localhost/d"}
                exports:
                  - name: a
                    table: t
                    partition_by: ../a
                    format: csv
                    destination: {type: local, path: "o/{partition}"}
                """;
        assertThat(fixture.codes(yaml)).containsExactly(Code.CONFIG_PATH_UNSAFE);
    }
}
