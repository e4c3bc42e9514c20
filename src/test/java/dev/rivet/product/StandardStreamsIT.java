package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Descriptors as shells hand them out: full, closed, gone, or few.
class StandardStreamsIT {
    private static final String EXPORTS =
            """
            - name: numbers
              query: SELECT g AS id FROM generate_series(1, 1000) g
              format: csv
              destination: {type: local, path: out}
            - name: piped
              query: SELECT g AS id FROM generate_series(1, 1000) g
              format: csv
              destination: {type: stdout}
            - name: many
              query: SELECT g AS id, repeat('x', 900) AS text FROM generate_series(1, 40000) g
              format: csv
              max_file_size: 10KB
              destination: {type: local, path: many}
            """;

    @TempDir Path folder;

    /// A line of shell in which `rivet` is the product.
    private RivetProcess.Result shell(String line) {
        Workspace workspace =
                Workspace.of(
                        folder, "postgres", PostgresServer.newest().source().endpoint(), EXPORTS);
        return workspace
                .launch(
                        Path.of("/bin/sh"),
                        "-c",
                        "rivet() { \"$0\" \"$@\" -c \"$config\"; }; config=$1; " + line,
                        RivetProcess.launcher().toString(),
                        folder.resolve("rivet.yaml").toString())
                .run();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rivet run -e numbers --json >/dev/full",
                "rivet run -e numbers >&2 && rivet metrics --json >/dev/full",
                "rivet run -e numbers >&2 && rivet state files >/dev/full",
                "\"$0\" --help >/dev/full",
                "\"$0\" schema errors >/dev/full",
            })
    void aFullDiskIsAFailure(String line) {
        RivetProcess.Result result = shell(line);
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.stderr()).contains("RIVET_CLI_OUTPUT_UNWRITABLE", "No space left");
    }

    @Test
    void aReaderThatGoesAwayEndsACommandAsItEndsOthers() throws IOException {
        RivetProcess.Result result =
                shell("cd \"${config%/*}\"; { \"$0\" schema errors; echo $? >code; } | :");
        assertThat(result.stderr()).isEmpty();
        assertThat(folder.resolve("code")).hasContent("141");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run -e numbers --json", "run -e piped", "metrics"})
    void whatGoesToAClosedStandardOutputIsRefused(String command) {
        RivetProcess.Result result = shell("rivet run -e numbers && rivet " + command + " >&-");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.stderr()).containsIgnoringCase("closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {">&-", "2>&-", "<&-", "<&- >&- 2>&-"})
    void noFileGetsTheDescriptorOfAClosedStream(String closed) throws IOException {
        RivetProcess.Result result = shell("rivet run -e numbers --validate " + closed);
        assertThat(result.exitCode()).as(result.toString()).isZero();
        Path part = folder.resolve("out").resolve(partName());
        assertThat(Files.readAllLines(part)).hasSize(1001).startsWith("id", "1", "2");
    }

    private String partName() {
        Path manifest = folder.resolve("out/manifest.json");
        return Workspace.json(read(manifest)).at("/parts/0/path").asText();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /// The Java form has each of its jars open.
    @Test
    void manyFilesDoNotNeedManyDescriptors() {
        RivetProcess.Result result = shell("ulimit -n 350; rivet run -e many --json");
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(Workspace.json(result.stdout()).get("total_files").asInt()).isGreaterThan(500);
    }
}
