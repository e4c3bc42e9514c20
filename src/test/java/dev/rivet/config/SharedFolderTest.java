package dev.rivet.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.diag.Code;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A folder has one manifest, and so one export.
class SharedFolderTest {
    @TempDir Path folder;
    ConfigFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new ConfigFixture(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "./out", "out/"})
    void exportsThatShareAFolderAreRefused(String path) {
        String export = ", table: a, format: csv, destination: {type: local, path: %s}}\n";
        String yaml =
                ConfigFixture.SOURCE
                        + "exports:\n  - {name: a"
                        + export.formatted("out")
                        + "  - {name: b"
                        + export.formatted(path);

        assertThat(fixture.codes(yaml)).containsExactly(Code.CONFIG_DESTINATION_SHARED);
        assertThat(fixture.words(yaml))
                .singleElement()
                .asString()
                .contains("exports[1].destination", "`a` writes into out too");
    }

    @Test
    void exportsThatWriteIntoTheConfigurationsFolderShareItToo() {
        String export = ", table: a, format: csv, destination: {type: local}}\n";
        assertThat(
                        fixture.codes(
                                ConfigFixture.SOURCE
                                        + "exports:\n  - {name: a"
                                        + export
                                        + "  - {name: b"
                                        + export))
                .containsExactly(Code.CONFIG_DESTINATION_SHARED);
    }

    @Test
    void standardOutputHasNoHistory() {
        String yaml =
                ConfigFixture.SOURCE
                        + "exports:\n  - {name: a, table: a, format: csv, history: replace,"
                        + " destination: {type: stdout}}\n";
        assertThat(fixture.words(yaml))
                .singleElement()
                .asString()
                .contains("exports[0].history", "keeps no files");
    }
}
