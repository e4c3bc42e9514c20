package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.config.Tuning;
import dev.rivet.config.Tunings;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Transience;
import dev.rivet.row.RowBatch;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.PostgresServer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PostgresReadLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();
    private static final Reading READING = new Reading(SERVER.source());
    private static final String ENDLESS =
            "SELECT n, repeat(md5(n::text), 10) AS t"
                    + " FROM (SELECT generate_series(1, 100000000) AS n) s";

    private static Tester subscribe(SourceSession session, ReadRequest request) {
        return Tester.of(
                session.read(session.describe(request), Reading.OPEN).streams().getFirst());
    }

    private static ReadRequest with(ReadRequest request, Tuning tuning) {
        return new ReadRequest(
                request.selection(), request.overrides(), request.onUnrepresentable(), tuning);
    }

    private static Tuning tuning(int rows, long bytes, Duration timeout, long maxValue) {
        return Tunings.of(
                "test", rows, bytes, Duration.ZERO, timeout, Duration.ofSeconds(1), maxValue, 1);
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
            Thread.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private static long sessions(String condition) {
        return Long.parseLong(
                SERVER.ask(
                        "SELECT count(*) FROM pg_stat_activity"
                                + " WHERE application_name = 'rivet/1.0.0 orders' AND "
                                + condition));
    }

    @Test
    void tableOfManyRowsArrivesWholeAndInOrder() {
        SERVER.execute(
                "DROP TABLE IF EXISTS many",
                "CREATE TABLE many (id bigint, name text, price numeric(10,2), ok boolean,"
                        + " at timestamptz)",
                "INSERT INTO many SELECT n, 'name ' || n, n / 100.0, n % 2 = 0,"
                        + " timestamptz '1970-01-01 00:00:00+00' + n * interval '1 second'"
                        + " FROM generate_series(1, 250000) n");

        Reading.Result result = READING.all(READING.table("many"));
        List<List<@Nullable Object>> rows = result.rows();

        assertThat(rows).hasSize(250_000);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).getFirst()).isEqualTo(i + 1L);
        }
        assertThat(rows.getLast())
                .isEqualTo(
                        List.of(
                                250_000L,
                                "name 250000",
                                new BigDecimal("2500.00"),
                                true,
                                250_000_000_000L));
        assertThat(result.batches()).hasSizeBetween(25, 40).allMatch(batch -> batch.rows() > 0);
    }

    @Test
    void nothingArrivesFromAnEmptyTableButItsSchema() {
        SERVER.execute("DROP TABLE IF EXISTS empty", "CREATE TABLE empty (id int, n numeric(5,1))");

        Reading.Result result = READING.all(READING.table("empty"));

        assertThat(result.batches()).isEmpty();
        assertThat(result.schema().column(1).type().label()).isEqualTo("decimal(5,1)");
    }

    @Test
    void byteBoundHoldsWhateverTheWidths() {
        long limit = 1 << 20;
        int widest = 200_000;
        String mixed =
                "SELECT n, CASE WHEN n % 1000 < 990 THEN 'x' ELSE repeat('y', "
                        + widest
                        + ") END AS t FROM (SELECT generate_series(1, 20000) AS n) s";
        Tuning tuning = tuning(10_000, limit, Duration.ofSeconds(60), 0);

        List<RowBatch> batches = READING.all(with(READING.query(mixed), tuning)).batches();

        assertThat(batches.stream().mapToInt(RowBatch::rows).sum()).isEqualTo(20_000);
        assertThat(batches.stream().mapToLong(RowBatch::bytes))
                .allMatch(bytes -> bytes <= limit + widest + 100);
        assertThat(batches.stream().mapToInt(RowBatch::rows)).allMatch(rows -> rows <= 10_000);
    }

    @Test
    void nothingIsReadBeyondWhatWasAskedFor() throws InterruptedException {
        Tuning tuning = tuning(1_000, 8L << 20, Duration.ofSeconds(60), 0);
        try (SourceSession session = READING.open()) {
            Tester tester = subscribe(session, with(READING.query(ENDLESS), tuning));
            assertThat(sessions("state = 'idle in transaction'")).isEqualTo(1);

            assertThat(tester.ask()).isInstanceOf(RowBatch.class);
            until(() -> sessions("state = 'idle in transaction'") == 1);
            String change = SERVER.ask(lastChange());
            Thread.sleep(500);

            assertThat(tester.heard()).isEmpty();
            assertThat(SERVER.ask(lastChange())).isEqualTo(change);
        }
    }

    private static String lastChange() {
        return "SELECT state_change::text FROM pg_stat_activity"
                + " WHERE application_name = 'rivet/1.0.0 orders'";
    }

    @Test
    void unexpectedlyWideRowsWaitInTheServerUntilTheyAreAskedFor() throws InterruptedException {
        String widening =
                "SELECT n, repeat('x', CASE WHEN n <= 256 THEN 10 ELSE 100000 END) AS t"
                        + " FROM (SELECT generate_series(1, 20000) AS n) s";
        Tuning tuning = tuning(10_000, 1 << 20, Duration.ofSeconds(60), 0);
        try (SourceSession session = READING.open()) {
            Tester tester = subscribe(session, with(READING.query(widening), tuning));

            RowBatch first = (RowBatch) tester.ask();
            Thread.sleep(300);

            assertThat(first.bytes()).isLessThan((1 << 20) + 100_100);
            assertThat(sessions("state = 'active' AND wait_event = 'ClientWrite'")).isEqualTo(1);
            assertThat(tester.heard()).isEmpty();
            RowBatch second = (RowBatch) tester.ask();
            assertThat(second.bytes()).isLessThan((1 << 20) + 100_100);
        }
    }

    @Test
    void cancelledReadLeavesNoStatementAndTheSessionCanBeUsedAgain() throws InterruptedException {
        try (SourceSession session = READING.open()) {
            Tester tester = subscribe(session, READING.query("SELECT 1 AS n FROM pg_sleep(100)"));
            tester.subscription().request(1);
            until(() -> sessions("query LIKE '%pg_sleep(100)%' AND state = 'active'") == 1);

            tester.subscription().cancel();

            until(() -> sessions("state = 'active'") == 0);
            assertThat(tester.heard()).isEmpty();
            Tester again = subscribe(session, READING.query("SELECT 7 AS n"));
            assertThat(((RowBatch) again.ask()).rows()).isEqualTo(1);
            assertThat(again.ask()).isEqualTo("complete");
        }
        until(() -> sessions("true") == 0);
    }

    @Test
    void closingInTheMiddleOfAReadLeavesNoSession() throws InterruptedException {
        try (SourceSession session = READING.open()) {
            Tester tester = subscribe(session, READING.query(ENDLESS));
            assertThat(tester.ask()).isInstanceOf(RowBatch.class);
            tester.subscription().request(1);
        }
        until(() -> sessions("true") == 0);
    }

    @Test
    void sessionKilledInTheMiddleOfAReadIsOneClearError() throws InterruptedException {
        try (SourceSession session = READING.open()) {
            Tester tester = subscribe(session, READING.query(ENDLESS));
            assertThat(tester.ask()).isInstanceOf(RowBatch.class);

            SERVER.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE application_name = 'rivet/1.0.0 orders'");
            Object last = tester.ask();
            while (last instanceof RowBatch) {
                last = tester.ask();
            }

            assertThat(last)
                    .isInstanceOfSatisfying(
                            RivetException.class,
                            failure -> {
                                assertThat(failure.diagnostic().code())
                                        .isEqualTo(Code.SOURCE_CONNECTION_LOST);
                                assertThat(failure.diagnostic().transience())
                                        .isEqualTo(Transience.TRANSIENT);
                            });
            assertThat(tester.heard()).isEmpty();
        }
    }

    @Test
    void sessionKilledBetweenDescribingAndReadingIsOneClearError() throws InterruptedException {
        try (SourceSession session = READING.open()) {
            Tester tester = subscribe(session, READING.query(ENDLESS));
            SERVER.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE application_name = 'rivet/1.0.0 orders'");
            until(() -> sessions("true") == 0);

            assertThat(tester.ask())
                    .isInstanceOfSatisfying(
                            RivetException.class,
                            failure ->
                                    assertThat(failure.diagnostic().code())
                                            .isEqualTo(Code.SOURCE_CONNECTION_LOST));
            assertThatThrownBy(() -> session.describe(READING.query("SELECT 1 AS n")))
                    .isInstanceOfSatisfying(
                            RivetException.class,
                            failure ->
                                    assertThat(failure.diagnostic().code())
                                            .isEqualTo(Code.SOURCE_CONNECTION_LOST));
        }
    }

    @Test
    void serverStoppedInTheMiddleOfAReadIsOneClearError() throws InterruptedException {
        try (PostgresServer own = PostgresServer.startOwn()) {
            Reading reading = new Reading(own.source());
            try (SourceSession session = reading.open()) {
                Tester tester = subscribe(session, reading.query(ENDLESS));
                assertThat(tester.ask()).isInstanceOf(RowBatch.class);

                own.stop();
                Object last = tester.ask();
                while (last instanceof RowBatch) {
                    last = tester.ask();
                }

                assertThat(last).isInstanceOf(RivetException.class);
                assertThat(((RivetException) last).diagnostic().code())
                        .isEqualTo(Code.SOURCE_CONNECTION_LOST);
            }
        }
    }

    @Test
    void failureInTheMiddleOfAReadStopsItAndKeepsTheSessionUsable() throws InterruptedException {
        String late =
                "SELECT CASE WHEN n = 150000 THEN date 'infinity' ELSE date '2000-01-01' END AS d,"
                        + " repeat('x', 100) AS t FROM (SELECT generate_series(1, 100000000) AS n) s";
        try (SourceSession session = READING.open()) {
            Tester tester = subscribe(session, READING.query(late));
            Object last = tester.ask();
            while (last instanceof RowBatch) {
                last = tester.ask();
            }

            assertThat(last)
                    .isInstanceOfSatisfying(
                            RivetException.class,
                            failure ->
                                    assertThat(failure.diagnostic().code())
                                            .isEqualTo(Code.SOURCE_VALUE_UNREPRESENTABLE));
            until(() -> sessions("state = 'active'") == 0);
            assertThat(subscribe(session, READING.query("SELECT 1 AS n")).ask())
                    .isInstanceOf(RowBatch.class);
        }
    }

    @Test
    void errorOfTheServerInTheMiddleOfAReadIsPassedOn() {
        RivetException failure =
                failure(
                        READING.query(
                                "SELECT 10 / (5000 - n) AS q FROM generate_series(1, 9000) n"));

        assertThat(failure.diagnostic().code()).isEqualTo(Code.SOURCE_QUERY_FAILED);
        assertThat(failure.getMessage()).contains("division by zero");
    }

    private static RivetException failure(ReadRequest request) {
        return catchThrowableOfType(RivetException.class, () -> READING.all(request));
    }

    @Test
    void statementTimeoutIsTheServersAndNamed() {
        Tuning tuning = tuning(1_000, 1 << 20, Duration.ofSeconds(1), 0);

        RivetException failure =
                failure(with(READING.query("SELECT 1 AS n FROM pg_sleep(30)"), tuning));

        assertThat(failure.diagnostic().code()).isEqualTo(Code.SOURCE_STATEMENT_TIMEOUT);
        assertThat(failure.getMessage()).contains("1 s");
    }

    @Test
    void waitForALockHasItsOwnLimit() throws Exception {
        SERVER.execute("DROP TABLE IF EXISTS locked", "CREATE TABLE locked (id int)");
        try (var other = SERVER.connect();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE locked IN ACCESS EXCLUSIVE MODE");
            Tuning tuning = tuning(1_000, 1 << 20, Duration.ofSeconds(30), 0);

            RivetException failure = failure(with(READING.table("locked"), tuning));

            assertThat(failure.getMessage()).contains("55P03");
            assertThat(failure.diagnostic().transience()).isEqualTo(Transience.TRANSIENT);
            other.rollback();
        }
    }

    @Test
    void valueBeyondTheLimitIsRefusedByColumn() {
        Tuning tuning = tuning(1_000, 1 << 20, Duration.ofSeconds(60), 100_000);

        RivetException failure =
                failure(
                        with(
                                READING.query("SELECT 'a' AS small, repeat('x', 100001) AS large"),
                                tuning));

        assertThat(failure.diagnostic().code()).isEqualTo(Code.SOURCE_VALUE_TOO_LARGE);
        assertThat(failure.getMessage()).contains("\"large\"", "100001");
        assertThat(
                        READING.all(with(READING.query("SELECT repeat('x', 100000) AS t"), tuning))
                                .rows())
                .hasSize(1);
    }

    @Test
    void hugeValueIsRefusedBeforeItHasArrived() {
        Tuning tuning = tuning(1_000, 1 << 20, Duration.ofSeconds(60), 1 << 20);

        RivetException failure =
                failure(
                        with(
                                READING.query("SELECT 1 AS n, repeat('x', 40000000) AS huge"),
                                tuning));

        assertThat(failure.diagnostic().code()).isEqualTo(Code.SOURCE_VALUE_TOO_LARGE);
        assertThat(failure.getMessage()).contains("\"huge\"", "40000000");
    }

    @Test
    void valuesWiderThanAnySocketBufferArriveWhole() {
        Reading.Result result =
                READING.all("SELECT n, repeat('é', 5000000) AS t FROM generate_series(1, 3) n");

        assertThat(result.rows()).hasSize(3);
        assertThat(result.rows().getLast().get(1)).isEqualTo("é".repeat(5_000_000));
    }

    @Test
    void everyReadOfASessionSeesWhatWasThereWhenItWasDescribed() {
        SERVER.execute(
                "DROP TABLE IF EXISTS moving",
                "CREATE TABLE moving AS SELECT n FROM generate_series(1, 5) n");
        try (SourceSession session = READING.open()) {
            var plan = session.describe(READING.table("moving"));
            SERVER.execute("INSERT INTO moving VALUES (6)");

            List<RowBatch> batches =
                    session.read(plan, Reading.OPEN)
                            .streams()
                            .getFirst()
                            .batches()
                            .collect()
                            .asList()
                            .await()
                            .indefinitely();

            assertThat(batches.stream().mapToInt(RowBatch::rows).sum()).isEqualTo(5);
            assertThat(plan.path()).isEqualTo(Reading.PAGES);
            assertThat(plan.sql()).isEqualTo("SELECT * FROM public.moving");
        }
    }

    @Test
    void sessionSaysWhoItIsAndLeavesNoSettingBehind() {
        try (SourceSession session = READING.open()) {
            session.describe(READING.query("SELECT 1 AS n"));
            assertThat(session.serverVersion()).startsWith("PostgreSQL ");
            assertThat(sessions("true")).isEqualTo(1);
        }
        assertThat(
                        READING.all(
                                        "SELECT current_setting('transaction_isolation') AS i,"
                                                + " current_setting('transaction_read_only') AS r,"
                                                + " current_setting('statement_timeout') AS s,"
                                                + " current_setting('lock_timeout') AS l")
                                .rows()
                                .getFirst())
                .isEqualTo(List.of("repeatable read", "on", "1min", "5s"));
    }

    @Test
    void batchesArriveOnTheEventLoop() {
        Set<String> threads = new HashSet<>();
        try (SourceSession session = READING.open()) {
            session.read(session.describe(READING.query("SELECT 1 AS n")), Reading.OPEN)
                    .streams()
                    .getFirst()
                    .batches()
                    .invoke(batch -> threads.add(Thread.currentThread().getName()))
                    .collect()
                    .last()
                    .await()
                    .indefinitely();
        }
        assertThat(threads).singleElement().asString().contains("eventloop");
    }
}
