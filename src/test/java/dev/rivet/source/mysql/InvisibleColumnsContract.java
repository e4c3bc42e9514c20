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
import dev.rivet.row.Column;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.decode.BatchValues;
import dev.rivet.testing.MySqlServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A table's columns are its columns, whether `SELECT *` shows them or not.
interface InvisibleColumnsContract {
    LiveSource live();

    private MySqlServer server() {
        return live().server();
    }

    @BeforeEach
    default void fill() {
        server().execute(
                        "DROP TABLE IF EXISTS veiled, veiled_words, veiled_keyless, veiled_my, guarded",
                        "CREATE TABLE veiled (a INT, seen VARCHAR(9), id INT INVISIBLE DEFAULT 0 PRIMARY KEY,"
                                + " doubled INT AS (a * 2) INVISIBLE, b INT)",
                        "INSERT INTO veiled (a, seen, id, b) VALUES (1, 'x', 11, 5), (2, 'y', 12, 6)",
                        "CREATE TABLE veiled_words (v INT, k VARCHAR(9) INVISIBLE DEFAULT '' PRIMARY KEY)",
                        "INSERT INTO veiled_words (v, k) VALUES (1, 'one'), (2, 'two')",
                        "CREATE TABLE veiled_keyless (v INT, h INT INVISIBLE DEFAULT 7)",
                        "INSERT INTO veiled_keyless (v) VALUES (1), (2)",
                        "CREATE TABLE veiled_my (v INT, h INT INVISIBLE DEFAULT 8) ENGINE = MyISAM",
                        "INSERT INTO veiled_my (v) VALUES (1)");
    }

    static ReadRequest table(String name, int parallel) {
        Duration limit = Duration.ofSeconds(60);
        Tuning tuning = Tunings.of("test", 1, 4 << 20, Duration.ZERO, limit, limit, 0, parallel);
        return LiveSource.request(new Selection.Table(null, name), Map.of(), null, tuning);
    }

    /// What came of a read, in the order of the first column.
    record Read(String path, List<String> columns, List<List<@Nullable Object>> rows) {}

    static Read read(SourceSession session, ReadRequest request) {
        ReadPlan plan = session.describe(request);
        List<List<@Nullable Object>> rows = BatchValues.rows(LiveSource.read(session, plan));
        List<String> columns = plan.schema().columns().stream().map(Column::name).toList();
        return new Read(plan.path(), columns, rows);
    }

    private Read read(ReadRequest request) {
        try (SourceSession session = live().open()) {
            return read(session, request);
        }
    }

    @Test
    default void anInvisibleKeyIsReadAndReadBy() {
        assertThat(read(table("veiled", 1)))
                .isEqualTo(
                        new Read(
                                "key ranges by id, one snapshot",
                                List.of("a", "seen", "id", "doubled", "b"),
                                List.of(List.of(1, "x", 11, 2, 5), List.of(2, "y", 12, 4, 6))));
    }

    @Test
    default void pagesAreReadByAnInvisibleKeyToo() {
        assertThat(read(table("veiled_words", 1)))
                .isEqualTo(
                        new Read(
                                "key pages by k, one snapshot",
                                List.of("v", "k"),
                                List.of(List.of(1, "one"), List.of(2, "two"))));
    }

    @Test
    default void oneStatementBringsThemToo() {
        List<String> columns = List.of("v", "h");
        assertThat(read(table("veiled_keyless", 1)))
                .isEqualTo(
                        new Read(
                                "stream, one statement",
                                columns,
                                List.of(List.of(1, 7), List.of(2, 7))));
        assertThat(read(table("veiled_my", 1)))
                .isEqualTo(new Read("stream, one statement", columns, List.of(List.of(1, 8))));
    }

    @Test
    default void severalConnectionsReadByAnInvisibleKey() {
        GuardContract.fill(server(), 1);
        server().execute("ALTER TABLE guarded MODIFY id INT INVISIBLE NOT NULL DEFAULT 0");
        Read read = read(table("guarded", 3));
        assertThat(read.path()).isEqualTo(GuardContract.SHARED);
        assertThat(read.columns()).containsExactly("id", "pad");
        assertThat(read.rows())
                .extracting(row -> row.get(0))
                .containsExactlyInAnyOrderElementsOf(GuardContract.ids(1));
    }

    @Test
    default void aQueryMeansWhatItSays() {
        try (SourceSession session = live().open()) {
            Read read = read(session, LiveSource.query("SELECT * FROM veiled ORDER BY a"));
            assertThat(read.columns()).containsExactly("a", "seen", "b");
            assertThat(read.rows()).contains(List.of(1, "x", 5));
        }
    }

    /// What was described stays as it is until something else is described.
    @Test
    default void noneComesBetweenTwoReads() {
        try (SourceSession session = live().open()) {
            ReadPlan plan = session.describe(table("veiled", 1));
            assertThat(LiveSource.read(session, plan)).isNotEmpty();
            assertThatThrownBy(
                            () ->
                                    server().execute(
                                                    "SET SESSION lock_wait_timeout = 1",
                                                    "ALTER TABLE veiled ADD COLUMN late INT"
                                                            + " INVISIBLE"))
                    .hasMessageContaining("Lock wait timeout");
            assertThat(LiveSource.read(session, plan)).isNotEmpty();
        }
    }

    @Test
    default void theRightToReadTheTableIsEnough() {
        assertThat(readAs(own -> "GRANT SELECT ON " + own + ".veiled TO"))
                .isEqualTo(read(table("veiled", 1)));
    }

    @Test
    default void soIsTheRightToReadEachColumn() {
        assertThat(readAs(own -> "GRANT SELECT (a, seen, id, doubled, b) ON " + own + ".veiled TO"))
                .isEqualTo(read(table("veiled", 1)));
    }

    /// It used to be an export of the others.
    @Test
    default void whoMayNotReadAnInvisibleColumnIsRefused() {
        assertThatThrownBy(
                        () -> readAs(own -> "GRANT SELECT (a, seen, b) ON " + own + ".veiled TO"))
                .isInstanceOfSatisfying(
                        RivetException.class,
                        failure -> {
                            assertThat(failure.diagnostic().code())
                                    .isEqualTo(Code.SOURCE_QUERY_FAILED);
                            assertThat(failure.diagnostic().message()).contains("may not read");
                        });
    }

    private Read readAs(UnaryOperator<String> grant) {
        Endpoint own = server().endpoint();
        server().execute(
                        "DROP USER IF EXISTS veiled_reader",
                        "CREATE USER veiled_reader IDENTIFIED BY 'read-Only-7'",
                        grant.apply(own.database()) + " veiled_reader");
        Endpoint reader =
                new Endpoint(
                        own.host(),
                        own.port(),
                        "veiled_reader",
                        Secret.of("read-Only-7"),
                        own.database());
        var config = new SourceConfig.MySql(reader, Tls.DISABLED);
        try (MySqlSource source = new MySqlSource(config, live().vertx());
                SourceSession session = source.open("veiled")) {
            return read(session, table("veiled", 1));
        }
    }
}
