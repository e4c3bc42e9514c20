package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.Tuning;
import dev.rivet.plan.Edge;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// How slices are read, and that those which meet cover the rows once.
class PostgresSlicesLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();
    private static final String UNTIL_80000 = "portal over id's index, one snapshot";

    private static Reading reading(int parallel) {
        return new Reading(SERVER.source()).tuned(tuning(parallel));
    }

    private static Tuning tuning(int parallel) {
        return Squeezed.tuning(parallel, 4L << 20, 0);
    }

    private static Slice ids(long from, long to) {
        return Slices.between(
                "id",
                Slices.from(KeyType.INTEGER, Long.toString(from)),
                Slices.before(KeyType.INTEGER, Long.toString(to)));
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static void createLarge(String... more) {
        SERVER.execute(
                "DROP TABLE IF EXISTS large CASCADE",
                "CREATE TABLE large (id int PRIMARY KEY, at timestamp, filler text)",
                "INSERT INTO large SELECT n, timestamp '2026-01-01' + n * interval '1 s',"
                        + " repeat('f', 300) FROM generate_series(0, 99999) n");
        SERVER.execute(more);
        SERVER.execute("ANALYZE large");
    }

    @Test
    void indexIsUsedWhereItPaysOffAndPagesElsewhere() {
        createLarge("CREATE INDEX ON large (at)");
        for (int parallel : List.of(1, 3)) {
            Reading reading = reading(parallel);
            ReadRequest table = reading.table("large");
            String before = scans();

            var some = Slices.read(reading, table, ids(20_000, 80_000));
            var all = Slices.read(reading, table, Slices.between("id", null, edge(90_000_000)));
            var times =
                    Slices.read(
                            reading,
                            table,
                            Slices.between(
                                    "at",
                                    Edge.excluding(
                                            new KeyValue(KeyType.TIMESTAMP, "2026-01-02T00:00:00")),
                                    null));

            assertThat(some.path()).isEqualTo(UNTIL_80000);
            assertThat(some.ids()).isEqualTo(numbers(20_000, 80_000));
            assertThat(some.connections()).isEqualTo(parallel);
            assertThat(all.path()).isEqualTo("page ranges where id, one snapshot");
            assertThat(all.ids()).isEqualTo(numbers(0, 100_000));
            assertThat(all.connections()).isEqualTo(parallel);
            assertThat(times.path()).isEqualTo("portal over at's index, one snapshot");
            assertThat(times.ids()).isEqualTo(numbers(86_401, 100_000));
            assertThat(scans()).isEqualTo(before);
        }
    }

    private static Edge edge(long id) {
        return Slices.before(KeyType.INTEGER, Long.toString(id));
    }

    private static String scans() {
        SERVER.execute("SELECT pg_stat_clear_snapshot()");
        return SERVER.ask(
                "SELECT seq_scan FROM pg_stat_user_tables WHERE relid = 'large'::regclass");
    }

    @Test
    void slicesOfOnePlanSeeOneMomentWhateverOthersWrite() {
        createLarge();
        Reading reading = reading(2);
        try (SourceSession session = reading.open()) {
            ReadPlan plan = session.describe(reading.table("large"));
            assertThat(plan.position().orElseThrow()).matches("lsn [0-9A-F]+/[0-9A-F]+");
            List<Long> read = new ArrayList<>();
            for (long from = 0; from < 100_000; from += 20_000) {
                read.addAll(Slices.read(session, plan, ids(from, from + 20_000)).ids());
                SERVER.execute(
                        "DELETE FROM large WHERE id % 5 = 0",
                        "UPDATE large SET id = -id - 100000 WHERE id % 5 = 1",
                        "INSERT INTO large SELECT 200000 + n + "
                                + from
                                + " FROM generate_series(1, 1000) n");
            }
            assertThat(read).isEqualTo(numbers(0, 100_000));
            assertThat(Slices.read(session, plan, new Slice.Everything()).ids())
                    .isEqualTo(numbers(0, 100_000));
        }
    }

    @Test
    void partitionsViewsAndQueriesAreSliced() {
        SERVER.execute(
                "DROP TABLE IF EXISTS \"Sliced Things\" CASCADE",
                "CREATE TABLE \"Sliced Things\" (id int, \"Odd \"\"Key\"\"\" text)"
                        + " PARTITION BY RANGE (id)",
                "CREATE TABLE sliced_low PARTITION OF \"Sliced Things\" FOR VALUES FROM (0) TO (500)",
                "CREATE TABLE sliced_high PARTITION OF \"Sliced Things\" DEFAULT",
                "INSERT INTO \"Sliced Things\" SELECT n, 'it''s \\ ' || lpad(n::text, 4, '0')"
                        + " FROM generate_series(0, 999) n",
                "CREATE INDEX ON \"Sliced Things\" (\"Odd \"\"Key\"\"\" DESC)",
                "ANALYZE \"Sliced Things\"",
                "CREATE VIEW sliced_view AS SELECT * FROM \"Sliced Things\"");
        Slice slice =
                Slices.between(
                        "Odd \"Key\"",
                        Slices.from(KeyType.TEXT, "it's \\ 0450"),
                        Slices.before(KeyType.TEXT, "it's \\ 0550"));
        Reading reading = reading(2);
        for (ReadRequest each :
                List.of(
                        reading.table("Sliced Things"),
                        reading.table("sliced_view"),
                        reading.query("SELECT * FROM \"Sliced Things\" -- all of it"))) {
            assertThat(Slices.read(reading, each, slice).ids()).isEqualTo(numbers(450, 550));
        }
    }

    @Test
    void textIsDataWhateverItSays() {
        SERVER.execute(
                "DROP TABLE IF EXISTS spoken",
                "CREATE TABLE spoken AS SELECT n AS id, 'w' || n AS t FROM generate_series(1, 9) n",
                "ALTER ROLE rivet SET standard_conforming_strings = off");
        try {
            for (String hostile :
                    List.of(
                            "' OR true --",
                            "\\' OR true --",
                            "\\",
                            "'; DROP TABLE spoken; --",
                            "$$",
                            "E'\\x27'")) {
                Slice slice =
                        Slices.between(
                                "t",
                                Slices.from(KeyType.TEXT, hostile),
                                Edge.including(new KeyValue(KeyType.TEXT, hostile)));
                assertThat(Slices.read(reading(1), reading(1).table("spoken"), slice).ids())
                        .as(hostile)
                        .isEmpty();
            }
        } finally {
            SERVER.execute("ALTER ROLE rivet RESET standard_conforming_strings");
        }
        assertThat(SERVER.ask("SELECT count(*) FROM spoken")).isEqualTo("9");
    }

    @Test
    void integersBeyondTheTypesEndAreEdgesToo() {
        SERVER.execute(
                "DROP TABLE IF EXISTS extreme",
                "CREATE TABLE extreme (id int, k bigint)",
                "INSERT INTO extreme VALUES (1, 9223372036854775807), (2, -9223372036854775808)");
        Edge above = Slices.before(KeyType.INTEGER, "9223372036854775808");
        Edge below = Slices.from(KeyType.INTEGER, "-9223372036854775809");
        Reading reading = reading(1);
        ReadRequest table = reading.table("extreme");

        assertThat(Slices.read(reading, table, Slices.between("k", below, above)).ids())
                .containsExactly(1L, 2L);
        assertThat(Slices.read(reading, table, Slices.between("k", above, null)).ids()).isEmpty();
        assertThat(Slices.read(reading, table, Slices.between("k", null, below)).ids()).isEmpty();
    }

    @Test
    void edgesOfAnotherTypeAreNobodysMistakeButOurs() {
        createLarge();
        assertThatThrownBy(
                        () ->
                                Slices.read(
                                        reading(1),
                                        reading(1).table("large"),
                                        Slices.between("id", Slices.from(KeyType.TEXT, "5"), null)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Keys of many distributions, cut anywhere, read by few and many connections.
    @Test
    void slicesThatMeetCoverTheRowsOnce() {
        Random random = new Random(20261127);
        for (String keys :
                List.of(
                        "(random() * 1000000)::bigint",
                        "(random() * 30)::bigint",
                        "CASE WHEN n % 2 = 0 THEN n ELSE 9223372036854775807 - n END",
                        "(-power(random(), 8) * 1e15)::bigint",
                        "NULLIF(n % 5, 3)::bigint")) {
            SERVER.execute(
                    "DROP TABLE IF EXISTS scattered",
                    "CREATE TABLE scattered AS SELECT n AS id, "
                            + keys
                            + " AS k, repeat('f', 400) AS filler FROM generate_series(1, 30000) n",
                    "CREATE INDEX ON scattered (k DESC)",
                    "ANALYZE scattered");
            for (int parallel : List.of(1, 3)) {
                assertThat(covered(reading(parallel), cuts(random)))
                        .as(keys)
                        .isEqualTo(numbers(1, 30_001));
            }
        }
    }

    private static List<Long> cuts(Random random) {
        List<Long> some =
                Slices.ids(
                        SERVER,
                        "SELECT DISTINCT k FROM scattered WHERE k IS NOT NULL ORDER BY k LIMIT 500");
        List<Long> cuts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            cuts.add(some.get(random.nextInt(some.size())));
            cuts.add(random.nextLong() >> random.nextInt(60));
        }
        return cuts.stream().sorted().distinct().toList();
    }

    private static List<Long> covered(Reading reading, List<Long> cuts) {
        try (SourceSession session = reading.open()) {
            ReadPlan plan = session.describe(reading.table("scattered"));
            List<Long> read = new ArrayList<>();
            Edge from = null;
            for (Long cut : cuts) {
                var value = new KeyValue(KeyType.INTEGER, cut.toString());
                boolean upTo = cut % 2 == 0;
                Edge to = upTo ? Edge.including(value) : Edge.excluding(value);
                read.addAll(Slices.read(session, plan, Slices.between("k", from, to)).ids());
                from = upTo ? Edge.excluding(value) : Edge.including(value);
            }
            read.addAll(Slices.read(session, plan, Slices.between("k", from, null)).ids());
            read.addAll(Slices.read(session, plan, new Slice.WithoutKey(Key.of("k"))).ids());
            return read.stream().sorted().toList();
        }
    }
}
