package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.Selection;
import dev.rivet.config.Tuning;
import dev.rivet.config.Tunings;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.row.RowBatch;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.decode.BatchValues;
import dev.rivet.testing.MySqlServer;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlReadLiveIT {
    private static final int MANY = 20_000;

    private static LiveSource live;

    @BeforeAll
    static void fill() {
        live = new LiveSource(MySqlServer.mySql());
        live.server()
                .execute(
                        "SET SESSION sql_mode = '', SESSION cte_max_recursion_depth = 1000000",
                        "DROP TABLE IF EXISTS numbers, by_int, by_unsigned, by_uuid, by_binary,"
                                + " by_datetime, by_date, by_latin, composite, keyless, nullable,"
                                + " mixed, vacant, heap, growing, hidden",
                        "CREATE TABLE numbers (n INT PRIMARY KEY)",
                        """
                        INSERT INTO numbers WITH RECURSIVE s (n) AS (
                          SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 20000) SELECT n FROM s""",
                        "CREATE TABLE by_int (id INT PRIMARY KEY, v VARCHAR(20))",
                        "INSERT INTO by_int SELECT n - 10000, CONCAT('row ', n) FROM numbers",
                        "CREATE TABLE by_unsigned (id BIGINT UNSIGNED PRIMARY KEY)",
                        "INSERT INTO by_unsigned SELECT 18446744073709551615 - n FROM numbers",
                        "CREATE TABLE by_uuid (v INT, id CHAR(36) PRIMARY KEY)",
                        "INSERT INTO by_uuid SELECT n, INSERT(INSERT(INSERT(INSERT(MD5(n), 21, 0, '-'),"
                                + " 17, 0, '-'), 13, 0, '-'), 9, 0, '-') FROM numbers",
                        "CREATE TABLE by_binary (id BINARY(16) PRIMARY KEY)",
                        "INSERT INTO by_binary SELECT UNHEX(MD5(n)) FROM numbers",
                        "CREATE TABLE by_datetime (id DATETIME(6) PRIMARY KEY, v INT)",
                        "INSERT INTO by_datetime SELECT TIMESTAMP'2024-01-01 00:00:00.000001'"
                                + " + INTERVAL n MICROSECOND, n FROM numbers",
                        "INSERT INTO by_datetime VALUES ('0000-00-00', 0), ('2024-00-00', -1)",
                        "CREATE TABLE by_date (id DATE PRIMARY KEY)",
                        "INSERT INTO by_date SELECT DATE'1000-01-01' + INTERVAL n DAY FROM numbers",
                        "INSERT INTO by_date VALUES ('0000-00-00'), ('1000-02-00'), ('1001-00-00')",
                        "CREATE TABLE by_latin (id VARCHAR(20) CHARACTER SET latin1"
                                + " COLLATE latin1_swedish_ci PRIMARY KEY)",
                        "INSERT INTO by_latin SELECT CONCAT('é', n) FROM numbers",
                        "CREATE TABLE composite (a INT, b INT, PRIMARY KEY (a, b))",
                        "INSERT INTO composite SELECT n DIV 100, n FROM numbers",
                        "CREATE TABLE keyless (a INT)",
                        "INSERT INTO keyless SELECT n FROM numbers",
                        "CREATE TABLE nullable (a INT NULL UNIQUE)",
                        "CREATE TABLE mixed (id INT PRIMARY KEY, v MEDIUMTEXT)",
                        "INSERT INTO mixed SELECT n, REPEAT('x', IF(n % 500 = 0, 200000, 10))"
                                + " FROM numbers WHERE n <= 10000",
                        "CREATE TABLE vacant (id INT PRIMARY KEY)",
                        "CREATE TABLE heap (id INT PRIMARY KEY) ENGINE = MyISAM",
                        "CREATE TABLE growing (id INT PRIMARY KEY)",
                        "INSERT INTO growing SELECT n * 2 FROM numbers",
                        "CREATE TABLE hidden (a INT, b INT, id INT NOT NULL, PRIMARY KEY (a, b),"
                                + " UNIQUE KEY k (id) INVISIBLE)",
                        "ANALYZE TABLE by_int");
    }

    @AfterAll
    static void close() {
        live.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"by_int", "by_unsigned"})
    void tablesAreReadByRangesOfAnIntegerKey(String table) {
        assertReadsLikeTheServer(table, "id", "key ranges by id, one snapshot");
    }

    @ParameterizedTest
    @ValueSource(strings = {"by_uuid", "by_binary", "by_latin"})
    void tablesArePagedByAnyOtherKey(String table) {
        assertReadsLikeTheServer(table, "id", "key pages by id, one snapshot");
    }

    @ParameterizedTest
    @ValueSource(strings = {"by_datetime", "by_date"})
    void keysThatAreNoRealDatesNeitherStopNorSkipAPage(String table) {
        assertReadsLikeTheServer(table, "id", "key pages by id, one snapshot");
    }

    @Test
    void tablesWithoutAUsableKeyAreStreamed() {
        assertReadsLikeTheServer("composite", "b", "stream, one statement");
        assertReadsLikeTheServer("keyless", "a", "stream, one statement");
        for (String table : List.of("nullable", "heap", "hidden")) {
            try (SourceSession session = live.open()) {
                assertThat(session.describe(LiveSource.table(table)).path())
                        .isEqualTo("stream, one statement");
            }
        }
    }

    /// Small batches, so that there are many pages; with a policy under which any date passes.
    private static void assertReadsLikeTheServer(String table, String column, String path) {
        ReadRequest request =
                LiveSource.request(
                        new Selection.Table(live.server().endpoint().database(), table),
                        Map.of(),
                        dev.rivet.row.Unrepresentable.STRING,
                        LiveSource.batches(777, 1 << 20));
        try (SourceSession session = live.open()) {
            ReadPlan plan = session.describe(request);
            assertThat(plan.path()).isEqualTo(path);
            int position = plan.schema().indexOf(column).orElseThrow();
            List<RowBatch> batches = LiveSource.read(session, plan);
            assertThat(batches).allSatisfy(each -> assertThat(each.rows()).isBetween(1, 777));
            assertThat(BatchValues.column(batches, position))
                    .hasSameSizeAs(serverValues(table, column))
                    .map(MySqlReadLiveIT::text)
                    .containsExactlyElementsOf(serverValues(table, column));
        }
    }

    private static String text(Object value) {
        return value.toString();
    }

    private static List<String> serverValues(String table, String column) {
        String shown =
                table.equals("by_binary")
                        ? "CONCAT('0x', LOWER(HEX(" + column + ")))"
                        : "CAST(" + column + " AS CHAR)";
        return strings("SELECT " + shown + " FROM " + table + " ORDER BY " + table + "." + column);
    }

    private static List<String> strings(String sql) {
        List<String> values = new java.util.ArrayList<>();
        try (Connection connection = live.server().connect();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return values;
    }

    @Test
    void theEstimateComesFromTheCatalog() {
        try (SourceSession session = live.open()) {
            ReadPlan plan = session.describe(LiveSource.table("by_int"));
            assertThat(plan.estimatedRows().orElseThrow()).isBetween(MANY / 2L, MANY * 2L);
        }
    }

    @Test
    void anEmptyTableGivesNoBatchAndStillHasItsSchema() {
        try (SourceSession session = live.open()) {
            ReadPlan plan = session.describe(LiveSource.table("vacant"));
            assertThat(plan.schema().size()).isEqualTo(1);
            assertThat(LiveSource.read(session, plan)).isEmpty();
        }
        assertThat(live.read(LiveSource.query("SELECT 1 AS one FROM vacant"))).isEmpty();
    }

    @Test
    void aSessionReadsMoreThanOnce() {
        try (SourceSession session = live.open()) {
            for (int i = 0; i < 3; i++) {
                ReadPlan plan = session.describe(LiveSource.table("by_int"));
                assertThat(rows(LiveSource.read(session, plan))).isEqualTo(MANY);
            }
        }
    }

    @Test
    void rowsWrittenDuringTheReadAreNotSeen() {
        ReadRequest request =
                LiveSource.request(
                        new Selection.Table(null, "growing"),
                        Map.of(),
                        null,
                        LiveSource.batches(500, 1 << 20));
        try (SourceSession session = live.open()) {
            ReadPlan plan = session.describe(request);
            assertThat(plan.path()).startsWith("key ranges");
            AssertSubscriber<RowBatch> reading = subscribe(session, plan);
            reading.request(1).awaitItems(1);
            live.server()
                    .execute(
                            "INSERT INTO growing SELECT n * 2 + 1 FROM numbers",
                            "DELETE FROM growing WHERE id % 4 = 0");
            reading.request(Long.MAX_VALUE).awaitCompletion(LiveSource.PATIENCE);
            assertThat(rows(reading.getItems())).isEqualTo(MANY);
        }
    }

    @Test
    void wideAndNarrowRowsKeepTheBoundInBytes() {
        long bound = 1 << 20;
        for (Selection selection :
                List.of(
                        new Selection.Table(null, "mixed"),
                        new Selection.Query("SELECT * FROM mixed"))) {
            Tuning tuning = LiveSource.batches(100_000, bound);
            List<RowBatch> batches =
                    live.read(LiveSource.request(selection, Map.of(), null, tuning));
            assertThat(rows(batches)).isEqualTo(10_000);
            assertThat(batches)
                    .allSatisfy(
                            each -> assertThat(each.bytes()).isLessThan(bound + 200_000 + 65_536));
            assertThat(batches.size()).isGreaterThan(3);
        }
    }

    @Test
    void nothingIsReadWithoutDemand() {
        ReadRequest request =
                LiveSource.request(
                        new Selection.Query("SELECT a.n, REPEAT('x', 1000) AS v FROM numbers a"),
                        Map.of(),
                        null,
                        LiveSource.batches(100, 1 << 20));
        try (SourceSession session = live.open()) {
            AssertSubscriber<RowBatch> reading = subscribe(session, session.describe(request));
            reading.request(1).awaitItems(1);
            await(() -> running("REPEAT('x', 1000)") == 1);
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            assertThat(reading.getItems()).hasSize(1);
            assertThat(reading.getItems().getFirst().rows()).isEqualTo(100);
            assertThat(running("REPEAT('x', 1000)")).as("still held back").isEqualTo(1);
            reading.request(2).awaitItems(3);
            reading.request(Long.MAX_VALUE).awaitCompletion(LiveSource.PATIENCE);
            assertThat(rows(reading.getItems())).isEqualTo(MANY);
        }
    }

    @Test
    void cancellingLeavesNoStatementBehind() {
        String sql = "SELECT a.n, REPEAT('y', 1000) AS v FROM numbers a, numbers b";
        try (SourceSession session = live.open()) {
            AssertSubscriber<RowBatch> reading =
                    subscribe(session, session.describe(LiveSource.query(sql)));
            reading.request(1).awaitItems(1);
            await(() -> running("REPEAT('y', 1000)") == 1);
            reading.cancel();
            await(() -> running("REPEAT('y', 1000)") == 0);
        }
    }

    @Test
    void closingASessionEndsAStatementThatHasNotAnsweredYet() {
        SourceSession session = live.open();
        ReadPlan plan = session.describe(LiveSource.query("SELECT SLEEP(50) AS nap FROM DUAL"));
        AssertSubscriber<RowBatch> reading = subscribe(session, plan);
        reading.request(1);
        await(() -> running("SLEEP(50)") == 1);
        session.close();
        await(() -> running("SLEEP(50)") == 0);
        session.close();
    }

    @Test
    void aStatementBeyondItsTimeoutFailsWithTheSettingToRaise() {
        Tuning hasty =
                Tunings.of(
                        "test",
                        100,
                        1 << 20,
                        Duration.ZERO,
                        Duration.ofMillis(300),
                        Duration.ZERO,
                        0,
                        1);
        ReadRequest request =
                LiveSource.request(
                        new Selection.Query(
                                "SELECT COUNT(*) AS n FROM numbers a, numbers b, numbers c"
                                        + " WHERE a.n + b.n + c.n > 5"),
                        Map.of(),
                        null,
                        hasty);
        assertThatThrownBy(() -> live.read(request))
                .extracting(MySqlTypesLiveIT::code)
                .isEqualTo(Code.SOURCE_STATEMENT_TIMEOUT);
    }

    @Test
    void aValueBeyondTheLimitIsRefusedByName() {
        Tuning small =
                Tunings.of(
                        "test",
                        100,
                        1 << 20,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        100_000,
                        1);
        ReadRequest request =
                LiveSource.request(new Selection.Table(null, "mixed"), Map.of(), null, small);
        assertThatThrownBy(() -> live.read(request))
                .hasMessageContaining("column v holds a value of 200,000 bytes")
                .hasMessageContaining("id = 500")
                .extracting(MySqlTypesLiveIT::code)
                .isEqualTo(Code.SOURCE_VALUE_TOO_LARGE);
    }

    @Test
    void rowsOfSeveralPacketsArriveWhole() {
        ReadRequest request =
                LiveSource.request(
                        new Selection.Query(
                                "SELECT 1 AS a, REPEAT('a', 20000000) AS v, REPEAT('b', 16777300) AS w,"
                                        + " 'end' AS z UNION ALL SELECT 2, 'x', 'y', 'z'"),
                        Map.of(),
                        null,
                        LiveSource.batches(1, 1 << 20));
        List<RowBatch> batches = live.read(request);
        assertThat(batches).hasSize(2);
        assertThat(BatchValues.rows(batches).getFirst())
                .containsExactly(1L, "a".repeat(20_000_000), "b".repeat(16_777_300), "end");
        assertThat(BatchValues.rows(batches).getLast()).containsExactly(2L, "x", "y", "z");
    }

    @Test
    void missingTablesAndColumnsAreNamedWithWhatMayHaveBeenMeant() {
        assertDescribeFails(
                LiveSource.table("by_imt"), Code.SOURCE_TABLE_NOT_FOUND, "Did you mean by_int?");
        assertDescribeFails(
                LiveSource.query("SELECT idd FROM by_int"),
                Code.SOURCE_COLUMN_NOT_FOUND,
                "Did you mean id?");
        assertDescribeFails(
                LiveSource.query("SELECT id FROM by_int x, by_uuid"),
                Code.SOURCE_QUERY_FAILED,
                "ambiguous");
        assertDescribeFails(LiveSource.query("SELECT FROM"), Code.SOURCE_QUERY_FAILED, "1064");
        assertDescribeFails(
                LiveSource.query("SELECT ? AS v"), Code.SOURCE_QUERY_FAILED, "parameters");
        assertDescribeFails(
                LiveSource.query("SELECT id AS a, v AS a FROM by_int"),
                Code.SOURCE_QUERY_COLUMN_UNREFERENCEABLE,
                "a");
    }

    @Test
    void aWritingStatementIsRefused() {
        assertDescribeFails(
                LiveSource.query("DELETE FROM vacant"), Code.SOURCE_QUERY_FAILED, "only reads");
    }

    private static void assertDescribeFails(ReadRequest request, Code code, String words) {
        try (SourceSession session = live.open()) {
            assertThatThrownBy(() -> session.describe(request))
                    .hasMessageContaining(words)
                    .extracting(MySqlTypesLiveIT::code)
                    .isEqualTo(code);
        }
    }

    @Test
    void theSessionIsSetUpForExporting() {
        try (SourceSession session = live.open()) {
            session.describe(LiveSource.table("vacant"));
            assertThat(
                            strings(
                                    "SELECT CONCAT(VARIABLE_NAME, '=', VARIABLE_VALUE) FROM"
                                            + " performance_schema.variables_by_thread JOIN"
                                            + " performance_schema.threads USING (THREAD_ID) JOIN"
                                            + " performance_schema.session_connect_attrs a ON"
                                            + " a.PROCESSLIST_ID = threads.PROCESSLIST_ID AND"
                                            + " a.ATTR_NAME = 'rivet_export' AND a.ATTR_VALUE = 'orders'"
                                            + " WHERE VARIABLE_NAME IN ('time_zone', 'max_execution_time',"
                                            + " 'lock_wait_timeout', 'net_write_timeout',"
                                            + " 'transaction_read_only', 'transaction_isolation')"))
                    .contains(
                            "time_zone=+00:00",
                            "max_execution_time=60000",
                            "lock_wait_timeout=20",
                            "net_write_timeout=600",
                            "transaction_read_only=ON",
                            "transaction_isolation=REPEATABLE-READ");
        }
    }

    @Test
    void aServerThatDiesInMidReadIsALostConnection() {
        String sql = "SELECT a.n, REPEAT('z', 1000) AS v FROM numbers a, numbers b";
        try (SourceSession session = live.open()) {
            AssertSubscriber<RowBatch> reading =
                    subscribe(session, session.describe(LiveSource.query(sql)));
            reading.request(1).awaitItems(1);
            live.server().kill();
            reading.request(Long.MAX_VALUE).awaitFailure(LiveSource.PATIENCE);
            RivetException failure = (RivetException) reading.getFailure();
            assertThat(failure.diagnostic().code()).isEqualTo(Code.SOURCE_CONNECTION_LOST);
            assertThat(failure.diagnostic().retryable()).isTrue();
        } finally {
            live.server().restart();
        }
    }

    private static AssertSubscriber<RowBatch> subscribe(SourceSession session, ReadPlan plan) {
        return session.read(plan, LiveSource.OPEN)
                .streams()
                .getFirst()
                .batches()
                .subscribe()
                .withSubscriber(AssertSubscriber.create(0));
    }

    private static long rows(List<RowBatch> batches) {
        return batches.stream().mapToLong(RowBatch::rows).sum();
    }

    /// Statements of others that the server executes at this moment and that contain these words.
    private static int running(String words) {
        return strings(
                        "SELECT id FROM information_schema.processlist WHERE command IN"
                                + " ('Query', 'Execute') AND id <> CONNECTION_ID() AND info LIKE '%"
                                + words.replace("'", "''")
                                + "%' AND info NOT LIKE '%processlist%'")
                .size();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
