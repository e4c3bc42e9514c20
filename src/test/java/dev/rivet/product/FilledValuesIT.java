package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Values that are filled into a query leave no trace but in the data.
class FilledValuesIT {
    private static final String VALUE = "hunter2secret";

    @TempDir Path folder;

    private RivetProcess.Result run(Workspace workspace) {
        return workspace
                .rivet(
                        "run",
                        "-p",
                        "KEY=" + VALUE,
                        "--json",
                        "--summary-output",
                        folder.resolve("summary.json").toString())
                .with("RIVET_LOG", "debug")
                .run();
    }

    private void holdsNoValue(Workspace workspace, RivetProcess.Result result) throws IOException {
        assertThat(result.stderr()).doesNotContain(VALUE);
        assertThat(result.stdout()).doesNotContain(VALUE);
        assertThat(workspace.rivet("metrics", "--json").run().stdout()).doesNotContain(VALUE);
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> traces =
                    files.filter(Files::isRegularFile).filter(FilledValuesIT::holdsValue).toList();
            assertThat(traces).isEmpty();
        }
    }

    private static boolean holdsValue(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(VALUE);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static String export(String query) {
        return """
               - name: picked
                 query: "%s"
                 format: csv
                 destination: {type: local, path: out}
               """
                .formatted(query);
    }

    @Test
    void theErrorsOfPostgresAreMasked() throws IOException {
        Workspace workspace =
                Workspace.of(
                        folder,
                        "postgres",
                        PostgresServer.newest().source().endpoint(),
                        export("SELECT CAST('${KEY}' AS integer) AS id"));
        RivetProcess.Result result = run(workspace);
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.stderr()).contains("\"REDACTED\"");
        holdsNoValue(workspace, result);
    }

    @Test
    void theErrorsOfMySqlAreMasked() throws IOException {
        Workspace workspace =
                Workspace.of(
                        folder,
                        "mysql",
                        MySqlServer.mySql().endpoint(),
                        export("SELECT 1 AS id FROM DUAL WHERE x ='${KEY}' AND '${KEY}'' '"));
        RivetProcess.Result result = run(workspace);
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        holdsNoValue(workspace, result);
    }

    @Test
    void theJournalKeepsTheQueryAsItIsWritten() throws IOException {
        Workspace workspace =
                Workspace.of(
                        folder,
                        "postgres",
                        PostgresServer.newest().source().endpoint(),
                        export("SELECT length('${KEY}') AS n"));
        RivetProcess.Result result = run(workspace);
        assertThat(result.exitCode()).as(result.toString()).isZero();
        holdsNoValue(workspace, result);
        assertThat(Files.readString(folder.resolve(".rivet_state.db"), StandardCharsets.ISO_8859_1))
                .contains("${KEY}");
    }
}
