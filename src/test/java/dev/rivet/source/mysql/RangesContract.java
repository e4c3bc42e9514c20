package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Selection;
import dev.rivet.config.SourceConfig;
import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.config.Tls;
import dev.rivet.config.Tuning;
import dev.rivet.config.Tunings;
import dev.rivet.diag.Secret;
import dev.rivet.row.ColumnVector;
import dev.rivet.row.RowBatch;
import dev.rivet.source.BatchReader;
import dev.rivet.source.Gate;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.decode.BatchValues;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reading a table by ranges of its key, over several connections.
interface RangesContract {
    int ROWS = 20_000;
    String SHARED = "key ranges by id, 2 connections, one snapshot";

    LiveSource live();

    /// Tables of about 20 MB each, so that there are several ranges.
    static void fill(LiveSource live) {
        List<String> statements = new ArrayList<>();
        statements.add(
                "DROP TABLE IF EXISTS r_numbers, r_dense, r_negative, r_unsigned, r_gaps, r_outlier,"
                        + " r_skewed, r_empty, r_single, r_accounts, r_small");
        statements.add("CREATE TABLE r_numbers (n INT PRIMARY KEY)");
        statements.add(
                "INSERT INTO r_numbers WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s"
                        + " WHERE n < 1000) SELECT n FROM s");
        for (int i = 1; i < ROWS / 1000; i++) {
            statements.add(
                    String.format(
                            Locale.ROOT,
                            "INSERT INTO r_numbers SELECT n + %d FROM r_numbers WHERE n <= 1000",
                            i * 1000));
        }
        table(statements, "r_dense", "INT", "n");
        table(statements, "r_negative", "BIGINT", "(n - 10000) * 922337203685477");
        table(
                statements,
                "r_unsigned",
                "BIGINT UNSIGNED",
                "18446744073709551615 - CAST(n AS UNSIGNED) * 900000000000001");
        table(statements, "r_gaps", "BIGINT", "n + (n DIV 4000 - 2) * 1152921504606846976");
        table(statements, "r_outlier", "BIGINT", "IF(n = 20000, 1152921504606846976, n)");
        table(statements, "r_accounts", "INT", "n");
        statements.add("CREATE TABLE r_skewed (id INT PRIMARY KEY, v INT, pad MEDIUMTEXT)");
        statements.add(
                "INSERT INTO r_skewed SELECT n, n, REPEAT('s', IF(n <= 100, 200000, 10)) FROM r_numbers");
        statements.add("CREATE TABLE r_empty (id INT PRIMARY KEY)");
        statements.add("CREATE TABLE r_single (id BIGINT UNSIGNED PRIMARY KEY)");
        statements.add("INSERT INTO r_single VALUES (18446744073709551615)");
        statements.add("CREATE TABLE r_small (id SMALLINT PRIMARY KEY)");
        statements.add("INSERT INTO r_small SELECT n FROM r_numbers WHERE n <= 3000");
        statements.add(
                "ANALYZE TABLE r_dense, r_negative, r_unsigned, r_gaps, r_outlier, r_accounts, r_skewed");
        live.server().execute(statements.toArray(String[]::new));
    }

    private static void table(List<String> statements, String name, String type, String key) {
        statements.add(
                "CREATE TABLE %s (id %s PRIMARY KEY, v INT, pad VARCHAR(1200))"
                        .formatted(name, type));
        statements.add(
                "INSERT INTO %s SELECT %s, n, REPEAT('p', 1000) FROM r_numbers"
                        .formatted(name, key));
    }

    private static ReadRequest request(String table) {
        Tuning tuning =
                Tunings.of(
                        "test",
                        3_000,
                        4 << 20,
                        Duration.ZERO,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(20),
                        0,
                        2);
        return LiveSource.request(new Selection.Table(null, table), Map.of(), null, tuning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"r_dense", "r_negative", "r_unsigned", "r_gaps", "r_outlier", "r_skewed"})
    default void everyRowArrivesOnceWhateverTheKeysAreLike(String table) {
        try (SourceSession session = live().open()) {
            ReadPlan plan = session.describe(request(table));
            assertThat(plan.path())
                    .isEqualTo("key ranges by id, up to 2 connections, one snapshot");
            List<RowBatch> batches = LiveSource.read(session, plan);
            assertThat(plan.path()).isEqualTo(SHARED);
            assertThat(BatchValues.column(batches, 0).stream().map(String::valueOf).toList())
                    .containsExactlyInAnyOrderElementsOf(keys(table));
            assertThat(batches).allSatisfy(each -> assertThat(each.rows()).isBetween(1, 3_000));
        }
    }

    private List<String> keys(String table) {
        List<String> keys = new ArrayList<>();
        try (Connection connection = live().server().connect();
                ResultSet rows =
                        connection
                                .createStatement()
                                .executeQuery("SELECT CAST(id AS CHAR) FROM " + table)) {
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return keys;
    }

    @Test
    default void aTableOfOneRangeIsReadByOneConnection() {
        for (String table : List.of("r_empty", "r_single", "r_small")) {
            try (SourceSession session = live().open()) {
                ReadPlan plan = session.describe(request(table));
                List<RowBatch> batches = LiveSource.read(session, plan);
                assertThat(plan.path()).isEqualTo("key ranges by id, one snapshot");
                assertThat(BatchValues.column(batches, 0).stream().map(String::valueOf).toList())
                        .isEqualTo(keys(table));
            }
        }
    }

    /// Money moves between rows while they are read; no read may see it under way.
    @Test
    default void connectionsThatReadTogetherSeeOneState() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger transfers = new AtomicInteger();
        Thread writer = Thread.ofVirtual().start(() -> transfer(over, transfers));
        try {
            for (int i = 0; i < 6; i++) {
                int before = transfers.get();
                await(() -> transfers.get() > before + 20);
                try (SourceSession session = live().open()) {
                    ReadPlan plan = session.describe(request("r_accounts"));
                    List<RowBatch> batches = LiveSource.read(session, plan);
                    assertThat(plan.path()).isEqualTo(SHARED);
                    long sum =
                            BatchValues.column(batches, 1).stream()
                                    .mapToLong(each -> each == null ? 0 : (int) each)
                                    .sum();
                    assertThat(sum).isEqualTo(ROWS * (ROWS + 1L) / 2);
                }
            }
        } finally {
            over.set(true);
            writer.join();
        }
    }

    private void transfer(AtomicBoolean over, AtomicInteger transfers) {
        Random random = new Random(1);
        try (Connection connection = live().server().connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!over.get()) {
                int amount = random.nextInt(1000);
                String move = "UPDATE r_accounts SET v = v + %s WHERE id = %s";
                statement.execute(move.formatted(amount, 1 + random.nextInt(ROWS / 2)));
                statement.execute(move.formatted(-amount, 1 + ROWS / 2 + random.nextInt(ROWS / 2)));
                connection.commit();
                transfers.incrementAndGet();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    default void withoutThePrivilegeToLockThereIsOneConnection() {
        Endpoint own = live().server().endpoint();
        live().server()
                .execute(
                        "CREATE USER IF NOT EXISTS 'reader'@'%' IDENTIFIED BY 'only-Reads1'",
                        "GRANT SELECT ON " + own.database() + ".* TO 'reader'@'%'");
        Endpoint reader =
                new Endpoint(
                        own.host(), own.port(), "reader", Secret.of("only-Reads1"), own.database());
        try (MySqlSource source =
                        new MySqlSource(
                                new SourceConfig.MySql(reader, Tls.DISABLED), live().vertx());
                SourceSession session = source.open("orders")) {
            ReadPlan plan = session.describe(request("r_dense"));
            assertThat(rows(LiveSource.read(session, plan))).isEqualTo(ROWS);
            assertThat(session.read(plan, LiveSource.OPEN).remarks())
                    .containsExactly("read over one connection: no LOCK TABLES privilege");
            assertThat(plan.path())
                    .isEqualTo(
                            "key ranges by id, 1 connection (no LOCK TABLES privilege), one snapshot");
        }
    }

    @Test
    default void aTableThatIsBeingWrittenToIsNotWaitedForLong() throws SQLException {
        try (Connection writer = live().server().connect();
                SourceSession session = live().open()) {
            writer.setAutoCommit(false);
            writer.createStatement().execute("UPDATE r_dense SET v = v + 1 WHERE id = 1");
            ReadPlan plan = session.describe(request("r_dense"));
            long began = System.nanoTime();
            List<RowBatch> batches = LiveSource.read(session, plan);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(8));
            assertThat(rows(batches)).isEqualTo(ROWS);
            assertThat(plan.path()).contains("1 connection (no read lock within 1 s)");
            writer.rollback();
        }
    }

    @Test
    default void theLockIsGoneOnceTheReadHasBegun() throws SQLException {
        try (Connection writer = live().server().connect();
                SourceSession session = live().open()) {
            List<BatchReader> streams =
                    session.read(session.describe(request("r_dense")), LiveSource.OPEN).streams();
            assertThat(streams).hasSize(2);
            Statement statement = writer.createStatement();
            statement.setQueryTimeout(5);
            statement.execute("UPDATE r_dense SET v = v WHERE id = 2");
        }
    }

    /// The first range of this table is larger than what sockets hold, so its statement still runs
    /// when the first batch has come.
    private static List<AssertSubscriber<RowBatch>> startSkewed(SourceSession session) {
        List<AssertSubscriber<RowBatch>> streams =
                session
                        .read(session.describe(request("r_skewed")), LiveSource.OPEN)
                        .streams()
                        .stream()
                        .map(RangesContract::subscribe)
                        .toList();
        assertThat(streams).hasSize(2);
        streams.forEach(each -> each.request(1).awaitItems(1));
        return streams;
    }

    @Test
    default void cancellingLeavesNoStatementAndClosingNoConnection() {
        int before = connections();
        try (SourceSession session = live().open()) {
            List<AssertSubscriber<RowBatch>> streams = startSkewed(session);
            assertThat(running("r_skewed")).isPositive();
            streams.forEach(AssertSubscriber::cancel);
            await(() -> running("r_skewed") == 0);
        }
        await(() -> connections() <= before);
    }

    @Test
    default void closingTheSessionEndsStreamsInMidRange() {
        int before = connections();
        SourceSession session = live().open();
        List<AssertSubscriber<RowBatch>> streams = startSkewed(session);
        assertThat(running("r_skewed")).isPositive();
        session.close();
        streams.forEach(each -> each.request(1).awaitFailure(LiveSource.PATIENCE));
        await(() -> running("r_skewed") == 0);
        await(() -> connections() <= before);
    }

    @Test
    default void aKilledConnectionFailsItsStream() throws SQLException {
        try (Connection killer = live().server().connect();
                SourceSession session = live().open()) {
            List<AssertSubscriber<RowBatch>> streams = startSkewed(session);
            ResultSet found = processes(killer, "r_skewed");
            assertThat(found.next()).isTrue();
            killer.createStatement().execute("KILL " + found.getLong(1));
            streams.forEach(each -> each.request(Long.MAX_VALUE));
            await(() -> streams.stream().anyMatch(each -> each.getFailure() != null));
            streams.forEach(AssertSubscriber::cancel);
            await(() -> running("r_skewed") == 0);
        }
    }

    @Test
    default void theGateIsAskedWhenNoStatementRuns() {
        AtomicLong admitted = new AtomicLong();
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger meanwhile = new AtomicInteger();
        Gate gate =
                rows -> {
                    admitted.addAndGet(rows);
                    asked.incrementAndGet();
                    return Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(Duration.ofMillis(50))
                            .onItem()
                            .invoke(() -> meanwhile.addAndGet(running("r_negative")));
                };
        Tuning alone = LiveSource.batches(3_000, 4 << 20);
        ReadRequest request =
                LiveSource.request(new Selection.Table(null, "r_negative"), Map.of(), null, alone);
        try (SourceSession session = live().open()) {
            List<BatchReader> streams = session.read(session.describe(request), gate).streams();
            assertThat(streams).hasSize(1);
            List<RowBatch> batches =
                    streams.getFirst()
                            .batches()
                            .collect()
                            .asList()
                            .await()
                            .atMost(LiveSource.PATIENCE);
            assertThat(rows(batches)).isEqualTo(ROWS);
        }
        assertThat(asked.get()).isGreaterThan(1);
        assertThat(admitted.get()).isBetween(ROWS / 2L, (long) ROWS);
        assertThat(meanwhile.get()).isZero();
    }

    private static AssertSubscriber<RowBatch> subscribe(BatchReader reader) {
        return reader.batches().subscribe().withSubscriber(AssertSubscriber.create(0));
    }

    private static long rows(List<RowBatch> batches) {
        for (RowBatch each : batches) {
            assertThat(each.columns()).extracting(ColumnVector::length).containsOnly(each.rows());
        }
        return batches.stream().mapToLong(RowBatch::rows).sum();
    }

    private static ResultSet processes(Connection connection, String words) throws SQLException {
        return connection
                .createStatement()
                .executeQuery(
                        "SELECT id FROM information_schema.processlist WHERE command IN"
                                + " ('Query', 'Execute') AND id <> CONNECTION_ID() AND info LIKE '%"
                                + words
                                + "%' AND info NOT LIKE '%processlist%'");
    }

    private int running(String words) {
        try (Connection connection = live().server().connect();
                ResultSet found = processes(connection, words)) {
            int count = 0;
            while (found.next()) {
                count++;
            }
            return count;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Without the one that asks.
    private int connections() {
        try (Connection connection = live().server().connect();
                ResultSet found =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "SELECT COUNT(*) FROM information_schema.processlist"
                                                + " WHERE user <> 'event_scheduler'")) {
            found.next();
            return found.getInt(1) - 1;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
