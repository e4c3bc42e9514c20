package dev.rivet.source.postgres;

import static dev.rivet.source.postgres.Squeezed.ROWS;
import static dev.rivet.source.postgres.Squeezed.TINY_BATCH;
import static dev.rivet.source.postgres.Squeezed.ids;
import static dev.rivet.source.postgres.Squeezed.start;
import static dev.rivet.source.postgres.Squeezed.tuning;
import static dev.rivet.source.postgres.Squeezed.until;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Transience;
import dev.rivet.row.RowBatch;
import dev.rivet.source.Gate;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.PostgresServer;
import io.smallrye.mutiny.Uni;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Ranges of pages, and what happens while it is under way: no demand, cancellation, failures.
class PostgresPagesLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();

    @BeforeAll
    static void makeATable() {
        Squeezed.create(SERVER);
    }

    private static Reading reading(int parallel) {
        return new Reading(SERVER.source()).tuned(tuning(parallel, TINY_BATCH, 0));
    }

    private static long sessions(String condition) {
        return Squeezed.sessions(SERVER, condition);
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

    @Test
    void withoutDemandTheServerWaitsAndThenGoesOn() throws InterruptedException {
        try (SourceSession session = reading(3).open()) {
            List<Tester> streams = Squeezed.startAndStall(SERVER, session);
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
            List<Tester> streams = Squeezed.startAndStall(SERVER, session);

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
        Squeezed.startAndStall(SERVER, session);
        long start = System.nanoTime();

        session.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        until(() -> sessions("true") == 0);
    }

    @Test
    void connectionLostByOneStreamIsOneClearErrorAndNothingHangs() throws InterruptedException {
        for (String which : List.of("DESC", "ASC")) {
            SourceSession session = reading(3).open();
            List<Tester> streams = Squeezed.startAndStall(SERVER, session);
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
                assertThat(stream.heard().element())
                        .asInstanceOf(type(RivetException.class))
                        .extracting(Throwable::getMessage, as(STRING))
                        .contains("57P01");
                assertLost(stream.heard().remove());
            }
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
            List<Tester> streams = Squeezed.startAndStall(SERVER, session);
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
        assertThat(rows.get()).isBetween(ROWS / 2L, ROWS - 1L);
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
