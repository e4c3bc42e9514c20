package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.config.Tls;
import dev.rivet.diag.Secret;
import dev.rivet.plan.HighWater.Stragglers;
import dev.rivet.plan.Key;
import dev.rivet.source.KeyQuestion;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.MySqlServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Servers that keep a log: where it stood, who follows it, and what is found again in it.
class MySqlLogLiveIT {
    private static MySqlServer server;
    private static LiveSource live;

    @BeforeAll
    static void open() {
        server =
                MySqlServer.startOwnMySql(
                        "log-bin=log",
                        "server-id=7",
                        "innodb-flush-log-at-trx-commit=1",
                        "gtid-mode=ON",
                        "enforce-gtid-consistency=ON");
        live = new LiveSource(server);
        server.execute("CREATE TABLE kept (id INT PRIMARY KEY)", "INSERT INTO kept VALUES (1)");
    }

    @AfterAll
    static void close() {
        live.close();
        server.close();
    }

    private static Optional<String> position(MySqlSource source, String sql) {
        try (SourceSession session = source.open("kept")) {
            ReadPlan plan =
                    session.describe(
                            sql.contains(" ") ? SliceReads.query(sql) : SliceReads.table(sql));
            assertThat(LiveSource.read(session, plan)).hasSize(1);
            return plan.position();
        }
    }

    @Test
    void aReadKnowsWhichTransactionsItSees() {
        String uuid = new SliceReads(live).strings("SELECT @@server_uuid").getFirst();
        for (String each : List.of("kept", "SELECT id FROM kept")) {
            assertThat(position(live.source, each).orElseThrow())
                    .matches("gtid " + uuid + ":1-\\d+");
        }
    }

    @Test
    void withoutGtidItIsAPlaceInAFile() {
        MySqlServer plain = MySqlServer.startOwnMySql("log-bin=log", "server-id=8");
        try (plain;
                LiveSource own = new LiveSource(plain)) {
            plain.execute("CREATE TABLE kept (id INT PRIMARY KEY)", "INSERT INTO kept VALUES (1)");
            assertThat(position(own.source, "kept").orElseThrow())
                    .matches("binlog log\\.0000\\d\\d:\\d+");
            Endpoint root = plain.endpoint();
            plain.execute(
                    "CREATE USER 'reader'@'%' IDENTIFIED BY 'only-Reads1'",
                    "GRANT SELECT ON " + root.database() + ".* TO 'reader'@'%'");
            Secret password = Secret.of("only-Reads1");
            Endpoint reader =
                    new Endpoint(root.host(), root.port(), "reader", password, root.database());
            try (MySqlSource source =
                    new MySqlSource(new SourceConfig.MySql(reader, Tls.DISABLED), own.vertx())) {
                assertThat(position(source, "kept")).isEmpty();
            }
        }
    }

    private static Stragglers stragglers(LiveSource source) {
        try (SourceSession session = source.open()) {
            var question = new KeyQuestion(Key.of("id"), null, null, Duration.ZERO);
            return session.measure(SliceReads.table("kept"), question).stragglers();
        }
    }

    /// Writers on its source do not show.
    @Test
    void aReplicaIsNotTrusted() {
        MySqlServer replica =
                MySqlServer.startOwnMySql(
                        "server-id=9", "gtid-mode=ON", "enforce-gtid-consistency=ON");
        try (replica;
                LiveSource own = new LiveSource(replica)) {
            Endpoint source = server.endpoint();
            replica.execute(
                    "RESET MASTER",
                    "CHANGE REPLICATION SOURCE TO SOURCE_HOST = '%s', SOURCE_USER = '%s',"
                                    .formatted(source.host(), source.user())
                            + " SOURCE_PASSWORD = '%s', GET_SOURCE_PUBLIC_KEY = 1, SOURCE_PORT = "
                                    .formatted(source.password().reveal())
                            + source.port()
                            + ", SOURCE_AUTO_POSITION = 1",
                    "CREATE TABLE IF NOT EXISTS kept (id INT PRIMARY KEY)",
                    "START REPLICA SQL_THREAD");
            assertThat(stragglers(own))
                    .isInstanceOfSatisfying(
                            Stragglers.Unknown.class,
                            unknown -> assertThat(unknown.why()).contains("replica"));
            replica.execute("STOP REPLICA");
            assertThat(stragglers(own)).isEqualTo(new Stragglers.None());
        }
    }

    /// When it began is not known any more.
    @Test
    void aTransactionThatSurvivedACrashIsWaitedFor() throws SQLException {
        try (Connection two = server.connect()) {
            for (String each :
                    List.of(
                            "XA START 'kept'",
                            "INSERT INTO kept VALUES (2)",
                            "XA END 'kept'",
                            "XA PREPARE 'kept'")) {
                two.createStatement().execute(each);
            }
        }
        server.kill();
        server.restart();
        assertThat(stragglers(live))
                .isInstanceOfSatisfying(
                        Stragglers.Open.class,
                        open -> {
                            assertThat(open.oldest()).isEmpty();
                            assertThat(open.who()).contains("prepared");
                        });
        server.execute("XA ROLLBACK 'kept'");
        assertThat(stragglers(live)).isEqualTo(new Stragglers.None());
    }
}
