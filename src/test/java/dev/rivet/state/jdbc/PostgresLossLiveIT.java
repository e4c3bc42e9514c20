package dev.rivet.state.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.state.Leases.Lease;
import dev.rivet.testing.Direction;
import dev.rivet.testing.FrozenProcess;
import dev.rivet.testing.Hold;
import dev.rivet.testing.Moment;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.TcpProxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What a state in PostgreSQL does when its connection or its server is lost.
class PostgresLossLiveIT {
    private static final Patience SHORT =
            new Patience(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(8));

    /// For whoever waits often.
    private static final Patience HASTY =
            new Patience(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(8));

    private final PostgresServer server = PostgresServer.newest();
    private final PostgresBackend backend = PostgresBackend.on(server);

    /// The backend's schema, reached through a proxy.
    private String through(TcpProxy proxy) {
        return backend.throughPort(proxy.port()).url();
    }

    private static PostgresDatabase open(String url) {
        return PostgresDatabase.open(PostgresBackend.location(url), SHORT);
    }

    private static int insert(Session session, String export) throws SQLException {
        return session.update("INSERT INTO export_schema VALUES (?, '[]', '')", export);
    }

    private static int count(Session session) throws SQLException {
        return session.query("SELECT COUNT(*) FROM export_schema", row -> row.getInt(1)).getFirst();
    }

    private List<String> schemas() throws SQLException {
        return backend.select("SELECT export_name FROM export_schema ORDER BY export_name");
    }

    private void terminateAll() {
        server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name = 'rivet state'");
    }

    @Test
    void workGoesOnWhenTheConnectionIsEndedBetweenTwoPieces() throws SQLException {
        try (PostgresDatabase database = open(backend.url())) {
            assertThat(database.<Integer>write(session -> insert(session, "a"))).isEqualTo(1);
            terminateAll();
            assertThat(database.<Integer>write(session -> insert(session, "b"))).isEqualTo(1);
            terminateAll();
            assertThat(database.<Integer>read(PostgresLossLiveIT::count)).isEqualTo(2);
        }
    }

    @Test
    void pieceThatLosesItsConnectionIsBegunAnew() throws SQLException {
        int[] attempts = new int[1];
        try (PostgresDatabase database = open(backend.url())) {
            database.<Integer>write(
                    session -> {
                        insert(session, "a");
                        if (++attempts[0] == 1) {
                            terminateAll();
                        }
                        return insert(session, "b");
                    });
        }
        assertThat(attempts[0]).isEqualTo(2);
        assertThat(schemas()).containsExactly("a", "b");
    }

    @Test
    void pieceThatMayBeDoneOnceOnlyIsNotRepeated() throws SQLException {
        int[] attempts = new int[1];
        try (PostgresDatabase database = open(backend.url())) {
            RivetException failure =
                    catchThrowableOfType(
                            RivetException.class,
                            () ->
                                    database.<Integer>writeOnce(
                                            session -> {
                                                attempts[0]++;
                                                terminateAll();
                                                return insert(session, "a");
                                            }));
            assertThat(failure.diagnostic().code()).isEqualTo(Code.STATE_BACKEND_FAILED);
            assertThat(failure.diagnostic().retryable()).isTrue();
            assertThat(attempts[0]).isEqualTo(1);
            assertThat(schemas()).isEmpty();
            database.<Integer>write(session -> insert(session, "b"));
        }
    }

    /// The commit arrives, its answer does not: what had been kept is not there twice.
    @Test
    void commitWhoseAnswerWasLostDoublesNothing() throws SQLException {
        backend.open().close();
        try (TcpProxy proxy = TcpProxy.to(server.source().endpoint())) {
            for (int commit = 3; commit < 60; commit += 2) {
                Moment lost = Moment.of("COMMIT").nthTime(commit);
                proxy.swallowFrom(lost, Direction.TO_CLIENT);
            }
            try (JdbcStateStore store =
                    new JdbcStateStore(
                            PostgresDatabase.open(PostgresBackend.location(through(proxy)), HASTY),
                            backend.clock(),
                            ProcessIdentity.current())) {
                Remembered.fill(store, 1);
                try (Lease lease = store.leases().acquire("orders", "orders_9", Duration.ZERO)) {
                    lease.confirm();
                }
            }
        }
        for (String table : StateTables.REMEMBERED) {
            assertThat(backend.select("SELECT COUNT(*) FROM " + table))
                    .as(table)
                    .containsExactly("1");
        }
        assertThat(backend.select("SELECT * FROM export_lease")).isEmpty();
    }

    @Test
    void serverThatIsRestartedIsWaitedFor() throws Exception {
        try (PostgresServer own = PostgresServer.startOwn()) {
            PostgresBackend there = PostgresBackend.on(own);
            try (JdbcStateStore store = there.open();
                    Lease lease = store.leases().acquire("orders", "orders_1", Duration.ZERO)) {
                Remembered.fill(store, 1);
                own.execute("CHECKPOINT");
                crash(own);
                lease.confirm();
                assertThat(store.ledger().latest(Set.of("orders"), 5)).hasSize(1);
            }
        }
    }

    /// One backend that is killed has the server end all others and recover.
    private static void crash(PostgresServer server) throws SQLException {
        try (Connection victim = server.connect();
                Statement statement = victim.createStatement();
                var row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            ProcessHandle.of(row.getLong(1)).orElseThrow().destroyForcibly();
        }
    }

    @Test
    void serverThatStaysAwayIsGivenUp() {
        try (PostgresServer own = PostgresServer.startOwn()) {
            PostgresBackend there = PostgresBackend.on(own);
            try (PostgresDatabase database = open(there.url())) {
                own.stop();
                long start = System.nanoTime();
                RivetException failure =
                        catchThrowableOfType(
                                RivetException.class, () -> database.read(database::now));
                assertThat(failure.diagnostic().code()).isEqualTo(Code.STATE_BACKEND_FAILED);
                assertThat(failure.diagnostic().retryable()).isTrue();
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(30));
            }
        }
    }

    @Test
    void serverThatStandsStillIsNotWaitedForEndlessly() {
        try (PostgresServer own = PostgresServer.startOwn()) {
            PostgresBackend there = PostgresBackend.on(own);
            try (PostgresDatabase database = open(there.url())) {
                try (FrozenProcess frozen = own.freeze()) {
                    assertThat(frozen).isNotNull();
                    RivetException failure =
                            catchThrowableOfType(
                                    RivetException.class, () -> database.read(database::now));
                    assertThat(failure.diagnostic().retryable()).isTrue();
                }
                assertThatCode(() -> database.read(database::now)).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void statementThatOthersBlockEndsByItself() throws SQLException {
        try (PostgresDatabase database = open(backend.url());
                Connection other = backend.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE export_schema IN ACCESS EXCLUSIVE MODE");
            RivetException failure =
                    catchThrowableOfType(
                            RivetException.class,
                            () -> database.<Integer>write(session -> insert(session, "a")));
            assertThat(failure.diagnostic().retryable()).isTrue();
            assertThat(failure).hasMessageContaining("Others keep it busy");
            other.rollback();
            assertThat(database.<Integer>write(session -> insert(session, "a"))).isEqualTo(1);
        }
    }

    /// A machine that loses its power between two statements keeps the others waiting for a
    /// moment only.
    @Test
    void writerWhoFallsSilentStopsNobodyForLong() throws Exception {
        backend.open().close();
        try (TcpProxy proxy = TcpProxy.to(server.source().endpoint());
                PostgresDatabase silent = open(through(proxy));
                PostgresDatabase other = open(backend.url());
                Hold hold = proxy.holdAt("INSERT INTO export_schema");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> stuck =
                    threads.submit(() -> silent.write(session -> insert(session, "silent")));
            hold.await();
            assertThat(other.<Integer>write(session -> insert(session, "other"))).isEqualTo(1);
            hold.release();
            assertThat(stuck.get()).isEqualTo(1);
        }
        assertThat(schemas()).containsExactly("other", "silent");
    }

    @Test
    void oneWriterAtATime() throws Exception {
        backend.open().close();
        try (PostgresDatabase one = open(backend.url());
                PostgresDatabase other = open(backend.url());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            one.<Integer>write(session -> insert(session, "0"));
            for (int i = 0; i < 20; i++) {
                Future<Integer> first = threads.submit(() -> one.write(this::countUp));
                Future<Integer> second = threads.submit(() -> other.write(this::countUp));
                first.get();
                second.get();
            }
        }
        assertThat(schemas()).containsExactly("40");
    }

    private int countUp(Session session) throws SQLException {
        int now =
                session.query(
                                "SELECT CAST(export_name AS BIGINT) FROM export_schema",
                                row -> row.getInt(1))
                        .getFirst();
        return session.update(
                "UPDATE export_schema SET export_name = ?", Integer.toString(now + 1));
    }

    @Test
    void interruptedThreadIsServedAndStaysInterrupted() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        try (PostgresDatabase database = open(backend.url());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> done =
                    threads.submit(
                            () -> {
                                Thread.currentThread().interrupt();
                                database.<Integer>write(
                                        session -> {
                                            if (attempts.incrementAndGet() == 1) {
                                                Thread.currentThread().interrupt();
                                            }
                                            return insert(session, "a");
                                        });
                                return Thread.currentThread().isInterrupted();
                            });
            assertThat(done.get()).isTrue();
        }
        assertThat(schemas()).containsExactly("a");
    }
}
