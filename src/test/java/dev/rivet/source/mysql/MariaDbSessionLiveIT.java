package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.Tls;
import dev.rivet.row.RowBatch;
import dev.rivet.source.BatchReader;
import dev.rivet.source.Gate;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.decode.BatchValues;
import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.ProxiedConnection;
import dev.rivet.testing.TcpProxy;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MariaDbSessionLiveIT implements SessionContract {
    private static LiveSource live;

    @BeforeAll
    static void open() {
        live = new LiveSource(MySqlServer.mariaDb());
    }

    @AfterAll
    static void close() {
        live.close();
    }

    @AfterEach
    void restoreOwnDefaults() {
        live.server()
                .execute(
                        "SET GLOBAL wsrep_sync_wait = DEFAULT, GLOBAL idle_transaction_timeout ="
                                + " DEFAULT, GLOBAL idle_readonly_transaction_timeout = DEFAULT,"
                                + " GLOBAL query_cache_type = DEFAULT");
    }

    @Override
    public LiveSource live() {
        return live;
    }

    @Override
    public String statementLimit() {
        return "max_statement_time";
    }

    @Override
    public List<String> ownHostileDefaults() {
        return List.of(
                "max_statement_time = 2",
                "system_versioning_asof = '2020-01-01 00:00:00'",
                "max_recursive_iterations = 10",
                "query_cache_type = 'ON'",
                "idle_transaction_timeout = 1",
                "idle_readonly_transaction_timeout = 1",
                "sql_if_exists = 1",
                "old_mode = 'ZERO_DATE_TIME_CAST,NO_PROGRESS_INFO'",
                "max_error_count = 0");
    }

    /// What is read is what is there, whatever time the server's default looks back to; and a
    /// recursive query has all its rows: the server would end it with no more than a warning.
    @Test
    void neitherHistoryNorTheDepthOfARecursionIsTheServersChoice() {
        live.server()
                .execute(
                        "DROP TABLE IF EXISTS with_history",
                        "CREATE TABLE with_history (id INT PRIMARY KEY) WITH SYSTEM VERSIONING",
                        "INSERT INTO with_history VALUES (1), (2)",
                        "DELETE FROM with_history WHERE id = 1",
                        "SET GLOBAL system_versioning_asof = '2020-01-01 00:00:00',"
                                + " GLOBAL max_recursive_iterations = 10");
        try {
            assertThat(BatchValues.rows(live.read(LiveSource.table("with_history"))))
                    .containsExactly(List.of(2));
            assertThat(
                            live.value(
                                    "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r"
                                            + " WHERE n < 3000) SELECT COUNT(*) AS n FROM r"))
                    .isEqualTo(3000L);
        } finally {
            live.server()
                    .execute(
                            "SET GLOBAL system_versioning_asof = DEFAULT,"
                                    + " GLOBAL max_recursive_iterations = DEFAULT");
        }
    }

    static Stream<String> modes() {
        return Stream.of(
                "",
                "ORACLE",
                "MSSQL",
                "EMPTY_STRING_IS_NULL",
                "NO_BACKSLASH_ESCAPES,ANSI_QUOTES",
                "TRADITIONAL,SIMULTANEOUS_ASSIGNMENT,TIME_ROUND_FRACTIONAL",
                "IGNORE_SPACE,HIGH_NOT_PRECEDENCE,PAD_CHAR_TO_FULL_LENGTH");
    }

    /// What else is asked while the lock is held would wait for the cluster, which waits for it.
    @Test
    void aClusterIsWaitedForBeforeTheLockAndNotUnderIt() {
        live.server().execute("SET GLOBAL wsrep_sync_wait = 7");
        try (TcpProxy proxy = TcpProxy.to(live.server().endpoint());
                MySqlSource source = through(proxy);
                SourceSession session = source.open("guarded")) {
            ReadPlan plan =
                    session.describe(SessionContract.table("guarded", 3, Duration.ofSeconds(60)));
            assertThat(LiveSource.read(session, plan)).isNotEmpty();
            assertThat(plan.path()).isEqualTo(GuardContract.SHARED);
            List<ProxiedConnection> connections = proxy.connections();
            assertThat(connections).hasSize(4);
            assertThat(connections.getFirst().sent())
                    .containsSubsequence(
                            "@@SESSION.wsrep_sync_wait = 7",
                            "START TRANSACTION READ ONLY",
                            "(SELECT 1 FROM",
                            "@@SESSION.wsrep_sync_wait = 0",
                            "START TRANSACTION READ ONLY",
                            "(SELECT 1 FROM",
                            "BETWEEN ? AND ?");
            for (ProxiedConnection each : connections.subList(1, 4)) {
                String last = each.hasSent("LOCK TABLES") ? "LOCK TABLES" : "(SELECT 1 FROM";
                assertThat(each.sent())
                        .containsSubsequence("@@SESSION.wsrep_sync_wait = 0", last)
                        .doesNotContainPattern("(?s)wsrep_sync_wait = 0.*wsrep_sync_wait = 7");
            }
        }
    }

    private static MySqlSource through(TcpProxy proxy) {
        var direct = new SourceConfig.MySql(live.server().endpoint(), Tls.DISABLED);
        return new MySqlSource(proxy.source(direct), live.vertx(), LiveSource.PATIENCE);
    }

    @Test
    void aReadThatPausesIsNotIdle() {
        live.server()
                .execute(
                        "SET GLOBAL idle_transaction_timeout = 1,"
                                + " GLOBAL idle_readonly_transaction_timeout = 1");
        Gate slow =
                rows -> Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofMillis(2500));
        try (SourceSession session = live.open()) {
            ReadPlan plan =
                    session.describe(SessionContract.table("guarded", 1, Duration.ofSeconds(60)));
            BatchReader reader = session.read(plan, slow).streams().getFirst();
            List<RowBatch> batches =
                    reader.batches().collect().asList().await().atMost(LiveSource.PATIENCE);
            assertThat(BatchValues.rows(batches)).hasSize(GuardContract.ROWS);
        }
    }

    @Test
    void resultsComeFromTables() {
        live.server().execute("SET GLOBAL query_cache_type = ON");
        assertThat(live.value("SELECT @@SESSION.query_cache_type AS v")).isEqualTo("OFF");
    }
}
