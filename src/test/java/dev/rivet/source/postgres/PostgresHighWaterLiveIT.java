package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.Tls;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Secret;
import dev.rivet.plan.Edge;
import dev.rivet.plan.HighWater;
import dev.rivet.plan.HighWater.Access;
import dev.rivet.plan.HighWater.Stragglers;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import dev.rivet.source.KeyQuestion;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.PostgresStandby;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How far rows reach by a key, and who is waited for.
class PostgresHighWaterLiveIT {
    private static final PostgresServer SERVER =
            PostgresServer.startOwn(
                    Map.of("max_prepared_transactions", "10", "wal_level", "replica"));
    private static final Reading READING = new Reading(SERVER.source());

    @BeforeAll
    static void makeARoleThatSeesAll() {
        SERVER.execute(
                "CREATE ROLE seer LOGIN PASSWORD 'sees'",
                "GRANT pg_read_all_stats, pg_read_all_data TO seer",
                "CREATE DATABASE elsewhere");
    }

    @BeforeEach
    void makeATable() {
        SERVER.execute(
                "DROP TABLE IF EXISTS events CASCADE",
                "CREATE TABLE events (id bigint, at timestamptz DEFAULT now(), other timestamptz,"
                        + " doc jsonb)",
                "CREATE INDEX ON events (at)",
                "INSERT INTO events VALUES (1, '2026-01-01 00:00:00.000001Z'),"
                        + " (2, '2026-01-02Z'), (3, NULL)");
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Reading as(String user, String password) {
        SourceConfig.Endpoint usual = SERVER.source().endpoint();
        return new Reading(
                new SourceConfig.Postgres(
                        new SourceConfig.Endpoint(
                                usual.host(),
                                usual.port(),
                                user,
                                Secret.of(password),
                                usual.database()),
                        Tls.DISABLED));
    }

    private static HighWater measure(Reading reading, Duration patience) {
        return Slices.measure(reading, reading.table("events"), Key.of("at"), null, patience);
    }

    /// Begins to measure, and makes sure that it waits.
    private static CompletableFuture<HighWater> waiting(Reading reading) throws Exception {
        CompletableFuture<HighWater> water =
                CompletableFuture.supplyAsync(
                        () -> measure(reading, Duration.ofSeconds(60)), Transaction.ASIDE);
        Thread.sleep(700);
        assertThat(water).isNotDone();
        return water;
    }

    private static HighWater of(CompletableFuture<HighWater> water) throws Exception {
        return water.get(30, TimeUnit.SECONDS);
    }

    private static RivetException refusal(String... columns) {
        return catchThrowableOfType(
                RivetException.class,
                () ->
                        Slices.measure(
                                READING,
                                READING.table("events"),
                                new Key(List.of(columns)),
                                null,
                                Duration.ZERO));
    }

    @Test
    void topNullsAndMomentAreThoseOfTheServer() {
        HighWater water = measure(READING, Duration.ofSeconds(20));

        assertThat(water.type()).isEqualTo(KeyType.INSTANT);
        assertThat(water.top()).isEqualTo(new KeyValue(KeyType.INSTANT, "2026-01-02T00:00:00Z"));
        assertThat(water.nulls()).isEqualTo(1);
        assertThat(water.access()).isEqualTo(Access.INDEX);
        assertThat(water.stragglers()).isEqualTo(new Stragglers.None());
        assertThat(water.measuredAt())
                .isBetween(Instant.now().minusSeconds(30), Instant.now().plusSeconds(30));
    }

    @Test
    void onlyRowsBeyondTheEdgeCount() {
        var second = new KeyValue(KeyType.INSTANT, "2026-01-02T00:00:00Z");
        for (Edge edge : List.of(Edge.excluding(second), Edge.including(second))) {
            HighWater water =
                    Slices.measure(
                            READING,
                            READING.table("events"),
                            Key.of("at"),
                            edge,
                            Duration.ofSeconds(20));

            assertThat(water.top()).isEqualTo(edge.isIncluded() ? second : null);
        }
    }

    @Test
    void firstOfSeveralColumnsThatIsNotNullCounts() {
        SERVER.execute("INSERT INTO events VALUES (4, NULL, '2026-02-03 04:05:06.5Z')");
        Key key = new Key(List.of("at", "other"));

        HighWater water =
                Slices.measure(READING, READING.table("events"), key, null, Duration.ofSeconds(20));

        assertThat(water.top())
                .isEqualTo(new KeyValue(KeyType.INSTANT, "2026-02-03T04:05:06.500Z"));
        assertThat(water.nulls()).isEqualTo(1);
        assertThat(water.access()).isEqualTo(Access.SCAN);
        SERVER.execute("CREATE INDEX ON events ((coalesce(at, other)))");
        assertThat(
                        Slices.measure(
                                        READING,
                                        READING.table("events"),
                                        key,
                                        null,
                                        Duration.ofSeconds(20))
                                .access())
                .isEqualTo(Access.INDEX);
    }

    @Test
    void emptyTableHasNoTop() {
        SERVER.execute("TRUNCATE events");

        HighWater water = measure(READING, Duration.ofSeconds(20));

        assertThat(water.highest()).isEmpty();
        assertThat(water.nulls()).isZero();
    }

    @Test
    void keysThatAreNoneAreRefused() {
        assertThat(refusal("AT").diagnostic().code()).isEqualTo(Code.CONFIG_CURSOR_COLUMN_CASE);
        assertThat(refusal("AT").diagnostic().action()).contains("\"at\"");
        assertThat(refusal("othr").diagnostic().code()).isEqualTo(Code.CONFIG_KEY_COLUMN_UNKNOWN);
        assertThat(refusal("othr")).hasMessageContaining("Did you mean other");
        assertThat(refusal("at", "id").diagnostic().code())
                .isEqualTo(Code.SOURCE_KEYSET_KEY_UNORDERED);
        SERVER.execute(
                "ALTER TABLE events ADD a json, ADD b xml, ADD c point, ADD d int[], ADD e int4range,"
                        + " ADD f boolean");
        for (String each : List.of("doc", "a", "b", "c", "d", "e", "f")) {
            RivetException refused =
                    catchThrowableOfType(
                            RivetException.class,
                            () ->
                                    Slices.measure(
                                            READING,
                                            READING.query(
                                                    "SELECT id, %s FROM events".formatted(each)),
                                            each));
            assertThat(refused.diagnostic().code())
                    .as(each)
                    .isIn(Code.SOURCE_KEYSET_KEY_UNORDERED, Code.TYPE_UNSAFE_MAPPING);
        }
    }

    @Test
    void columnsOfDifferentCollationsAreRefused() {
        SERVER.execute(
                "DROP TABLE IF EXISTS worded",
                "CREATE TABLE worded (a text COLLATE \"C\", b text COLLATE \"POSIX\")",
                "INSERT INTO worded VALUES ('a', 'b')");

        RivetException refused =
                catchThrowableOfType(
                        RivetException.class,
                        () ->
                                Slices.measure(
                                        READING,
                                        READING.table("worded"),
                                        new Key(List.of("a", "b")),
                                        null,
                                        Duration.ZERO));

        assertThat(refused.diagnostic().code()).isEqualTo(Code.SOURCE_KEYSET_KEY_UNORDERED);
    }

    @Test
    void writerThatHasWrittenIsWaitedForByWhomeverMayKnowNothing() throws Exception {
        try (Transaction writer = new Transaction(SERVER)) {
            writer.execute(List.of("INSERT INTO events VALUES (10)"));
            CompletableFuture<HighWater> water = waiting(READING);

            writer.commit();

            assertThat(of(water).stragglers()).isEqualTo(new Stragglers.None());
            assertThat(of(water).top())
                    .isEqualTo(new KeyValue(KeyType.INSTANT, "2026-01-02T00:00:00Z"));
        }
    }

    @Test
    void writerThatIsIdleBeforeItsFirstWriteIsWaitedFor() throws Exception {
        for (Reading reading : List.of(READING, as("seer", "sees"))) {
            try (Transaction writer = new Transaction(SERVER)) {
                writer.execute(List.of("SELECT now()"));
                CompletableFuture<HighWater> water = waiting(reading);

                writer.execute(List.of("INSERT INTO events VALUES (10)"));
                Thread.sleep(300);
                assertThat(water).isNotDone();
                writer.commit();

                assertThat(of(water).stragglers()).isEqualTo(new Stragglers.None());
            }
        }
    }

    @Test
    void preparedTransactionsAreWaitedForAlsoWhenTheyPrepareMeanwhile() throws Exception {
        try (Transaction writer = new Transaction(SERVER)) {
            writer.execute(List.of("SELECT now()"));
            CompletableFuture<HighWater> water = waiting(READING);

            writer.execute(
                    List.of("INSERT INTO events VALUES (10)", "PREPARE TRANSACTION 'first'"));
            Thread.sleep(700);
            assertThat(water).isNotDone();
            HighWater other = measure(READING, Duration.ZERO);
            assertThat(other.stragglers())
                    .isInstanceOfSatisfying(
                            Stragglers.Open.class,
                            open -> {
                                assertThat(open.who()).contains("\"first\"", "postgres");
                                assertThat(open.oldest()).isEmpty();
                            });
            SERVER.execute("COMMIT PREPARED 'first'");

            assertThat(of(water).stragglers()).isEqualTo(new Stragglers.None());
        }
    }

    @Test
    void whatDoesNotEndInTimeIsNamed() throws Exception {
        try (Transaction writer = new Transaction(SERVER)) {
            writer.execute(List.of("SELECT 1"));
            Instant before = Instant.now();
            long start = System.nanoTime();

            HighWater seen = measure(as("seer", "sees"), Duration.ofMillis(600));
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            HighWater unseen = measure(READING, Duration.ZERO);

            assertThat(waited).isBetween(Duration.ofMillis(600), Duration.ofSeconds(10));
            assertThat(seen.stragglers())
                    .isInstanceOfSatisfying(
                            Stragglers.Open.class,
                            open -> {
                                assertThat(open.oldest().orElseThrow())
                                        .isBetween(before.minusSeconds(10), before.plusSeconds(1));
                                assertThat(open.who())
                                        .contains("postgres@127.0.0.1", "idle in transaction");
                            });
            assertThat(unseen.stragglers())
                    .isInstanceOfSatisfying(
                            Stragglers.Open.class,
                            open -> {
                                assertThat(open.oldest()).isEmpty();
                                assertThat(open.who()).contains("session", "postgres");
                            });
        }
    }

    @Test
    void whoeverBeginsLaterIsNotWaitedForNorWhoCannotWriteHere() throws Exception {
        try (Transaction early = new Transaction(SERVER);
                Transaction late = new Transaction(SERVER);
                SourceSession reader = READING.open();
                Connection elsewhere = SERVER.connect("elsewhere");
                Statement statement = elsewhere.createStatement()) {
            ReadPlan plan = reader.describe(READING.table("events"));
            assertThat(plan.schema().size()).isEqualTo(4);
            elsewhere.setAutoCommit(false);
            statement.execute("CREATE TABLE long_ago (id int)");
            assertThat(measure(READING, Duration.ZERO).stragglers())
                    .isEqualTo(new Stragglers.None());
            early.execute(List.of("SELECT 1"));
            CompletableFuture<HighWater> water = waiting(READING);
            late.execute(List.of("INSERT INTO events VALUES (11)"));

            early.commit();

            assertThat(of(water).stragglers()).isEqualTo(new Stragglers.None());
            elsewhere.rollback();
        }
    }

    @Test
    void whereNobodyMayLookAtSessionsThatIsSaid() {
        SERVER.execute("REVOKE SELECT ON pg_catalog.pg_stat_activity FROM PUBLIC");
        try {
            assertThat(measure(READING, Duration.ofSeconds(5)).stragglers())
                    .isInstanceOfSatisfying(
                            Stragglers.Unknown.class,
                            unknown -> assertThat(unknown.why()).contains("GRANT SELECT"));
        } finally {
            SERVER.execute("GRANT SELECT ON pg_catalog.pg_stat_activity TO PUBLIC");
        }
    }

    @Test
    void standbySaysWhatItCannotKnow() throws SQLException {
        try (PostgresStandby standby = PostgresStandby.of(SERVER);
                Transaction writer = new Transaction(SERVER)) {
            Reading reading = new Reading(standby.server().source());
            assertThat(measure(reading, Duration.ofSeconds(20)).stragglers())
                    .isInstanceOfSatisfying(
                            Stragglers.Unknown.class,
                            unknown -> assertThat(unknown.why()).contains("standby"));
            writer.execute(List.of("INSERT INTO events VALUES (12)"));
            SERVER.execute("INSERT INTO events VALUES (13)");
            standby.awaitCatchUp();

            assertThat(measure(reading, Duration.ofMillis(100)).stragglers())
                    .isInstanceOf(Stragglers.Open.class);
            try (SourceSession session = reading.open()) {
                assertThat(session.describe(reading.table("events")).position().orElseThrow())
                        .startsWith("lsn 0/");
            }
        }
    }

    @Test
    void nothingIsLostToWritersThatCommitLate() throws Exception {
        assertThat(lostOf50Runs(Duration.ofSeconds(30))).isEmpty();
    }

    @Test
    void withoutTheWaitRowsAreLost() throws Exception {
        assertThat(lostOf50Runs(Duration.ZERO)).isNotEmpty();
    }

    /// Writers fix their keys early and commit late, again and again, while each run reads from
    /// the top of the run before to its own. What none of them has read:
    private static List<Long> lostOf50Runs(Duration patience) throws Exception {
        @Nullable KeyValue last = null;
        List<Long> read = new ArrayList<>();
        try (Lateness writers = Lateness.begin(SERVER)) {
            for (int run = 0; run < 50; run++) {
                writers.step(run);
                Edge from = last == null ? null : Edge.excluding(last);
                try (SourceSession session = READING.open()) {
                    var question = new KeyQuestion(Key.of("at"), from, null, patience);
                    HighWater water = session.measure(READING.table("events"), question);
                    KeyValue top = water.highest().orElse(last);
                    if (patience.isPositive()) {
                        assertThat(water.stragglers()).isEqualTo(new Stragglers.None());
                    }
                    if (top != null) {
                        ReadPlan plan = session.describe(READING.table("events"));
                        Slice slice = Slices.between("at", from, Edge.including(top));
                        read.addAll(Slices.read(session, plan, slice).ids());
                        last = top;
                    }
                }
            }
        }
        assertThat(read).doesNotHaveDuplicates();
        List<Long> all =
                new ArrayList<>(
                        Slices.ids(
                                SERVER,
                                "SELECT id FROM events WHERE at <= '%s'"
                                        .formatted(Objects.requireNonNull(last).text())));
        assertThat(all).hasSizeGreaterThan(100).containsAll(read);
        all.removeAll(read);
        return all;
    }
}
