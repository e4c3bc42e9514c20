package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterruptionIT {
    private static final String ENDLESS =
            """
            - name: endless
              query: SELECT g AS id, repeat('x', 2000) AS text FROM generate_series(1, 100000000) g
              format: parquet
              destination: {type: local, path: out/endless}
            """;

    @TempDir Path folder;

    private Workspace workspace() {
        return Workspace.of(
                folder, "postgres", PostgresServer.newest().source().endpoint(), ENDLESS);
    }

    private static void awaitStatement() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            if (running() > 0) {
                Thread.sleep(500);
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the read never started");
    }

    private static int running() {
        return Integer.parseInt(
                PostgresServer.newest()
                        .ask(
                                "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE"
                                        + " 'rivet/%' AND query LIKE '%generate_series%'"));
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalStopsTheRunCleanly(String signal, int exitCode) throws Exception {
        Workspace workspace = workspace();
        try (RivetProcess process = workspace.rivet("run", "--json-errors").start()) {
            awaitStatement();
            process.signal(signal);
            RivetProcess.Result result = process.await();
            assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
            assertThat(Workspace.lastError(result).get("code").asText())
                    .isEqualTo("RIVET_RUN_INTERRUPTED");
        }
        assertThat(workspace.files("out")).isEmpty();
        assertThat(running()).isZero();
        JsonNode runs = Workspace.json(workspace.rivet("metrics", "--json").run().stdout());
        assertThat(runs.get(0).get("status").asText()).isEqualTo("interrupted");
    }

    @Test
    void aKilledRunLeavesNothingVisibleAndTheNextOneSaysSo() throws Exception {
        Workspace workspace = workspace();
        try (RivetProcess process = workspace.rivet("run").start()) {
            awaitStatement();
            process.signal("KILL");
            process.await();
        }
        assertThat(workspace.files("out"))
                .allMatch(name -> name.contains("/.") || name.startsWith("."));
        workspace.write(
                """
                source: {type: postgres, url: "%s"}
                exports:
                  - name: endless
                    query: SELECT 1 AS id
                    format: parquet
                    destination: {type: local, path: out/endless}
                """
                        .formatted(PostgresServer.newest().url()));
        RivetProcess.Result next = workspace.rivet("run").within(Duration.ofMinutes(1)).run();
        assertThat(next.exitCode()).as(next.toString()).isZero();
        assertThat(next.stderr()).contains("never ended");
        JsonNode runs = Workspace.json(workspace.rivet("metrics", "--json").run().stdout());
        assertThat(runs.get(0).get("status").asText()).isEqualTo("success");
        assertThat(workspace.parts("out/endless")).hasSize(1);
    }

    @Test
    void aSecondRunOfTheSameExportIsRefusedWhileTheFirstLives() throws Exception {
        Workspace workspace = workspace();
        try (RivetProcess first = workspace.rivet("run").start()) {
            awaitStatement();
            RivetProcess.Result second =
                    workspace.rivet("run", "--lock-wait", "0", "--json-errors").run();
            assertThat(second.exitCode()).as(second.toString()).isEqualTo(2);
            assertThat(Workspace.lastError(second).get("code").asText())
                    .isEqualTo("RIVET_STATE_RUN_IN_PROGRESS");
            first.signal("TERM");
            assertThat(first.await().exitCode()).isEqualTo(143);
        }
    }
}
