package dev.rivet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.extract.RunOptions;
import dev.rivet.journal.RunReport;
import dev.rivet.observe.StageProfile;
import dev.rivet.state.jdbc.JdbcStateStore;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WiredUseCasesTest {
    /// Nobody listens on port 1.
    private static final String CONFIG =
            """
            source: {type: postgres, host: 127.0.0.1, port: 1, user: u, database: d}
            exports:
              - {name: a, query_file: q.sql, format: csv, destination: {type: local, path: out/a}}
              - {name: b, table: t, format: csv, destination: {type: local, path: out/b}}
            """;

    @TempDir Path folder;

    private final List<String> warnings = new ArrayList<>();

    private RunReport run() throws Exception {
        return run(RunRequest.Results.NONE);
    }

    private RunReport run(RunRequest.Results results) throws Exception {
        return run("rivet.yaml", CONFIG, results);
    }

    private RunReport run(String name, String text, RunRequest.Results results) throws Exception {
        Files.writeString(folder.resolve("q.sql"), "SELECT 1");
        Path config = Files.writeString(folder.resolve(name), text);
        Vertx vertx = Vertx.vertx();
        try {
            return new WiredUseCases(vertx)
                    .run(
                            new RunRequest(
                                    config,
                                    null,
                                    Map.of(),
                                    new RunOptions(
                                            false,
                                            false,
                                            Duration.ZERO,
                                            RunOptions.Resume.IF_THERE_IS_ONE),
                                    results,
                                    warnings::add,
                                    List.of(),
                                    StageProfile.off()));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    @Test
    void aStateThatCannotKeepTheReportDoesNotKeepItFromItsReader() throws Exception {
        Path file = folder.resolve(".rivet_state.db");
        JdbcStateStore.open(file).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TRIGGER full BEFORE INSERT ON run_aggregate"
                            + " BEGIN SELECT RAISE(ABORT, 'no room for this'); END");
        }

        RunReport report = run();

        assertThat(report.exports()).hasSize(2);
        assertThat(report.failures())
                .extracting(Diagnostic::code)
                .containsOnly(Code.SOURCE_CONNECT_FAILED);
        assertThat(warnings).singleElement().asString().contains("no room for this");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rivet.yaml",
                "link",
                "q.sql",
                ".rivet_state.db",
                ".rivet_state.db-wal",
                "out/b/manifest.json"
            })
    void aSummaryThatWouldReplaceWhatRivetNeedsIsRefusedBeforeAnythingRuns(String name)
            throws Exception {
        Files.writeString(folder.resolve("q.sql"), "SELECT 1");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("rivet.yaml"));

        assertThatThrownBy(() -> run(new RunRequest.Results(false, folder.resolve(name))))
                .isInstanceOf(RivetException.class)
                .hasMessageContaining("which rivet itself needs");
        assertThat(folder.resolve(".rivet_state.db")).doesNotExist();
    }

    /// Two configurations in one folder share its state, and have exports of the same names.
    @Test
    void exportsOfTheSameNameInOneFolderDoNotShareState() throws Exception {
        assertThat(run().failures())
                .extracting(Diagnostic::code)
                .containsOnly(Code.SOURCE_CONNECT_FAILED);
        String other = CONFIG.replace("database: d", "database: other");

        assertThat(run("other.yaml", other, RunRequest.Results.NONE).failures())
                .hasSize(2)
                .allSatisfy(
                        failure ->
                                assertThat(failure.message())
                                        .contains(
                                                folder.resolve("rivet.yaml")
                                                        + " (postgres 127.0.0.1:1/d to out/",
                                                folder.resolve("other.yaml")
                                                        + " (postgres 127.0.0.1:1/other to out/"))
                .extracting(Diagnostic::code)
                .containsOnly(Code.STATE_CURSOR_OWNER_MISMATCH);
        assertThat(run("rivet.yaml", other, RunRequest.Results.NONE).failures())
                .as("an edit of the same file")
                .extracting(Diagnostic::code)
                .containsOnly(Code.SOURCE_CONNECT_FAILED);
    }

    @Test
    void callsThatStartTogetherHaveIdsOfTheirOwn() throws Exception {
        Instant now = Instant.parse("2026-11-21T05:02:50.505Z");

        assertThat(RunReport.idAt(now, 1))
                .isEqualTo("agg_20261121T050250505_00000001")
                .isNotEqualTo(RunReport.idAt(now, 2));
        assertThat(run().id()).isNotEqualTo(run().id());
    }
}
