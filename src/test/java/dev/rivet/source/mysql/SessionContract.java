package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Selection;
import dev.rivet.config.SourceConfig;
import dev.rivet.config.Tls;
import dev.rivet.config.Tuning;
import dev.rivet.row.RowBatch;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.decode.BatchValues;
import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.TcpProxy;
import java.time.Duration;
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
        Tuning tuning = new Tuning("test", 7, 4 << 20, Duration.ZERO, limit, limit, 0, parallel);
        return LiveSource.request(new Selection.Table(null, name), Map.of(), null, tuning);
    }

    static ReadRequest query(String sql) {
        Tuning unlimited =
                new Tuning("test", 7, 4 << 20, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 1);
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
