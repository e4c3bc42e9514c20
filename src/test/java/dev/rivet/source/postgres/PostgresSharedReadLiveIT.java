package dev.rivet.source.postgres;

import static dev.rivet.source.postgres.Squeezed.ROWS;
import static dev.rivet.source.postgres.Squeezed.TINY_BATCH;
import static dev.rivet.source.postgres.Squeezed.ids;
import static dev.rivet.source.postgres.Squeezed.tuning;
import static dev.rivet.source.postgres.Squeezed.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.Tls;
import dev.rivet.diag.Secret;
import dev.rivet.source.Gate;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.PostgresServer;
import io.smallrye.mutiny.Uni;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Several connections that read one table: what they see, and when there are fewer.
class PostgresSharedReadLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();

    @BeforeAll
    static void makeATable() {
        Squeezed.create(SERVER);
    }

    private static Reading reading(int parallel) {
        return new Reading(SERVER.source()).tuned(tuning(parallel, TINY_BATCH, 0));
    }

    @Test
    void allConnectionsSeeOneSnapshotWhateverTheWritersDo() throws Exception {
        SERVER.execute(
                "DROP TABLE IF EXISTS accounts",
                "CREATE TABLE accounts (id bigint PRIMARY KEY, amount bigint, filler text)"
                        + " WITH (fillfactor = 80, autovacuum_enabled = off)",
                "INSERT INTO accounts SELECT n, 100, repeat('f', 300)"
                        + " FROM generate_series(1, 100000) n");
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong changes = new AtomicLong();
        Thread writer = writer(stop, changes);
        Thread sweeper = sweeper(stop);
        try {
            Reading reading = new Reading(SERVER.source()).tuned(tuning(3, 1 << 20, 0));
            for (int i = 0; i < 5; i++) {
                long before = changes.get();
                Gate slow =
                        rows ->
                                Uni.createFrom()
                                        .voidItem()
                                        .onItem()
                                        .delayIt()
                                        .by(Duration.ofMillis(100));
                Reading.Result result = reading.all(reading.table("accounts"), slow);

                assertThat(result.read().streams()).hasSize(3);
                Set<Object> ids = new HashSet<>();
                long sum = 0;
                for (List<?> row : result.rows()) {
                    assertThat(ids.add(row.getFirst())).isTrue();
                    sum += (Long) row.get(1);
                }
                assertThat(ids).hasSize(100_000);
                assertThat(sum).isEqualTo(10_000_000L);
                assertThat(changes.get()).isGreaterThan(before);
            }
        } finally {
            stop.set(true);
            writer.join();
            sweeper.join();
        }
    }

    @Test
    void rowsThatAreAddedAfterTheDescriptionAreNotReadAndThoseRemovedAre() {
        SERVER.execute(
                "DROP TABLE IF EXISTS passing",
                "CREATE TABLE passing AS SELECT n, repeat('x', 1000) AS t"
                        + " FROM generate_series(1, 20000) n");
        Reading reading = reading(3);
        try (SourceSession session = reading.open()) {
            var plan = session.describe(reading.table("passing"));
            SERVER.execute(
                    "DELETE FROM passing WHERE n > 10",
                    "INSERT INTO passing SELECT -n, 'new' FROM generate_series(1, 90000) n",
                    "VACUUM passing");

            Set<Object> ids = ids(Reading.batches(session.read(plan, Reading.OPEN)));

            assertThat(ids).hasSize(20_000).contains(1, 20_000).doesNotContain(-1);
        }
    }

    @Test
    void eachConnectionHasAnEventLoopOfItsOwn() throws Exception {
        Reading reading = reading(2);
        try (SourceSession session = reading.open()) {
            PreparedRead read =
                    session.read(session.describe(reading.table("squeezed")), Reading.OPEN);
            Set<String> threads = ConcurrentHashMap.newKeySet();
            List<CompletableFuture<Void>> streams =
                    read.streams().stream()
                            .map(
                                    stream ->
                                            stream.batches()
                                                    .invoke(
                                                            _ ->
                                                                    threads.add(
                                                                            Thread.currentThread()
                                                                                    .getName()))
                                                    .onItem()
                                                    .ignoreAsUni()
                                                    .subscribeAsCompletionStage())
                            .toList();
            for (CompletableFuture<Void> stream : streams) {
                stream.get(30, TimeUnit.SECONDS);
            }
            assertThat(threads.stream().filter(name -> name.contains("eventloop"))).hasSize(2);
        }
    }

    @Test
    void oneConnectionIsEnoughWhereNoMoreAreAllowed() {
        SERVER.execute(
                "DROP ROLE IF EXISTS lonely",
                "CREATE ROLE lonely LOGIN PASSWORD 'alone' CONNECTION LIMIT 1",
                "GRANT SELECT ON squeezed TO lonely");
        SourceConfig.Endpoint usual = SERVER.source().endpoint();
        var endpoint =
                new SourceConfig.Endpoint(
                        usual.host(), usual.port(), "lonely", Secret.of("alone"), usual.database());
        Reading reading =
                new Reading(new SourceConfig.Postgres(endpoint, Tls.DISABLED))
                        .tuned(tuning(3, 4 << 20, 0));

        Reading.Result result = reading.all(reading.table("squeezed"));

        assertThat(ids(result.batches())).hasSize(ROWS);
        assertThat(result.read().streams()).hasSize(1);
        assertThat(result.read().remarks())
                .singleElement()
                .asString()
                .startsWith("read over one connection, because another one could not be had: ")
                .contains("53300");
        SERVER.execute("DROP OWNED BY lonely", "DROP ROLE lonely");
    }

    @Test
    void oneConnectionIsEnoughWhereTheSnapshotMayNotBeShared() {
        SERVER.execute("REVOKE EXECUTE ON FUNCTION pg_export_snapshot() FROM PUBLIC");
        try {
            Reading reading = new Reading(SERVER.source()).tuned(tuning(3, 4 << 20, 0));

            Reading.Result result = reading.all(reading.table("squeezed"));

            assertThat(ids(result.batches())).hasSize(ROWS);
            assertThat(result.read().remarks())
                    .singleElement()
                    .asString()
                    .contains("one connection", "pg_export_snapshot");
        } finally {
            SERVER.execute("GRANT EXECUTE ON FUNCTION pg_export_snapshot() TO PUBLIC");
        }
    }

    @Test
    void connectionThatCannotLockTheTableIsDoneWithout() throws Exception {
        Reading reading = reading(3);
        try (SourceSession session = reading.open()) {
            var plan = session.describe(reading.table("squeezed"));
            AtomicBoolean done = new AtomicBoolean();
            Thread queued =
                    working(
                            done,
                            statement -> {
                                statement.execute("BEGIN");
                                statement.execute("LOCK TABLE squeezed IN ACCESS EXCLUSIVE MODE");
                                statement.execute("ROLLBACK");
                                done.set(true);
                            });
            until(
                    () ->
                            SERVER.ask(
                                            "SELECT count(*) FROM pg_locks WHERE NOT granted AND"
                                                    + " relation = 'squeezed'::regclass")
                                    .equals("1"));

            PreparedRead read = session.read(plan, Reading.OPEN);

            assertThat(read.streams()).hasSize(1);
            assertThat(read.remarks()).singleElement().asString().contains("55P03");
            assertThat(ids(Reading.batches(read))).hasSize(ROWS);
            session.describe(reading.query("SELECT 1 AS n"));
            queued.join();
        }
    }

    /// Moves amounts between rows, and rows to other places under other ids: their number and sum
    /// stay what they are.
    private static Thread writer(AtomicBoolean stop, AtomicLong changes) {
        return working(
                stop,
                statement -> {
                    Random random = new Random();
                    int from = 1 + random.nextInt(100_000);
                    int to = 1 + random.nextInt(100_000);
                    statement.execute("BEGIN");
                    statement.execute(
                            String.format(
                                            Locale.ROOT,
                                            "UPDATE accounts SET amount = amount - 5 + 5 * (id = %d)::int * 2",
                                            from == to ? -1 : to)
                                    + String.format(
                                            Locale.ROOT,
                                            " WHERE id IN (%d, %d) AND 2 = (SELECT count(*) FROM",
                                            from,
                                            to)
                                    + String.format(
                                            Locale.ROOT,
                                            " accounts WHERE id IN (%d, %d))",
                                            from,
                                            to));
                    statement.execute(
                            String.format(
                                            Locale.ROOT,
                                            "WITH gone AS (DELETE FROM accounts WHERE id BETWEEN %d AND %d",
                                            from,
                                            from + 50)
                                    + " RETURNING *) INSERT INTO accounts"
                                    + " SELECT id + 1000000 * (1 + random() * 1000)::bigint, amount,"
                                    + " filler FROM gone");
                    statement.execute("COMMIT");
                    changes.incrementAndGet();
                });
    }

    /// Makes the table grow, and shrink where the server lets it.
    private static Thread sweeper(AtomicBoolean stop) {
        return working(
                stop,
                statement -> {
                    statement.execute("BEGIN");
                    statement.execute(
                            "INSERT INTO accounts SELECT -n, 1, repeat('g', 1000)"
                                    + " FROM generate_series(1, 2000) n");
                    statement.execute("DELETE FROM accounts WHERE id < 0");
                    statement.execute("COMMIT");
                    statement.execute("VACUUM accounts");
                });
    }

    private interface Work {
        void run(Statement statement) throws SQLException;
    }

    private static Thread working(AtomicBoolean stop, Work work) {
        return Thread.ofPlatform()
                .start(
                        () -> {
                            try (Connection connection = SERVER.connect();
                                    Statement statement = connection.createStatement()) {
                                while (!stop.get()) {
                                    work.run(statement);
                                }
                            } catch (SQLException failed) {
                                throw new IllegalStateException(failed);
                            }
                        });
    }
}
