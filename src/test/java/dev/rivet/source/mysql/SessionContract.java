package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.Selection;
import dev.rivet.config.SourceConfig;
import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.config.Tls;
import dev.rivet.config.Tuning;
import dev.rivet.config.Tunings;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Secret;
import dev.rivet.row.RowBatch;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.decode.BatchValues;
import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.TcpProxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a server's defaults are: they neither cut a read short, nor change what it means.
interface SessionContract {
    LiveSource live();

    /// The variable that limits a statement's time.
    String statementLimit();

    /// Defaults of the server that cut, change, stop or slow down what is read, each as `name =
    /// value`, besides those of both products.
    List<String> ownHostileDefaults();

    private MySqlServer server() {
        return live().server();
    }

    @AfterEach
    default void restoreDefaults() {
        server().execute(
                        "SET GLOBAL sql_mode = DEFAULT, GLOBAL sql_select_limit = DEFAULT,"
                                + " GLOBAL completion_type = DEFAULT, GLOBAL autocommit = DEFAULT,"
                                + " GLOBAL lock_wait_timeout = DEFAULT,"
                                + " GLOBAL innodb_lock_wait_timeout = DEFAULT, GLOBAL "
                                + statementLimit()
                                + " = DEFAULT");
    }

    @BeforeEach
    default void fill() {
        GuardContract.fill(server(), 1);
        server().execute(
                        "DROP TABLE IF EXISTS worded, keyless",
                        "CREATE TABLE worded (id VARCHAR(20) PRIMARY KEY, v VARCHAR(20))",
                        "INSERT INTO worded SELECT CONCAT('k', id), CONCAT('v', id) FROM guarded",
                        "CREATE TABLE keyless (v INT)",
                        "INSERT INTO keyless SELECT id FROM guarded");
    }

    static ReadRequest table(String name, int parallel, Duration limit) {
        Tuning tuning = Tunings.of("test", 7, 4 << 20, Duration.ZERO, limit, limit, 0, parallel);
        return LiveSource.request(new Selection.Table(null, name), Map.of(), null, tuning);
    }

    static ReadRequest query(String sql) {
        Tuning unlimited =
                Tunings.of("test", 7, 4 << 20, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 1);
        return LiveSource.request(new Selection.Query(sql), Map.of(), null, unlimited);
    }

    private List<List<@Nullable Object>> read(ReadRequest request) {
        return BatchValues.rows(live().read(request));
    }

    @ParameterizedTest
    @MethodSource("modes")
    default void everyModeReadsTheSame(String mode) {
        server().execute("SET GLOBAL sql_mode = '" + mode + "'");
        Duration limit = Duration.ofSeconds(60);
        try (SourceSession session = live().open()) {
            ReadPlan plan = session.describe(table("guarded", 3, limit));
            assertThat(LiveSource.read(session, plan).stream().mapToInt(RowBatch::rows).sum())
                    .isEqualTo(GuardContract.ROWS);
            assertThat(plan.path()).isEqualTo(GuardContract.SHARED);
        }
        assertThat(read(table("worded", 1, limit))).hasSize(GuardContract.ROWS);
        assertThat(read(table("keyless", 1, limit))).hasSize(GuardContract.ROWS);
    }

    @Test
    default void aQueryMeansWhatItMeansOnThatServer() {
        server().execute("SET GLOBAL sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'");
        assertThat(
                        read(
                                query(
                                        "SELECT 'C:\\new\\t' AS \"path\" FROM \"keyless\""
                                                + " WHERE \"v\" = 1")))
                .containsExactly(List.of("C:\\new\\t"));
    }

    @Test
    default void aDefaultThatEndsResultsEndsNone() {
        server().execute("SET GLOBAL sql_select_limit = 3");
        assertThat(read(table("keyless", 1, Duration.ZERO))).hasSize(GuardContract.ROWS);
    }

    @Test
    default void aDefaultThatHangsUpAfterATransactionDoesNot() {
        server().execute("SET GLOBAL completion_type = 'RELEASE', GLOBAL autocommit = 0");
        try (SourceSession session = live().open()) {
            for (int i = 0; i < 2; i++) {
                ReadPlan plan = session.describe(table("worded", 1, Duration.ZERO));
                assertThat(LiveSource.read(session, plan).stream().mapToInt(RowBatch::rows).sum())
                        .isEqualTo(GuardContract.ROWS);
            }
        }
    }

    @Test
    default void noLimitIsNoneWhateverTheServersIs() {
        server().execute(
                        "SET GLOBAL lock_wait_timeout = 7, GLOBAL innodb_lock_wait_timeout = 7, GLOBAL "
                                + statementLimit()
                                + " = 5");
        assertThat(
                        read(
                                query(
                                        "SELECT @@SESSION.lock_wait_timeout AS a,"
                                                + " @@SESSION.innodb_lock_wait_timeout AS b,"
                                                + " CAST(@@SESSION."
                                                + statementLimit()
                                                + " AS SIGNED) AS c")))
                .hasToString("[[31536000, 100000000, 0]]");
    }

    private List<String> hostileDefaults() {
        List<String> all = new ArrayList<>(ownHostileDefaults());
        all.addAll(
                List.of(
                        "sql_select_limit = 1",
                        "max_join_size = 1",
                        "sql_big_selects = 0",
                        "sql_buffer_result = 1",
                        "sql_safe_updates = 1",
                        "sql_mode = 'PAD_CHAR_TO_FULL_LENGTH,ANSI_QUOTES,NO_BACKSLASH_ESCAPES,"
                                + "HIGH_NOT_PRECEDENCE,PIPES_AS_CONCAT,IGNORE_SPACE'",
                        "group_concat_max_len = 4",
                        "max_sort_length = 64",
                        "lock_wait_timeout = 1",
                        "innodb_lock_wait_timeout = 1",
                        "net_write_timeout = 1",
                        "wait_timeout = 2",
                        "completion_type = 'RELEASE'",
                        "autocommit = 0",
                        "transaction_isolation = 'READ-UNCOMMITTED'",
                        "time_zone = '-07:00'",
                        "character_set_server = 'ucs2'",
                        "optimizer_switch = 'index_condition_pushdown=off,mrr=on,derived_merge=off'",
                        "init_connect = 'SET SESSION sql_select_limit = 2, SESSION"
                                + " group_concat_max_len = 5'"));
        return all;
    }

    /// As a user without any right but to read, and to lock tables.
    @Test
    default void noDefaultOfTheServerChangesWhatIsRead() throws SQLException {
        List<ReadRequest> requests = requests();
        server().execute(
                        "DROP USER IF EXISTS plain_reader",
                        "CREATE USER plain_reader IDENTIFIED BY 'read-Only-7'",
                        "GRANT SELECT, LOCK TABLES ON %s.* TO plain_reader"
                                .formatted(server().endpoint().database()));
        List<String> before = shown(requests);
        assertThat(before).allMatch(each -> each.length() > 20);
        try (Connection admin = server().connect();
                Statement statement = admin.createStatement()) {
            List<String> reset = new ArrayList<>();
            try {
                for (String each : hostileDefaults()) {
                    String name = each.substring(0, each.indexOf(' '));
                    statement.execute("SET GLOBAL " + each);
                    reset.add("SET GLOBAL " + name + " = DEFAULT");
                }
                assertThat(shown(requests)).isEqualTo(before);
            } finally {
                for (String each : reset.reversed()) {
                    statement.execute(each);
                }
                statement.execute("SET GLOBAL sql_big_selects = 1");
            }
        }
    }

    private List<ReadRequest> requests() {
        server().execute(
                        "DROP TABLE IF EXISTS kinds",
                        "CREATE TABLE kinds (id VARCHAR(20) PRIMARY KEY, fixed CHAR(9),"
                                + " at TIMESTAMP(3) NULL, n DECIMAL(9,2), f FLOAT)",
                        "INSERT INTO kinds SELECT CONCAT('k', id), CONCAT('c', id),"
                                + " '2026-05-06 07:08:09.012', id / 4, id / 3 FROM guarded");
        Duration limit = Duration.ofSeconds(60);
        return List.of(
                table("guarded", 3, limit),
                table("kinds", 1, limit),
                table("keyless", 1, limit),
                query("SELECT GROUP_CONCAT(id ORDER BY id) AS ids, MAX(at) AS at FROM kinds"),
                query("SELECT a.v AS v, COUNT(*) AS n FROM keyless a, keyless b GROUP BY a.v"));
    }

    private List<String> shown(List<ReadRequest> requests) {
        Endpoint own = server().endpoint();
        Endpoint reader =
                new Endpoint(
                        own.host(),
                        own.port(),
                        "plain_reader",
                        Secret.of("read-Only-7"),
                        own.database());
        var config = new SourceConfig.MySql(reader, Tls.DISABLED);
        try (MySqlSource source = new MySqlSource(config, live().vertx(), LiveSource.PATIENCE);
                SourceSession session = source.open("orders")) {
            return requests.stream().map(each -> shown(session, each)).toList();
        }
    }

    private static String shown(SourceSession session, ReadRequest request) {
        ReadPlan plan = session.describe(request);
        List<String> rows =
                BatchValues.rows(LiveSource.read(session, plan)).stream()
                        .map(Object::toString)
                        .sorted()
                        .toList();
        return plan.path() + plan.schema().columns() + rows;
    }

    /// Else there would be NULL, and only a warning would say so.
    @Test
    default void aValueThatTheServerCannotSendFailsTheRead() {
        ReadRequest request = query("SELECT REPEAT(v, 300000000) AS v FROM keyless LIMIT 1");
        assertThatThrownBy(() -> read(request))
                .isInstanceOfSatisfying(
                        RivetException.class,
                        failure -> {
                            assertThat(failure.diagnostic().code())
                                    .isEqualTo(Code.SOURCE_QUERY_FAILED);
                            assertThat(failure.diagnostic().message())
                                    .contains("cut the result", "1301");
                        });
    }

    /// Also where answers have no rows unless that is asked for.
    @Test
    default void whatRunsIsEndedWhateverTheServersDefaultsAre() throws SQLException {
        try (Connection admin = server().connect();
                Statement statement = admin.createStatement();
                TcpProxy proxy = TcpProxy.to(server().endpoint());
                MySqlSource source = through(proxy)) {
            statement.execute("SET GLOBAL sql_select_limit = 0");
            try (SourceSession session = source.open("orders")) {
                ReadPlan plan = session.describe(query("SELECT SLEEP(60) AS v FROM keyless"));
                session.read(plan, LiveSource.OPEN)
                        .streams()
                        .getFirst()
                        .batches()
                        .subscribe()
                        .with(batch -> {}, failure -> {});
                Waiting.until(() -> isAsleep(statement));
            }
            Waiting.until(() -> proxy.hasSent("KILL QUERY") && !isAsleep(statement));
        }
    }

    private static boolean isAsleep(Statement statement) {
        String sql =
                "SELECT COUNT(*) FROM information_schema.PROCESSLIST"
                        + " WHERE INFO LIKE 'SELECT SLEEP(60)%'";
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getInt(1) > 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The optimizer would execute part of it.
    @Test
    default void queriesAreNotExplained() {
        try (TcpProxy proxy = TcpProxy.to(server().endpoint());
                MySqlSource source = through(proxy);
                SourceSession session = source.open("orders")) {
            ReadPlan plan = session.describe(query("SELECT v FROM keyless"));
            assertThat(plan.estimatedRows()).isEmpty();
            assertThat(LiveSource.read(session, plan)).isNotEmpty();
            assertThat(proxy.hasSent("EXPLAIN")).isFalse();
        }
    }

    private MySqlSource through(TcpProxy proxy) {
        var direct = new SourceConfig.MySql(server().endpoint(), Tls.DISABLED);
        return new MySqlSource(proxy.source(direct), live().vertx(), LiveSource.PATIENCE);
    }
}
