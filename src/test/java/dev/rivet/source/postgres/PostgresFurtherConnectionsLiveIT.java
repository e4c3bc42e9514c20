package dev.rivet.source.postgres;

import static dev.rivet.source.postgres.Squeezed.ROWS;
import static dev.rivet.source.postgres.Squeezed.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.SourceConfig;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.Direction;
import dev.rivet.testing.Hold;
import dev.rivet.testing.Moment;
import dev.rivet.testing.PgBouncer;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.TcpProxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Connections beside the first one that come late, not at all, or to another server: the first one
/// reads without them, and nobody else is kept waiting.
class PostgresFurtherConnectionsLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();
    private static final String EXPORT = "SELECT pg_catalog.pg_export_snapshot()";

    @BeforeAll
    static void makeATable() {
        Squeezed.create(SERVER);
    }

    /// Without limits that the user has set.
    private static Reading reading(SourceConfig.Postgres source, int parallel) {
        return new Reading(source)
                .impatient()
                .tuned(Squeezed.tuning(parallel, 4 << 20, 0, Duration.ZERO, Duration.ZERO));
    }

    private static <T> CompletableFuture<T> aside(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Transaction.ASIDE);
    }

    private static <T> T soon(Supplier<T> work) throws Exception {
        return aside(work).get(40, TimeUnit.SECONDS);
    }

    private static void assertReadAlone(Reading.Result result, String reason) {
        assertThat(ids(result.batches())).hasSize(ROWS);
        assertThat(result.read().remarks())
                .singleElement()
                .asString()
                .startsWith("read over one connection, because another one could not be had: ")
                .contains(reason);
    }

    @Test
    void nobodyWaitsForAnybodyWhenALockIsQueuedBetweenThem() throws Exception {
        Reading reading = reading(SERVER.source(), 2);
        try (Transaction change = new Transaction(SERVER)) {
            try (SourceSession session = reading.open()) {
                var plan = session.describe(reading.table("squeezed"));
                change.begin(
                        () -> change.execute(List.of("LOCK squeezed IN ACCESS EXCLUSIVE MODE")));
                assertThat(change.waits()).isTrue();

                PreparedRead read = soon(() -> session.read(plan, Reading.OPEN));

                assertThat(read.remarks()).singleElement().asString().contains("one connection");
                assertThat(ids(Reading.batches(read))).hasSize(ROWS);
            }
            change.end();
        }
    }

    @Test
    void connectionThatNeverAnswersIsNotWaitedFor() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(SERVER.source().endpoint())) {
            proxy.swallowFrom(
                    new Moment("anything", _ -> true, OptionalInt.of(2), 1),
                    Direction.TO_SERVER,
                    Direction.TO_CLIENT);
            Reading reading = reading(proxy.source(SERVER.source()), 2);
            long start = System.nanoTime();

            assertReadAlone(reading.all(reading.table("squeezed")), "not ready within 1 s");

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void connectionsAreOpenedSideBySide() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(SERVER.source().endpoint());
                Hold second =
                        proxy.holdAt(new Moment("anything", _ -> true, OptionalInt.of(2), 1))) {
            Reading reading = reading(proxy.source(SERVER.source()), 4);
            CompletableFuture<Reading.Result> read =
                    aside(() -> reading.all(reading.table("squeezed")));

            second.await();
            Transaction.until(() -> proxy.connections().size() >= 4);

            second.release();
            assertThat(ids(read.get(40, TimeUnit.SECONDS).batches())).hasSize(ROWS);
        }
    }

    /// A snapshot's name tells a server process and how many transactions it has had.
    @Test
    void connectionThatABalancerLeadsToAnotherServerIsDoneWithout() throws Exception {
        try (PostgresServer one = PostgresServer.startOwn(Map.of("max_connections", "30"));
                PostgresServer other = PostgresServer.startOwn();
                TcpProxy balancer =
                        TcpProxy.balancing(
                                List.of(one.source().endpoint(), other.source().endpoint()));
                Hold export = balancer.holdAt(EXPORT)) {
            one.execute(twin("here"));
            other.execute(twin("there"));
            haveManyTransactionsInEachProcess(one);
            Reading reading =
                    new Reading(balancer.source(one.source()))
                            .tuned(Squeezed.tuning(2, 4 << 20, 0));
            CompletableFuture<Reading.Result> read =
                    aside(() -> reading.all(reading.table("twin")));
            export.await();
            List<Connection> processes = new ArrayList<>();
            try {
                shareSnapshotOfTheSameName(one, other, processes);
                export.release();

                Reading.Result result = read.get(40, TimeUnit.SECONDS);

                assertThat(result.rows()).hasSize(1_500);
                assertThat(result.rows()).allSatisfy(row -> assertThat(row).contains("here"));
                assertThat(result.read().remarks())
                        .singleElement()
                        .asString()
                        .contains("one connection", "another server");
            } finally {
                for (Connection each : processes) {
                    each.close();
                }
            }
        }
    }

    private static String[] twin(String place) {
        return new String[] {
            "DROP TABLE IF EXISTS twin",
            "CREATE TABLE twin (id int, place text, filler text)",
            "ALTER TABLE twin ALTER filler SET STORAGE PLAIN",
            "INSERT INTO twin SELECT n, '%s', repeat('f', 8000) FROM generate_series(1, 1500) n"
                    .formatted(place),
            "GRANT SELECT ON twin TO PUBLIC"
        };
    }

    private static void haveManyTransactionsInEachProcess(PostgresServer server) {
        for (int i = 0; i < 100; i++) {
            server.execute("DO 'BEGIN FOR i IN 1..200 LOOP COMMIT; END LOOP; END'");
        }
    }

    private static void shareSnapshotOfTheSameName(
            PostgresServer one, PostgresServer other, List<Connection> processes)
            throws SQLException {
        String[] wanted =
                one.ask(
                                "SELECT virtualtransaction FROM pg_locks JOIN pg_stat_activity USING"
                                        + " (pid) WHERE application_name LIKE 'rivet/%' LIMIT 1")
                        .split("/", -1);
        Connection same = other.connect();
        processes.add(same);
        while (!transaction(same)[0].equals(wanted[0])) {
            assertThat(processes).hasSizeLessThan(80);
            same = other.connect();
            processes.add(same);
        }
        same.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        long last = Long.parseLong(transaction(same)[1]);
        assertThat(last).isLessThan(Long.parseLong(wanted[1]) - 1);
        while (last < Long.parseLong(wanted[1]) - 1) {
            last = Long.parseLong(transaction(same)[1]);
        }
        same.setAutoCommit(false);
        assertThat(ask(same, "SELECT pg_export_snapshot()"))
                .isEqualTo(
                        String.format(
                                Locale.ROOT,
                                "%08X-%08X-1",
                                Integer.parseInt(wanted[0]),
                                Integer.parseInt(wanted[1])));
    }

    private static String[] transaction(Connection connection) throws SQLException {
        return ask(
                        connection,
                        "SELECT virtualtransaction FROM pg_locks WHERE pid = pg_backend_pid()"
                                + " LIMIT 1")
                .split("/", -1);
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void lastConnectionOfAPoolIsNotWaitedFor() throws Exception {
        try (PgBouncer bouncer = PgBouncer.over(SERVER, PgBouncer.PoolMode.TRANSACTION, 1)) {
            Reading reading = reading(bouncer.source(), 2);

            assertReadAlone(
                    soon(() -> reading.all(reading.table("squeezed"))), "not ready within 1 s");
        }
    }

    @Test
    void transactionsOfAPoolShareASnapshotAndLeaveNothingBehind() throws Exception {
        try (PgBouncer bouncer = PgBouncer.over(SERVER, PgBouncer.PoolMode.TRANSACTION, 2)) {
            Reading reading = new Reading(bouncer.source()).tuned(Squeezed.tuning(2, 4 << 20, 0));

            Reading.Result result = reading.all(reading.table("squeezed"));

            assertThat(ids(result.batches())).hasSize(ROWS);
            assertThat(result.read().streams()).hasSize(2);
            String settings =
                    "SELECT string_agg(name || setting, ' ' ORDER BY name) FROM pg_settings"
                            + " WHERE source = 'session'";
            try (Connection first = bouncer.connect();
                    Connection second = bouncer.connect()) {
                first.setAutoCommit(false);
                second.setAutoCommit(false);
                for (Connection each : List.of(first, second)) {
                    assertThat(String.valueOf(ask(each, settings)))
                            .doesNotContain("timeout", "jit", "tidscan", "parallel", "SQL_ASCII");
                }
            }
        }
    }
}
