package dev.rivet.source.postgres;

import static dev.rivet.source.postgres.Squeezed.TABLE;
import static dev.rivet.source.postgres.Squeezed.TINY_BATCH;
import static dev.rivet.source.postgres.Squeezed.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.config.Tls;
import dev.rivet.config.Tunings;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Transience;
import dev.rivet.row.RowBatch;
import dev.rivet.source.Gate;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.testing.FrozenProcess;
import dev.rivet.testing.OwnSockets;
import dev.rivet.testing.PgBouncer;
import dev.rivet.testing.PgBouncer.PoolMode;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.TestCertificate;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that stands still in the middle of whatever it does, as on a machine that is suspended:
/// it takes connections and bytes, and answers nothing. Everything that waits for it ends in time,
/// and no connection to it is left open.
class SilentServerLiveIT {
    private static final Duration STATEMENT = Duration.ofSeconds(20);
    private static final Duration BOUND = ControlChannel.patience(STATEMENT).plusSeconds(20);
    private static final Duration FAREWELL = Duration.ofSeconds(20);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    /// What was under way when the server was stopped, to its end.
    private interface Interrupted extends Callable<Void> {}

    @Test
    void everythingThatWaitsForItEndsInTime(@TempDir Path folder) throws Exception {
        try (PostgresServer server = PostgresServer.startOwn(TestCertificate.create(folder));
                Connection other = server.connect();
                Statement locking = other.createStatement()) {
            Squeezed.create(server);
            server.execute("CREATE TABLE locked AS SELECT 1 AS n");
            other.setAutoCommit(false);
            locking.execute("LOCK TABLE locked");
            Reading plain = reading(trusted(server), STATEMENT);
            Reading secure = reading(server.source(new Tls(Tls.Mode.REQUIRE, null)), STATEMENT);
            int port = server.source().endpoint().port();
            var cases =
                    List.of(
                            reading(plain, plain.table(TABLE), Reading.PAGES),
                            reading(secure, secure.table(TABLE), Reading.PAGES),
                            reading(plain, plain.query("TABLE " + TABLE), Reading.PORTAL),
                            betweenRanges(plain),
                            closing(plain),
                            closing(secure),
                            connecting(plain),
                            connecting(secure),
                            describing(server, plain, 1),
                            describing(server, secure, 2));
            assertThat(OwnSockets.to(port)).isEqualTo(cases.size() - 2 + 1);

            try (FrozenProcess stopped = server.freeze()) {
                awaitAll(cases);

                assertThat(stopped).isNotNull();
                until(() -> OwnSockets.to(port) == 1);
            }
        }
    }

    /// A user whom this server asks neither for TLS nor for a password.
    private static SourceConfig.Postgres trusted(PostgresServer server) {
        Endpoint endpoint = server.source().endpoint();
        return new SourceConfig.Postgres(
                new Endpoint(
                        endpoint.host(),
                        endpoint.port(),
                        "postgres",
                        endpoint.password(),
                        endpoint.database()),
                Tls.DISABLED);
    }

    /// It lets clients in, and then lets them wait for a connection to the server.
    @Test
    void fullPoolIsNotWaitedForWithoutEnd() throws Exception {
        PostgresServer server = PostgresServer.newest();
        var settings = Map.of("ignore_startup_parameters", "", "query_wait_timeout", "0");
        try (PgBouncer bouncer = PgBouncer.over(server, PoolMode.TRANSACTION, 1, settings);
                Connection other = bouncer.connect();
                Statement holding = other.createStatement()) {
            other.setAutoCommit(false);
            holding.execute("SELECT 1");
            Reading reading = reading(bouncer.source(), Duration.ofSeconds(1));
            int port = bouncer.source().endpoint().port();

            try (SourceSession session = reading.open()) {
                RivetException told =
                        within(BOUND, () -> session.describe(reading.query("SELECT 1 AS n")));

                assertLost(told, Code.SOURCE_CONNECTION_LOST);
                assertThat(told).hasMessageContaining("did not answer the first statement");
            }
            until(() -> OwnSockets.to(port) == 1);
            assertThat(bouncer.isAlive()).isTrue();
        }
    }

    private void awaitAll(List<Interrupted> cases) throws Exception {
        for (Future<Void> each : threads.invokeAll(cases)) {
            each.get();
        }
    }

    private static Reading reading(SourceConfig.Postgres source, Duration statement) {
        return new Reading(source)
                .tuned(
                        Tunings.of(
                                "test",
                                10_000,
                                TINY_BATCH,
                                Duration.ZERO,
                                statement,
                                Duration.ofSeconds(60),
                                0,
                                1));
    }

    private static void assertLost(Object told, Code code) {
        assertThat(told)
                .isInstanceOfSatisfying(
                        RivetException.class,
                        failure -> {
                            assertThat(failure.diagnostic().code()).isEqualTo(code);
                            assertThat(failure.diagnostic().transience())
                                    .isEqualTo(Transience.TRANSIENT);
                        });
    }

    /// What the work fails with.
    private static RivetException within(Duration limit, Runnable work) {
        long start = System.nanoTime();
        RivetException told = catchThrowableOfType(RivetException.class, work::run);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(limit);
        return told;
    }

    private static void close(SourceSession session) {
        assertThat(within(FAREWELL, session::close)).isNull();
    }

    private static Interrupted connecting(Reading reading) {
        return () -> {
            assertLost(within(BOUND, reading::open), Code.SOURCE_CONNECT_FAILED);
            return null;
        };
    }

    /// In a statement that waits for a lock.
    private Interrupted describing(PostgresServer server, Reading reading, int waiting)
            throws InterruptedException {
        SourceSession session = reading.open();
        Future<RivetException> told =
                threads.submit(
                        () -> within(BOUND, () -> session.describe(reading.table("locked"))));
        until(() -> Squeezed.sessions(server, "wait_event_type = 'Lock'") == waiting);
        return () -> {
            assertLost(told.get(), Code.SOURCE_CONNECTION_LOST);
            close(session);
            return null;
        };
    }

    private static Interrupted reading(Reading reading, ReadRequest request, String path)
            throws InterruptedException {
        SourceSession session = reading.open();
        var plan = session.describe(request);
        assertThat(plan.path()).isEqualTo(path);
        Tester stream = Tester.of(session.read(plan, Reading.OPEN).streams().getFirst());
        assertThat(stream.ask()).isInstanceOf(RowBatch.class);
        return () -> {
            assertLost(stream.askToTheEnd(BOUND), Code.SOURCE_CONNECTION_LOST);
            close(session);
            return null;
        };
    }

    private static Interrupted betweenRanges(Reading reading) throws InterruptedException {
        SourceSession session = reading.open();
        CompletableFuture<Void> opened = new CompletableFuture<>();
        CountDownLatch reached = new CountDownLatch(1);
        Gate gate =
                rows -> {
                    reached.countDown();
                    return Uni.createFrom().completionStage(opened);
                };
        var plan = session.describe(reading.table(TABLE));
        Tester stream = Tester.of(session.read(plan, gate).streams().getFirst());
        stream.subscription().request(Long.MAX_VALUE);
        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        return () -> {
            opened.complete(null);
            assertLost(stream.askToTheEnd(BOUND), Code.SOURCE_CONNECTION_LOST);
            close(session);
            return null;
        };
    }

    private static Interrupted closing(Reading reading) {
        SourceSession session = reading.open();
        session.describe(reading.table(TABLE));
        return () -> {
            close(session);
            return null;
        };
    }
}
