package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.encode.DuckDb;
import dev.rivet.testing.Hold;
import dev.rivet.testing.Moment;
import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import dev.rivet.testing.TcpProxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that goes away in the middle of a read, and comes back: the run delivers all the same,
/// every row once.
class RetriedRunIT {
    private static final int ROWS = 10_000;

    /// A further range of a PostgreSQL table, over a connection that has read one.
    private static final Moment SECOND_RANGE =
            Moment.when("the bind of a further range", chunk -> chunk.startsWith("B"));

    private static final char COM_STMT_EXECUTE = 0x17;

    @TempDir Path folder;

    private static String export(String tuning) {
        return """
               - name: held
                 table: held
                 format: parquet
                 destination: {type: local, path: out/held}
                 parallel: 1
                 tuning: {%s}
               """
                .formatted(tuning);
    }

    /// The server commits before its log is on the disk: without a checkpoint, one that crashes
    /// soon afterwards comes back without the rows.
    private static void fill(PostgresServer server) {
        server.execute(
                "DROP TABLE IF EXISTS held",
                "CREATE TABLE held (id int, filler text STORAGE PLAIN)",
                "INSERT INTO held SELECT n, repeat('f', 3500) FROM generate_series(1, 10000) n",
                "CHECKPOINT");
    }

    private static void fill(MySqlServer server) {
        server.execute(
                "DROP TABLE IF EXISTS held",
                "CREATE TABLE held (id int PRIMARY KEY, filler varchar(4000))",
                "SET SESSION cte_max_recursion_depth = 100000",
                "INSERT INTO held WITH RECURSIVE n AS (SELECT 1 AS id UNION ALL SELECT id + 1 FROM n"
                        + " WHERE id < 10000) SELECT id, REPEAT('f', 3500) FROM n",
                "ANALYZE TABLE held");
    }

    /// A further range of a MySQL table, over a connection that has read one.
    private static Moment secondRange() {
        AtomicBoolean prepared = new AtomicBoolean();
        return Moment.when(
                        "the execution of a further range",
                        chunk -> {
                            if (chunk.contains("BETWEEN ? AND ?")) {
                                prepared.set(true);
                            }
                            return prepared.get()
                                    && chunk.length() > 4
                                    && chunk.charAt(4) == COM_STMT_EXECUTE;
                        })
                .nthTime(2);
    }

    private Workspace workspace(String engine, TcpProxy proxy, Endpoint direct, String tuning) {
        return Workspace.of(folder, engine, proxy.endpoint(direct), export(tuning));
    }

    /// Everything is there, once, and who asks is told what happened on the way.
    private static void deliveredInTheEnd(Workspace workspace, RivetProcess.Result result)
            throws Exception {
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.stderr()).contains("held  failed, reads again in ", "(retry 1): [RIVET_");
        List<Path> parts = workspace.parts("out/held");
        assertThat(parts).hasSize(1);
        try (DuckDb duck = new DuckDb()) {
            assertThat(
                            duck.parquet(
                                    parts.getFirst(),
                                    "count(*)",
                                    "count(DISTINCT id)",
                                    "sum(id)",
                                    "sum(length(filler))"))
                    .containsExactly(
                            List.of(
                                    "" + ROWS,
                                    "" + ROWS,
                                    "" + ROWS * (ROWS + 1L) / 2,
                                    "" + ROWS * 3_500L));
        }
        JsonNode run = Workspace.json(workspace.rivet("metrics", "--json").run().stdout()).get(0);
        assertThat(run.get("status").asText()).isEqualTo("success");
        assertThat(run.get("total_rows").asInt()).isEqualTo(ROWS);
        assertThat(run.get("retries").asInt()).isPositive();
        List<String> events = events(workspace);
        assertThat(events).startsWith("PlanResolved", "RetryAttempted").endsWith("RunCompleted");
        assertThat(events).containsOnlyOnce("PlanResolved", "FileWritten", "RunCompleted");
    }

    private static List<String> events(Workspace workspace) throws SQLException {
        String state = "jdbc:sqlite:" + workspace.folder().resolve(".rivet_state.db");
        try (Connection connection = DriverManager.getConnection(state);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT journal_json FROM run_journal")) {
            row.next();
            return Workspace.json(row.getString(1))
                    .get("entries")
                    .valueStream()
                    .map(entry -> entry.get("event").fieldNames().next())
                    .toList();
        }
    }

    @Test
    void aConnectionToPostgresThatIsResetInTheMiddle() throws Exception {
        PostgresServer server = PostgresServer.newest();
        fill(server);
        Endpoint direct = server.source().endpoint();
        try (TcpProxy proxy = TcpProxy.to(direct)) {
            proxy.cutAt(SECOND_RANGE.nthTime(2));
            Workspace workspace = workspace("postgres", proxy, direct, "retry_backoff_ms: 100");

            deliveredInTheEnd(workspace, workspace.rivet("run", "--validate").run());
        }
    }

    @Test
    void aConnectionToMySqlThatIsResetInTheMiddle() throws Exception {
        MySqlServer server = MySqlServer.mySql();
        fill(server);
        Endpoint direct = server.endpoint();
        try (TcpProxy proxy = TcpProxy.to(direct)) {
            proxy.cutAt(secondRange());
            Workspace workspace = workspace("mysql", proxy, direct, "retry_backoff_ms: 100");

            deliveredInTheEnd(workspace, workspace.rivet("run", "--validate").run());
        }
    }

    /// As when the kernel ends one of its processes: it ends all others, recovers, and meanwhile
    /// lets nobody in.
    @Test
    void aPostgresThatCrashesAndRecovers() throws Exception {
        try (PostgresServer server = PostgresServer.startOwn()) {
            fill(server);
            Endpoint direct = server.source().endpoint();
            try (TcpProxy proxy = TcpProxy.to(direct);
                    Hold hold = proxy.holdAt(SECOND_RANGE.nthTime(2))) {
                Workspace workspace = workspace("postgres", proxy, direct, "retry_backoff_ms: 100");
                try (RivetProcess process = workspace.rivet("run").start()) {
                    hold.await();
                    crash(server);
                    hold.release();

                    deliveredInTheEnd(workspace, process.await());
                }
            }
        }
    }

    private static void crash(PostgresServer server) throws SQLException {
        try (Connection victim = server.connect();
                Statement statement = victim.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            ProcessHandle.of(row.getLong(1)).orElseThrow().destroyForcibly();
        }
    }

    @Test
    void aMySqlThatIsRestarted() throws Exception {
        try (MySqlServer server = MySqlServer.startOwnMySql()) {
            fill(server);
            Endpoint direct = server.endpoint();
            try (TcpProxy proxy = TcpProxy.to(direct);
                    Hold hold = proxy.holdAt(secondRange())) {
                Workspace workspace = workspace("mysql", proxy, direct, "retry_backoff_ms: 100");
                try (RivetProcess process =
                        workspace.rivet("run").within(Duration.ofMinutes(3)).start()) {
                    hold.await();
                    server.kill();
                    hold.release();
                    server.restart();

                    deliveredInTheEnd(workspace, process.await());
                }
            }
        }
    }

    @Test
    void whoeverStopsARunThatWaitsIsObeyed() throws Exception {
        PostgresServer server = PostgresServer.newest();
        fill(server);
        Endpoint direct = server.source().endpoint();
        try (TcpProxy proxy = TcpProxy.to(direct)) {
            proxy.cutAt(SECOND_RANGE.nthTime(2));
            Workspace workspace = workspace("postgres", proxy, direct, "retry_backoff_ms: 60000");
            try (RivetProcess process = workspace.rivet("run", "--json-errors").start()) {
                process.awaitError("failed, reads again in ");
                process.signal("TERM");
                RivetProcess.Result result = process.await();

                assertThat(result.exitCode()).as(result.toString()).isEqualTo(143);
                assertThat(Workspace.lastError(result).get("code").asText())
                        .isEqualTo("RIVET_RUN_INTERRUPTED");
            }
            assertThat(workspace.files("out")).isEmpty();
        }
    }
}
