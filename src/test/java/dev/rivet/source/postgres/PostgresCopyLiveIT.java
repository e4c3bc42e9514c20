package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.Tls;
import dev.rivet.config.Tuning;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Secret;
import dev.rivet.diag.Transience;
import dev.rivet.row.RowBatch;
import dev.rivet.source.Gate;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.PostgresServer;
import io.smallrye.mutiny.Uni;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// COPY over several connections, and what happens around it.
class PostgresCopyLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();
    private static final long TINY_BATCH = 256 << 10;
    private static final int ROWS = 7_000;

    /// Two rows on a page, and on the wire far more than they take there: a range is larger than
    /// all buffers between the server and the reader.
    @BeforeAll
    static void makeATableThatDoesNotFitTheBuffers() {
        SERVER.execute(
                "DROP TABLE IF EXISTS squeezed",
                "CREATE TABLE squeezed (id int, filler text STORAGE PLAIN, t text)",
                "INSERT INTO squeezed SELECT n, repeat('f', 3500), repeat('x', 20000)"
                        + " FROM generate_series(1, "
                        + ROWS
                        + ") n");
    }

    private static Reading reading(int parallel) {
        return new Reading(SERVER.source()).tuned(tuning(parallel, TINY_BATCH, 0));
    }

    private static Tuning tuning(int parallel, long batchBytes, long maxValue) {
        return tuning(parallel, batchBytes, maxValue, Duration.ofSeconds(60));
    }

    private static Tuning tuning(int parallel, long batchBytes, long maxValue, Duration timeout) {
        return new Tuning(
                "test",
                10_000,
                batchBytes,
                Duration.ZERO,
                timeout,
                Duration.ofSeconds(1),
                maxValue,
                parallel);
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        boolean met = condition.getAsBoolean();
        for (int i = 0; i < 200 && !met; i++) {
            Thread.sleep(50);
            met = condition.getAsBoolean();
        }
        assertThat(met).isTrue();
    }

    /// While the buffers on the way fill up, a server waits and goes on in turns.
    private static void untilAllWait() throws InterruptedException {
        for (int i = 0; i < 8; i++) {
            until(() -> sessions("state = 'active' AND wait_event = 'ClientWrite'") == 3);
            Thread.sleep(25);
        }
    }

    private static long sessions(String condition) {
        return Long.parseLong(
                SERVER.ask(
                        "SELECT count(*) FROM pg_stat_activity"
                                + " WHERE application_name = 'rivet/1.0.0 orders' AND "
                                + condition));
    }

    private static List<Tester> start(SourceSession session, Reading reading, String table) {
        PreparedRead read = session.read(session.describe(reading.table(table)), Reading.OPEN);
        assertThat(read.remarks()).isEmpty();
        return read.streams().stream().map(Tester::of).toList();
    }

    /// Starts to read the squeezed table over three connections until all wait for the reader.
    private static List<Tester> startAndStall(SourceSession session) throws InterruptedException {
        List<Tester> streams = start(session, reading(3), "squeezed");
        assertThat(streams).hasSize(3);
        for (Tester stream : streams) {
            assertThat(stream.ask()).isInstanceOf(RowBatch.class);
        }
        untilAllWait();
        return streams;
    }

    private static void assertLost(Object failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        RivetException.class,
                        lost -> {
                            assertThat(lost.diagnostic().code())
                                    .isEqualTo(Code.SOURCE_CONNECTION_LOST);
                            assertThat(lost.diagnostic().transience())
                                    .isEqualTo(Transience.TRANSIENT);
                        });
    }

    private static Set<Object> ids(List<RowBatch> batches) {
        Set<Object> ids = new HashSet<>();
        for (RowBatch batch : batches) {
            Values.rows(batch).forEach(row -> assertThat(ids.add(row.getFirst())).isTrue());
        }
        return ids;
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
                            "UPDATE accounts SET amount = amount - 5 + 5 * (id = %d)::int * 2"
                                            .formatted(from == to ? -1 : to)
                                    + " WHERE id IN (%d, %d) AND 2 = (SELECT count(*) FROM"
                                            .formatted(from, to)
                                    + " accounts WHERE id IN (%d, %d))".formatted(from, to));
                    statement.execute(
                            "WITH gone AS (DELETE FROM accounts WHERE id BETWEEN %d AND %d"
                                            .formatted(from, from + 50)
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
    void withoutDemandTheServerWaitsAndThenGoesOn() throws InterruptedException {
        try (SourceSession session = reading(3).open()) {
            List<Tester> streams = startAndStall(session);
            Thread.sleep(300);
            assertThat(sessions("state = 'active' AND wait_event = 'ClientWrite'")).isEqualTo(3);
            assertThat(streams).allMatch(stream -> stream.heard().isEmpty());

            List<RowBatch> rest = new ArrayList<>();
            for (Tester stream : streams) {
                Object next = stream.ask();
                while (next instanceof RowBatch batch) {
                    rest.add(batch);
                    assertThat(batch.bytes()).isLessThan(TINY_BATCH + 25_000);
                    next = stream.ask();
                }
                assertThat(next).isEqualTo("complete");
            }

            int first = 3 * rest.getFirst().rows();
            assertThat(ids(rest)).hasSize(ROWS - first);
        }
    }

    @Test
    void cancelEndsTheStatementsOfAllConnections() throws InterruptedException {
        try (SourceSession session = reading(3).open()) {
            List<Tester> streams = startAndStall(session);

            streams.forEach(stream -> stream.subscription().cancel());

            until(() -> sessions("state = 'active'") == 0);
            assertThat(sessions("true")).isEqualTo(3);
            List<Tester> again = start(session, reading(2), "squeezed");
            assertThat(sessions("true")).isEqualTo(2);
            assertThat(again.getFirst().ask()).isInstanceOf(RowBatch.class);
        }
        until(() -> sessions("true") == 0);
    }

    @Test
    void closingInMidRangeLeavesNoSessionAndTakesNoLongTime() throws InterruptedException {
        SourceSession session = reading(3).open();
        startAndStall(session);
        long start = System.nanoTime();

        session.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        until(() -> sessions("true") == 0);
    }

    @Test
    void connectionLostByOneStreamIsOneClearErrorAndNothingHangs() throws InterruptedException {
        for (String which : List.of("DESC", "ASC")) {
            SourceSession session = reading(3).open();
            List<Tester> streams = startAndStall(session);
            SERVER.execute(
                    "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity WHERE"
                            + " application_name = 'rivet/1.0.0 orders' ORDER BY backend_start "
                            + which
                            + " LIMIT 1) last");
            until(() -> sessions("true") == 2);

            List<Object> ends = new ArrayList<>();
            for (Tester stream : streams) {
                ends.add(stream.askToTheEnd());
            }

            assertThat(Collections.frequency(ends, "complete")).isEqualTo(2);
            ends.remove("complete");
            ends.remove("complete");
            assertLost(ends.getFirst());
            long start = System.nanoTime();
            session.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(5));
            until(() -> sessions("true") == 0);
        }
    }

    @Test
    void allConnectionsLostAtTheGateAreClearErrors() throws InterruptedException {
        Reading reading = reading(2);
        try (SourceSession session = reading.open()) {
            PreparedRead read =
                    session.read(
                            session.describe(reading.table("squeezed")),
                            rows -> Uni.createFrom().nothing());
            List<Tester> streams = read.streams().stream().map(Tester::of).toList();
            streams.forEach(stream -> stream.subscription().request(Long.MAX_VALUE));
            until(() -> sessions("state = 'idle in transaction'") == 2);

            SERVER.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE application_name = 'rivet/1.0.0 orders'");

            for (Tester stream : streams) {
                until(() -> stream.heard().stream().anyMatch(RivetException.class::isInstance));
                stream.heard().removeIf(RowBatch.class::isInstance);
                assertThat(stream.heard()).hasSize(1);
                assertLost(stream.heard().remove());
            }
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

    @Test
    void lockHeldBySomebodyElseIsWaitedForAsLongAsAllowed() throws Exception {
        Reading reading = reading(3);
        try (Connection other = SERVER.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE squeezed IN ACCESS EXCLUSIVE MODE");
            long start = System.nanoTime();

            RivetException failure =
                    catchThrowableOfType(
                            RivetException.class, () -> reading.all(reading.table("squeezed")));

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
            assertThat(failure.getMessage()).contains("55P03");
            assertThat(failure.diagnostic().transience()).isEqualTo(Transience.TRANSIENT);
            other.rollback();
        }
    }

    @Test
    void hugeValueIsRefusedEarlyAndTheSessionCanBeUsedAgain() throws InterruptedException {
        SERVER.execute(
                "DROP TABLE IF EXISTS huge",
                "CREATE TABLE huge AS SELECT n, repeat('x', CASE WHEN n = 3 THEN 200000000 ELSE 10"
                        + " END) AS big FROM generate_series(1, 5) n");
        Reading reading = reading(1).tuned(tuning(1, TINY_BATCH, 1 << 20));
        try (SourceSession session = reading.open()) {
            Object end = start(session, reading, "huge").getFirst().askToTheEnd();

            assertThat(end)
                    .isInstanceOfSatisfying(
                            RivetException.class,
                            failure -> {
                                assertThat(failure.diagnostic().code())
                                        .isEqualTo(Code.SOURCE_VALUE_TOO_LARGE);
                                assertThat(failure.getMessage()).contains("\"big\"", "200000000");
                            });
            assertThat(start(session, reading, "squeezed").getFirst().ask())
                    .isInstanceOf(RowBatch.class);
        }
    }

    @Test
    void valueWithoutAPlaceEndsTheStatementAndTheSessionCanBeUsedAgain() throws Exception {
        SERVER.execute(
                "DROP TABLE IF EXISTS misfit",
                "CREATE TABLE misfit AS SELECT n, repeat('x', 20000) AS t, CASE WHEN n = 3000 THEN"
                        + " date 'infinity' ELSE date '2000-01-01' END AS d"
                        + " FROM generate_series(1, 20000) n");
        Reading reading = reading(1);
        try (SourceSession session = reading.open()) {
            Object end = start(session, reading, "misfit").getFirst().askToTheEnd();

            assertThat(end)
                    .isInstanceOfSatisfying(
                            RivetException.class,
                            failure ->
                                    assertThat(failure.diagnostic().code())
                                            .isEqualTo(Code.SOURCE_VALUE_UNREPRESENTABLE));
            until(() -> sessions("state = 'active'") == 0);
            assertThat(start(session, reading, "squeezed").getFirst().ask())
                    .isInstanceOf(RowBatch.class);
        }
    }

    @Test
    void slowRangeEndsByTheStatementTimeout() {
        SERVER.execute(
                "DROP TABLE IF EXISTS slow CASCADE",
                "CREATE TABLE slow AS SELECT n FROM generate_series(1, 1000) n",
                "ALTER TABLE slow ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY slowly ON slow USING (pg_sleep(0.05 + 0 * n) IS NOT NULL)");
        Reading reading = reading(1).tuned(tuning(1, TINY_BATCH, 0, Duration.ofSeconds(1)));

        RivetException failure =
                catchThrowableOfType(
                        RivetException.class, () -> reading.all(reading.table("slow")));

        assertThat(failure.diagnostic().code()).isEqualTo(Code.SOURCE_STATEMENT_TIMEOUT);
        assertThat(failure.getMessage()).contains("1 s");
    }

    @Test
    void statementCancelledByAnAdministratorIsATransientFailure() throws InterruptedException {
        try (SourceSession session = reading(3).open()) {
            List<Tester> streams = startAndStall(session);
            SERVER.execute(
                    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
                            + " WHERE application_name = 'rivet/1.0.0 orders'");

            for (Tester stream : streams) {
                assertThat(stream.askToTheEnd())
                        .isInstanceOfSatisfying(
                                RivetException.class,
                                failure -> {
                                    assertThat(failure.getMessage()).contains("57014");
                                    assertThat(failure.diagnostic().transience())
                                            .isEqualTo(Transience.TRANSIENT);
                                });
            }
        }
    }

    @Test
    void gateIsAskedBetweenRangesWhileNothingRuns() {
        AtomicLong rows = new AtomicLong();
        List<String> states = Collections.synchronizedList(new ArrayList<>());
        Gate watching =
                count ->
                        Uni.createFrom()
                                .item(
                                        () -> {
                                            rows.addAndGet(count);
                                            states.add(
                                                    SERVER.ask(
                                                            "SELECT string_agg(state, ',') FROM"
                                                                    + " pg_stat_activity WHERE"
                                                                    + " application_name ="
                                                                    + " 'rivet/1.0.0 orders'"));
                                            return null;
                                        });
        Reading reading = reading(1);

        Reading.Result result = reading.all(reading.table("squeezed"), watching);

        assertThat(ids(result.batches())).hasSize(ROWS);
        assertThat(rows).hasValue(ROWS);
        assertThat(states).hasSizeGreaterThanOrEqualTo(3).containsOnly("idle in transaction");
    }

    @Test
    void sessionCanBeUsedAgainWhereverTheReadWasCancelled() throws InterruptedException {
        SERVER.execute(
                "DROP TABLE IF EXISTS brief",
                "CREATE TABLE brief AS SELECT n, repeat('x', 1000) AS t"
                        + " FROM generate_series(1, 20000) n");
        Random random = new Random();
        Reading reading = reading(2);
        try (SourceSession session = reading.open()) {
            for (int i = 0; i < 25; i++) {
                List<Tester> streams = start(session, reading, "brief");
                streams.forEach(stream -> stream.subscription().request(Long.MAX_VALUE));
                Thread.sleep(random.nextInt(25));
                streams.forEach(stream -> stream.subscription().cancel());
            }
            Set<Object> ids =
                    ids(
                            Reading.batches(
                                    session.read(
                                            session.describe(reading.table("brief")),
                                            Reading.OPEN)));
            assertThat(ids).hasSize(20_000);
        }
    }
}
