package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.config.Tls;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Secret;
import dev.rivet.plan.Edge;
import dev.rivet.plan.HighWater;
import dev.rivet.plan.HighWater.Access;
import dev.rivet.plan.HighWater.Settled;
import dev.rivet.plan.HighWater.Stragglers;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Settling;
import dev.rivet.plan.Slice;
import dev.rivet.source.KeyQuestion;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How far rows reach by a key, and who is waited for.
interface MeasuresContract {
    Duration LONG = Duration.ofSeconds(30);

    /// Transactions that outlived their connections.
    String XA_COUNT =
            "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_mysql_thread_id = 0";

    LiveSource live();

    @BeforeEach
    default void create() {
        live().server()
                .execute(
                        "DROP TABLE IF EXISTS m_rows, m_texts",
                        "CREATE TABLE m_rows (id INT AUTO_INCREMENT PRIMARY KEY, at DATETIME(6),"
                                + " plain INT, other DATE, KEY (at))",
                        "INSERT INTO m_rows (at, plain) VALUES ('2024-06-01 10:00:00.000001', 5),"
                                + " ('2024-06-01 10:00:00.123456', 7), (NULL, NULL)",
                        "CREATE TABLE m_texts (a VARCHAR(9) COLLATE utf8mb4_bin, j JSON, t TIME,"
                                + " e ENUM('a', 'b'), g POINT, b BIT(3),"
                                + " c VARCHAR(9) COLLATE utf8mb4_unicode_ci)");
    }

    private static HighWater measure(
            SourceSession session, ReadRequest request, String key, Duration patience) {
        return session.measure(request, new KeyQuestion(Key.of(key), null, null, patience));
    }

    private HighWater measure(String key, Duration patience) {
        try (SourceSession session = live().open()) {
            return measure(session, SliceReads.table("m_rows"), key, patience);
        }
    }

    private static KeyValue moment(String text) {
        return new KeyValue(KeyType.TIMESTAMP, text);
    }

    @Test
    default void theTopComesAtFullPrecisionByTheIndex() {
        HighWater found = measure("at", Duration.ZERO);
        assertThat(found.highest()).contains(moment("2024-06-01T10:00:00.123456"));
        assertThat(found.access()).isEqualTo(Access.INDEX);
        assertThat(found.nulls()).isEqualTo(1);
        assertThat(found.stragglers()).isEqualTo(new Stragglers.None());
        assertThat(Duration.between(found.measuredAt(), Instant.now()).abs())
                .isLessThan(Duration.ofMinutes(1));
    }

    @Test
    default void onlyRowsBeyondTheOldTopCount() {
        try (SourceSession session = live().open()) {
            for (String each :
                    List.of("2024-06-01T10:00:00.123455", "2024-06-01T10:00:00.123456")) {
                HighWater found =
                        session.measure(
                                SliceReads.table("m_rows"),
                                new KeyQuestion(
                                        Key.of("at"),
                                        Edge.excluding(moment(each)),
                                        null,
                                        Duration.ZERO));
                assertThat(found.highest().isPresent()).isEqualTo(each.endsWith("5"));
            }
        }
    }

    @Test
    default void withoutAnIndexEverythingIsLookedAt() {
        HighWater found = measure("plain", Duration.ZERO);
        assertThat(found.highest()).contains(new KeyValue(KeyType.INTEGER, "7"));
        assertThat(found.access()).isEqualTo(Access.SCAN);
        assertThat(measure("other", Duration.ZERO).highest()).isEmpty();
        assertThat(measure("id", Duration.ZERO).access()).isEqualTo(Access.INDEX);
    }

    @Test
    default void aQueryIsMeasuredToo() {
        try (SourceSession session = live().open()) {
            HighWater found =
                    measure(
                            session,
                            SliceReads.query("SELECT id * 2 AS twice FROM m_rows"),
                            "twice",
                            Duration.ZERO);
            assertThat(found.highest()).contains(new KeyValue(KeyType.INTEGER, "6"));
            assertThat(found.nulls()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "At, CONFIG_CURSOR_COLUMN_CASE, Write \"at\"",
        "atx, CONFIG_KEY_COLUMN_UNKNOWN, Did you mean at?",
    })
    default void namesAreExact(String key, Code code, String words) {
        assertThatThrownBy(() -> measure(key, Duration.ZERO))
                .isInstanceOfSatisfying(
                        RivetException.class,
                        failure -> {
                            assertThat(failure.diagnostic().code()).isEqualTo(code);
                            assertThat(failure.diagnostic().toString()).contains(words);
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "e", "g", "b", "a+c", "a+t"})
    default void whatHasNoOrderIsRefused(String columns) {
        Key key = new Key(List.of(columns.split("\\+")));
        try (SourceSession session = live().open()) {
            assertThatThrownBy(
                            () ->
                                    session.measure(
                                            SliceReads.table("m_texts"),
                                            new KeyQuestion(key, null, null, Duration.ZERO)))
                    .isInstanceOfSatisfying(
                            RivetException.class,
                            failure ->
                                    assertThat(failure.diagnostic().code())
                                            .isEqualTo(Code.SOURCE_KEYSET_KEY_UNORDERED));
        }
    }

    /// `8790` is the same sign as `81E0`, and is sent back as that.
    @Test
    default void aKeyThatDoesNotComeBackIsRefused() {
        live().server()
                .execute(
                        "DROP TABLE IF EXISTS m_signs",
                        "CREATE TABLE m_signs (k VARCHAR(9) CHARACTER SET cp932, KEY (k))",
                        "INSERT INTO m_signs VALUES (X'8740'), (X'8790')");
        try (SourceSession session = live().open()) {
            assertThatThrownBy(
                            () -> measure(session, SliceReads.table("m_signs"), "k", Duration.ZERO))
                    .hasMessageContaining("another one after its way");
            live().server().execute("DELETE FROM m_signs WHERE k = X'8790'");
            assertThat(measure(session, SliceReads.table("m_signs"), "k", Duration.ZERO).highest())
                    .isPresent();
        }
    }

    @Test
    default void twoColumnsOfOneNameAreTold() {
        try (SourceSession session = live().open()) {
            assertThatThrownBy(
                            () ->
                                    measure(
                                            session,
                                            SliceReads.query("SELECT id, plain AS ID FROM m_rows"),
                                            "id",
                                            Duration.ZERO))
                    .isInstanceOfSatisfying(
                            RivetException.class,
                            failure ->
                                    assertThat(failure.diagnostic().code())
                                            .isEqualTo(Code.SOURCE_QUERY_COLUMN_UNREFERENCEABLE));
        }
    }

    /// It has taken its number before the one that is the top, and commits after the top was
    /// measured.
    @Test
    default void aWriterWhoCommitsLateIsWaitedFor() throws SQLException {
        for (int i = 0; i < 5; i++) {
            try (Connection late = live().server().connect();
                    SourceSession session = live().open()) {
                late.setAutoCommit(false);
                late.createStatement().execute("INSERT INTO m_rows (plain) VALUES (1)");
                live().server().execute("INSERT INTO m_rows (plain) VALUES (2)");
                CompletableFuture<HighWater> measuring =
                        Waiting.start(
                                () -> measure(session, SliceReads.table("m_rows"), "id", LONG));
                Waiting.aMoment();
                assertThat(measuring).isNotDone();
                late.commit();
                HighWater found = Waiting.until(measuring);
                assertThat(found.stragglers()).isEqualTo(new Stragglers.None());
                assertAllBelowAreRead(session, found);
            }
        }
    }

    private Settled settled(String column, Duration patience) {
        Settling age = new Settling(Key.of(column), Duration.ofHours(1));
        try (SourceSession session = live().open()) {
            return session.measure(
                            SliceReads.table("m_aged"),
                            new KeyQuestion(Key.of("id"), null, age, patience))
                    .settled();
        }
    }

    private void age() {
        live().server()
                .execute(
                        "DROP TABLE IF EXISTS m_aged",
                        "CREATE TABLE m_aged (id INT PRIMARY KEY, made DATETIME(6), stamp TIMESTAMP"
                                + " NULL, day DATE, doc JSON, word VARCHAR(9), KEY (made))",
                        "INSERT INTO m_aged (id, made, stamp, day) VALUES"
                                + " (1, '2024-06-01', '2024-06-01', '2024-06-01'),"
                                + " (2, '2024-06-01', '2024-06-01', '2024-06-01'),"
                                + " (3, NULL, NULL, NULL),"
                                + " (7, '2024-06-01', '2024-06-01', '2024-06-01'),"
                                + " (9, '2024-06-01', '2024-06-01', '2024-06-01')");
    }

    private static Settled upTo(int id) {
        return new Settled.UpTo(new KeyValue(KeyType.INTEGER, Integer.toString(id)));
    }

    @ParameterizedTest
    @CsvSource({"made, UTC_TIMESTAMP(6)", "stamp, NOW()", "day, UTC_DATE()"})
    default void theLastOldRowBelowTheFirstYoungOneIsFound(String column, String young) {
        age();
        assertThat(settled(column, LONG)).isEqualTo(new Settled.All());
        live().server().execute("UPDATE m_aged SET %s = %s WHERE id = 7".formatted(column, young));
        assertThat(settled(column, LONG)).isEqualTo(upTo(3));
        live().server().execute("UPDATE m_aged SET %s = %s WHERE id = 1".formatted(column, young));
        assertThat(settled(column, LONG)).isEqualTo(new Settled.Nothing());
    }

    @ParameterizedTest
    @CsvSource({
        "doc, CONFIG_SETTLE_COLUMN_NOT_TEMPORAL",
        "word, CONFIG_SETTLE_COLUMN_NOT_TEMPORAL",
        "mode, CONFIG_KEY_COLUMN_UNKNOWN"
    })
    default void onlyAColumnThatIsThereAndTellsTimeTellsAnAge(String column, Code code) {
        age();
        assertThatThrownBy(() -> settled(column, Duration.ZERO))
                .isInstanceOfSatisfying(
                        RivetException.class,
                        failure -> assertThat(failure.diagnostic().code()).isEqualTo(code));
    }

    /// The look at ages comes after the wait.
    @Test
    default void aYoungRowThatIsCommittedLateHoldsBackWhatIsAboveIt() throws SQLException {
        age();
        try (Connection late = live().server().connect()) {
            late.setAutoCommit(false);
            late.createStatement()
                    .execute("INSERT INTO m_aged (id, made) VALUES (5, UTC_TIMESTAMP())");
            CompletableFuture<Settled> measuring = Waiting.start(() -> settled("made", LONG));
            Waiting.aMoment();
            assertThat(measuring).isNotDone();
            late.commit();
            assertThat(Waiting.until(measuring)).isEqualTo(upTo(3));
        }
    }

    private void assertAllBelowAreRead(SourceSession session, HighWater found) {
        ReadPlan plan = session.describe(SliceReads.table("m_rows"));
        KeyValue top = found.highest().orElseThrow();
        Slice slice = new Slice.Between(Key.of("id"), null, Edge.including(top));
        assertThat(SliceReads.ids(session, plan, slice))
                .isEqualTo(new SliceReads(live()).wanted("m_rows", "id <= " + top.text()));
    }

    /// It has begun, and has written nothing yet.
    @Test
    default void aWriterWhoIsIdleBeforeItsFirstWriteIsWaitedFor() throws SQLException {
        try (Connection idle = live().server().connect()) {
            idle.setAutoCommit(false);
            idle.createStatement().executeQuery("SELECT COUNT(*) FROM m_rows").next();
            HighWater found = measure("id", Duration.ofMillis(300));
            assertThat(found.stragglers()).isInstanceOf(Stragglers.Open.class);
            idle.rollback();
        }
    }

    @Test
    default void patienceEnds() throws SQLException {
        try (Connection late = live().server().connect()) {
            late.setAutoCommit(false);
            Instant before = Instant.now().minusSeconds(2);
            late.createStatement().execute("INSERT INTO m_rows (plain) VALUES (1)");
            long began = System.nanoTime();
            HighWater found = measure("id", Duration.ofSeconds(1));
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(15));
            assertThat(found.stragglers())
                    .isInstanceOfSatisfying(
                            Stragglers.Open.class,
                            open -> {
                                assertThat(open.oldest().orElseThrow())
                                        .isBetween(before, Instant.now());
                                assertThat(open.who())
                                        .matches(
                                                "session \\d+ \\(rivet@.*\\), open since 20.* UTC");
                            });
            late.rollback();
        }
    }

    private long rollbacks() {
        return Waiting.status(live().server(), "Com_rollback");
    }

    @Test
    default void whoBeginsLaterIsNotWaitedFor() throws SQLException {
        try (Connection early = live().server().connect();
                Connection later = live().server().connect()) {
            early.setAutoCommit(false);
            later.setAutoCommit(false);
            early.createStatement().execute("INSERT INTO m_rows (plain) VALUES (1)");
            long before = rollbacks();
            CompletableFuture<HighWater> measuring = Waiting.start(() -> measure("id", LONG));
            // One before everything, one behind the first look.
            Waiting.until(() -> rollbacks() >= before + 2);
            later.createStatement().execute("INSERT INTO m_rows (plain) VALUES (2)");
            early.commit();
            assertThat(Waiting.until(measuring).stragglers()).isEqualTo(new Stragglers.None());
            later.rollback();
        }
    }

    @Test
    default void whoOnlyReadsIsNotWaitedFor() throws SQLException {
        try (Connection reader = live().server().connect()) {
            reader.createStatement()
                    .execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
            assertThat(measure("id", Duration.ZERO).stragglers()).isEqualTo(new Stragglers.None());
        }
    }

    @Test
    default void aPreparedTransactionIsWaitedForWithoutItsConnection() throws SQLException {
        try (Connection two = live().server().connect()) {
            for (String each :
                    List.of(
                            "XA START 'late'",
                            "INSERT INTO m_rows (plain) VALUES (1)",
                            "XA END 'late'",
                            "XA PREPARE 'late'")) {
                two.createStatement().execute(each);
            }
        }
        try {
            CompletableFuture<HighWater> measuring = Waiting.start(() -> measure("id", LONG));
            Waiting.aMoment();
            assertThat(measuring).isNotDone();
            HighWater impatient = measure("id", Duration.ZERO);
            assertThat(impatient.stragglers())
                    .isInstanceOfSatisfying(
                            Stragglers.Open.class,
                            open -> assertThat(open.who()).contains("XA RECOVER"));
            live().server().execute("XA COMMIT 'late'");
            assertThat(Waiting.until(measuring).stragglers()).isEqualTo(new Stragglers.None());
        } finally {
            if (Waiting.number(live().server(), XA_COUNT) > 0) {
                live().server().execute("XA ROLLBACK 'late'");
            }
        }
    }

    @Test
    default void withoutThePrivilegeToSeeOthersThatIsSaid() {
        assertThat(whatIsUnknownTo("SELECT ON " + live().server().endpoint().database() + ".*"))
                .contains("GRANT PROCESS ON *.* TO 'no process'@'%'");
    }

    /// Whoever reads from a copy cannot see who writes to the original.
    @Test
    default void aServerThatMayBeACopyIsNotTrusted() {
        live().server().execute("SET GLOBAL read_only = ON");
        try {
            assertThat(measure("at", Duration.ZERO).stragglers())
                    .as("it follows nobody, and says so")
                    .isEqualTo(new Stragglers.None());
            assertThat(whatIsUnknownTo("SELECT, PROCESS ON *.*")).contains("replica");
        } finally {
            live().server().execute("SET GLOBAL read_only = OFF");
        }
    }

    /// What a user who has that right only cannot say.
    private String whatIsUnknownTo(String right) {
        Endpoint own = live().server().endpoint();
        live().server()
                .execute(
                        "DROP USER IF EXISTS 'no process'@'%'",
                        "CREATE USER 'no process'@'%' IDENTIFIED BY 'sees-Nobody1'",
                        "GRANT " + right + " TO 'no process'@'%'");
        Secret password = Secret.of("sees-Nobody1");
        Endpoint blind =
                new Endpoint(own.host(), own.port(), "no process", password, own.database());
        var config = new SourceConfig.MySql(blind, Tls.DISABLED);
        try (MySqlSource source = new MySqlSource(config, live().vertx());
                SourceSession session = source.open("orders")) {
            HighWater found = measure(session, SliceReads.table("m_rows"), "at", LONG);
            assertThat(found.highest()).isPresent();
            return ((Stragglers.Unknown) found.stragglers()).why();
        }
    }
}
