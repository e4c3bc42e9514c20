package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.testing.Direction;
import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import dev.rivet.testing.TcpProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A source that goes away between two chunks, or before the only one is read: the run goes on
/// once it is back, or fails, and the next one delivers; every row once.
class FaultedModesIT {
    private static final String CHECKPOINT =
            "mode: chunked\nchunk_column: id\nchunk_count: 4\nchunk_checkpoint: true";

    private static final String PATIENT = "\ntuning: {max_retries: 12, retry_backoff_ms: 500}";

    private static final String IMPATIENT = "\ntuning: {max_retries: 0}";

    private static final int ROWS = 200;

    @TempDir Path folder;

    private Path out() {
        return folder.resolve("out");
    }

    private Workspace workspace(EventsTable table, Endpoint endpoint, String lines) {
        return Workspace.of(
                folder,
                table.database().engine(),
                endpoint,
                """
                - name: events
                  table: events
                  format: csv
                  destination: {type: local, path: out}
                """
                        + lines.indent(2));
    }

    private interface Mishap {
        void happen() throws Exception;
    }

    /// Runs until the place, where the run waits while it happens.
    private RivetProcess.Result during(Workspace workspace, String place, Mishap mishap)
            throws Exception {
        Path marker = folder.resolve("marker");
        try (RivetProcess run =
                workspace
                        .rivet("run")
                        .with("RIVET_TEST_PAUSE_AT", place + ":3000")
                        .with("RIVET_TEST_PAUSE_MARKER", marker.toString())
                        .within(Duration.ofMinutes(4))
                        .start()) {
            while (!Files.exists(marker)) {
                assertThat(run.isRunning()).isTrue();
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            mishap.happen();
            return run.await();
        }
    }

    private void everyRowOnce() {
        assertThat(EventsTable.ids(Delivered.newest(out())).stream().sorted())
                .isEqualTo(EventsTable.ids(1, ROWS));
        assertThat(Delivered.strays(out())).isEmpty();
    }

    /// As when the kernel ends one of its processes: it ends all others, and recovers.
    private static void crash(PostgresServer server) throws SQLException {
        try (Connection victim = server.connect();
                Statement statement = victim.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            ProcessHandle.of(row.getLong(1)).orElseThrow().destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CHECKPOINT,
                "mode: chunked\nchunk_column: id\nchunk_count: 4",
                "mode: chunked\nchunk_column: at\nchunk_count: 4\nconsistency: per_chunk",
                "mode: chunked\nchunk_by_key: id\nkeyset_incremental: true",
                "mode: time_window\ntime_column: at\ndays_window: 36500"
            })
    void aPostgresThatCrashesIsReadOnceItIsBack(String mode) throws Exception {
        EventsTable table = EventsTable.postgres();
        table.fill(ROWS);
        PostgresServer.newest().execute("CHECKPOINT");
        Workspace workspace = workspace(table, table.database().endpoint(), mode + PATIENT);
        RivetProcess.Result result =
                during(
                        workspace,
                        mode.contains("chunk_count") ? "chunk_export:3" : "chunk_export:1",
                        () -> crash(PostgresServer.newest()));

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.stderr()).contains("(retry 1): [RIVET_");
        everyRowOnce();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CHECKPOINT,
                "mode: chunked\nchunk_by_key: id\nkeyset_incremental: true",
                "mode: time_window\ntime_column: at\ndays_window: 36500"
            })
    void aMySqlThatIsKilledIsReadOnceItIsBack(String mode) throws Exception {
        EventsTable like = EventsTable.mySql();
        try (MySqlServer server = MySqlServer.startOwnMySql()) {
            EventsTable table =
                    new EventsTable(
                            LiveDatabase.of(server), like.time(), like.insert(), like.analyse());
            table.fill(ROWS);
            Workspace workspace = workspace(table, server.endpoint(), mode + PATIENT);
            RivetProcess.Result result =
                    during(
                            workspace,
                            mode.contains("chunk_count") ? "chunk_export:3" : "chunk_export:1",
                            () -> {
                                server.kill();
                                server.restart();
                            });

            assertThat(result.exitCode()).as(result.toString()).isZero();
            assertThat(result.stderr()).contains("(retry 1): [RIVET_");
            everyRowOnce();
        }
    }

    @Test
    void whoDoesNotWaitFailsAndTheNextRunGoesOn() throws Exception {
        EventsTable table = EventsTable.postgres();
        table.fill(ROWS);
        Endpoint direct = table.database().endpoint();
        try (TcpProxy proxy = TcpProxy.to(direct)) {
            Workspace workspace = workspace(table, proxy.endpoint(direct), CHECKPOINT + IMPATIENT);
            RivetProcess.Result failed = during(workspace, "chunk_export:3", proxy::cut);
            assertThat(failed.exitCode()).as(failed.toString()).isEqualTo(2);
            assertThat(failed.stderr()).contains("RIVET_SOURCE_CONNECTION_LOST");
            assertThat(out().resolve("manifest.json")).doesNotExist();
            assertThat(workspace.files("out")).noneMatch(name -> name.contains("chunk3"));

            assertThat(workspace.run().stderr()).contains("2 of 4 chunks are there");
            everyRowOnce();
        }
    }

    @Test
    void aNetworkThatIsSlowAndBreaksIsNoLoss() throws Exception {
        EventsTable table = EventsTable.mySql();
        table.fill(ROWS);
        Endpoint direct = table.database().endpoint();
        try (TcpProxy proxy = TcpProxy.to(direct)) {
            proxy.delay(Direction.TO_SERVER, Duration.ofMillis(30));
            Workspace workspace = workspace(table, proxy.endpoint(direct), CHECKPOINT + PATIENT);
            RivetProcess.Result result = during(workspace, "chunk_export:2", proxy::cut);
            assertThat(result.exitCode()).as(result.toString()).isZero();
            everyRowOnce();
        }
    }

    /// The state is asked for something at each chunk.
    private String state(PostgresServer server) {
        server.execute(
                "DROP SCHEMA IF EXISTS faulted CASCADE",
                "CREATE SCHEMA faulted AUTHORIZATION " + server.source().endpoint().user());
        return server.url() + "?currentSchema=faulted";
    }

    private RivetProcess.Result withState(Workspace workspace, String url, Mishap mishap)
            throws Exception {
        Path marker = folder.resolve("state-marker");
        try (RivetProcess run =
                workspace
                        .rivet("run")
                        .with("RIVET_STATE_URL", url)
                        .with("RIVET_TEST_PAUSE_AT", "after_chunk_file:2:3000")
                        .with("RIVET_TEST_PAUSE_MARKER", marker.toString())
                        .within(Duration.ofMinutes(4))
                        .start()) {
            while (!Files.exists(marker)) {
                assertThat(run.isRunning()).isTrue();
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            mishap.happen();
            return run.await();
        }
    }

    /// The chunk's files are visible, and the state hears of it once it is back.
    @Test
    void aStateThatCrashesIsWrittenOnceItIsBack() throws Exception {
        EventsTable table = EventsTable.mySql();
        table.fill(ROWS);
        Workspace workspace = workspace(table, table.database().endpoint(), CHECKPOINT);
        String url = state(PostgresServer.newest());
        RivetProcess.Result result =
                withState(workspace, url, () -> crash(PostgresServer.newest()));
        assertThat(result.exitCode()).as(result.toString()).isZero();
        everyRowOnce();
    }

    /// What cannot be written down is not committed: the next run reads that chunk again.
    @Test
    void aStateThatTakesNothingAnyMoreEndsTheRunAndTheNextGoesOn() throws Exception {
        EventsTable table = EventsTable.mySql();
        table.fill(ROWS);
        Workspace workspace = workspace(table, table.database().endpoint(), CHECKPOINT);
        PostgresServer server = PostgresServer.newest();
        String url = state(server);
        String user = server.source().endpoint().user();
        try {
            RivetProcess.Result failed =
                    withState(
                            workspace,
                            url,
                            () ->
                                    server.execute(
                                            "ALTER ROLE %s SET default_transaction_read_only = on"
                                                    .formatted(user),
                                            "SELECT pg_terminate_backend(pid) FROM"
                                                    + " pg_stat_activity WHERE usename = '%s'"
                                                            .formatted(user)));
            assertThat(failed.exitCode()).as(failed.toString()).isPositive();
            assertThat(failed.stderr()).contains("RIVET_STATE_");
            assertThat(out().resolve("manifest.json")).doesNotExist();
        } finally {
            server.execute("ALTER ROLE " + user + " RESET default_transaction_read_only");
        }
        RivetProcess.Result next = workspace.rivet("run").with("RIVET_STATE_URL", url).run();
        assertThat(next.exitCode()).as(next.toString()).isZero();
        assertThat(next.stderr()).contains("this run continues");
        everyRowOnce();
        assertThat(workspace.files("out").stream().filter(name -> name.contains("chunk2")))
                .hasSize(1);
    }
}
