package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a user is told when the server ends a connection, and no further attempt is wanted: one
/// error, and nothing of the insides.
class LostConnectionIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir Path folder;

    @BeforeAll
    static void makeTables() {
        PostgresServer.newest()
                .execute(
                        "DROP TABLE IF EXISTS lost",
                        "CREATE TABLE lost (id int, filler text STORAGE PLAIN)",
                        "INSERT INTO lost SELECT n, repeat('f', 3500)"
                                + " FROM generate_series(1, 10000) n");
        MySqlServer.mariaDb()
                .execute(
                        "DROP TABLE IF EXISTS lost",
                        "CREATE TABLE lost (id int PRIMARY KEY, filler varchar(4000)) AS"
                                + " SELECT seq AS id, REPEAT('f', 3500) AS filler"
                                + " FROM seq_1_to_20000");
    }

    /// Sessions of rivet's that have been in this state for a moment: in the middle of a read, or
    /// waiting between two statements.
    private static String postgresSessions(String state) {
        return """
               SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'rivet/%%'
                   AND state = '%s' AND state_change < now() - interval '500 ms'
               """
                .formatted(state);
    }

    private static String mariaDbSessions(String command) {
        return """
               SELECT id FROM information_schema.processlist WHERE user = 'rivet'
                   AND id <> CONNECTION_ID() AND command = '%s' AND time_ms > 500
               """
                .formatted(command);
    }

    private static String endless(String query) {
        return """
               - name: endless
                 query: %s
                 format: parquet
                 destination: {type: local, path: out/endless}
                 tuning: {max_retries: 0}
               """
                .formatted(query);
    }

    /// A table whose ranges are read with pauses between them.
    private static String slow() {
        return """
               - name: slow
                 table: lost
                 format: parquet
                 destination: {type: local, path: out/slow}
                 parallel: 1
                 tuning: {batch_size: 500, throttle_ms: 5000, max_retries: 0}
               """;
    }

    private RivetProcess.Result runUntilKilled(
            String engine, Endpoint endpoint, String exports, Killer killer) throws SQLException {
        Workspace workspace = Workspace.of(folder, engine, endpoint, exports);
        try (RivetProcess process = workspace.rivet("run", "--json-errors").start()) {
            killer.kill();
            return process.await();
        }
    }

    private static void assertOneError(RivetProcess.Result result) {
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
        assertThat(Workspace.lastError(result).get("code").asText())
                .isEqualTo("RIVET_SOURCE_CONNECTION_LOST");
        assertThat(result.stderr())
                .doesNotContainPattern("(?m)^\\s+at \\S+\\(")
                .doesNotContain("Exception", "mutiny", "netty", "vertx");
    }

    @Test
    void postgresInTheMiddleOfARead() throws SQLException {
        String query =
                "SELECT g AS id, repeat('x', 2000) AS t FROM generate_series(1, 100000000) g";
        RivetProcess.Result result =
                runUntilKilled(
                        "postgres",
                        PostgresServer.newest().source().endpoint(),
                        endless(query),
                        () -> terminate("active"));

        assertOneError(result);
        assertThat(result.stderr()).contains("57P01");
    }

    @Test
    void postgresBetweenTwoStatements() throws SQLException {
        RivetProcess.Result result =
                runUntilKilled(
                        "postgres",
                        PostgresServer.newest().source().endpoint(),
                        slow(),
                        () -> terminate("idle in transaction"));

        assertOneError(result);
        assertThat(result.stderr()).contains("57P01");
    }

    @Test
    void mariaDbInTheMiddleOfARead() throws SQLException {
        String query = "SELECT seq AS id, REPEAT('x', 2000) AS t FROM seq_1_to_100000000";
        assertOneError(
                runUntilKilled(
                        "mysql",
                        MySqlServer.mariaDb().endpoint(),
                        endless(query),
                        () -> kill("Execute")));
    }

    @Test
    void mariaDbBetweenTwoStatements() throws SQLException {
        assertOneError(
                runUntilKilled(
                        "mysql", MySqlServer.mariaDb().endpoint(), slow(), () -> kill("Sleep")));
    }

    private interface Killer {
        void kill() throws SQLException;
    }

    private static void terminate(String state) throws SQLException {
        try (Connection connection = PostgresServer.newest().connect();
                Statement statement = connection.createStatement()) {
            for (String each : sessions(statement, postgresSessions(state))) {
                statement.execute("SELECT pg_terminate_backend(" + each + ")");
            }
        }
    }

    private static void kill(String command) throws SQLException {
        try (Connection connection = MySqlServer.mariaDb().connect();
                Statement statement = connection.createStatement()) {
            for (String each : sessions(statement, mariaDbSessions(command))) {
                statement.execute("KILL CONNECTION " + each);
            }
        }
    }

    /// Waits until there are some.
    private static List<String> sessions(Statement statement, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (found.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        assertThat(found).as(sql).isNotEmpty();
        return found;
    }
}
