package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Selection;
import dev.rivet.plan.Edge;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What slices promise: each row once, in one view, over no more rows than they have.
interface SlicesContract {
    int MANY = 100_000;

    LiveSource live();

    static void fill(LiveSource live) {
        live.server()
                .execute(
                        "SET SESSION sql_mode = '', time_zone = '+00:00', foreign_key_checks = 0",
                        "DROP TABLE IF EXISTS c_numbers, c_same, c_zero, c_wide, c_plain, c_spread,"
                                + " c_down, c_nulls, c_outer, c_shared",
                        "CREATE TABLE c_numbers (n INT PRIMARY KEY)",
                        "INSERT INTO c_numbers WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT"
                                + " n + 1 FROM s WHERE n < 1000) SELECT n FROM s",
                        "CREATE TABLE c_same (id INT PRIMARY KEY, at DATETIME(6) NOT NULL, KEY (at))",
                        many("c_same", "n, '2024-06-01 10:00:00.5'"),
                        "INSERT INTO c_same SELECT n + 200000, '2024-06-01 11:00:00' FROM c_numbers",
                        "CREATE TABLE c_zero (id INT PRIMARY KEY, at DATETIME NOT NULL, KEY (at))",
                        many("c_zero", "n, IF(n % 10 = 0, '2024-06-01', '0000-00-00')"),
                        "CREATE TABLE c_wide (id INT PRIMARY KEY, at INT, state VARCHAR(9)"
                                + " CHARACTER SET latin1, KEY (at, state))",
                        many("c_wide", "n, n % 50, IF(n % 7 = 0, NULL, CONCAT('s', n % 3))"),
                        "CREATE TABLE c_down (id INT, part INT, at INT, KEY (at DESC),"
                                + " PRIMARY KEY (part, id))",
                        many("c_down", "n, n % 3, IF(n % 10 = 0, NULL, n % 4)"),
                        "CREATE TABLE c_plain (id INT PRIMARY KEY, at INT NOT NULL, v VARCHAR(20))",
                        many("c_plain", "n, n % 1000, 'x'"),
                        "CREATE TABLE c_nulls (id INT PRIMARY KEY, at INT, KEY (at))",
                        many("c_nulls", "n, IF(n % 100 = 0, n, NULL)"),
                        "CREATE TABLE c_shared (id INT PRIMARY KEY, at INT, pad VARCHAR(1000))",
                        "INSERT INTO c_shared SELECT n, n % 10, REPEAT('p', 1000) FROM c_numbers",
                        many("c_shared", "n + 1000, n % 10, REPEAT('p', 200)"),
                        "ANALYZE TABLE c_same, c_zero, c_wide, c_down, c_plain, c_nulls, c_shared");
    }

    private static String many(String table, String values) {
        return ("INSERT INTO %s SELECT %s FROM (SELECT a.n + (b.n - 1) * 1000 AS n"
                        + " FROM c_numbers a, c_numbers b WHERE b.n <= 100) AS numbers")
                .formatted(table, values);
    }

    private SliceReads reads() {
        return new SliceReads(live());
    }

    private static Edge at(String text) {
        return Edge.including(new KeyValue(KeyType.TIMESTAMP, text));
    }

    private static Edge number(long value, Edge.Side side) {
        return new Edge(new KeyValue(KeyType.INTEGER, Long.toString(value)), side);
    }

    private static ReadRequest pages(String table) {
        return LiveSource.request(
                new Selection.Table(null, table),
                Map.of(),
                null,
                LiveSource.batches(2_000, 4 << 20));
    }

    /// Rows that a slice brings, and rows that the server looks at for it.
    private void assertReadsLittle(String table, Slice slice, String path, int rows) {
        try (SourceSession session = live().open()) {
            ReadPlan plan = session.describe(pages(table));
            PreparedRead read = session.read(plan, slice, LiveSource.OPEN);
            long before = reads().rowsRead();
            List<String> ids = SliceReads.ids(read, plan);
            long looked = reads().rowsRead() - before;
            assertThat(read.path()).startsWith(path);
            assertThat(ids).hasSize(rows).doesNotHaveDuplicates();
            assertThat(looked).isLessThan(rows * 12L / 10 + 2_000);
        }
    }

    @Test
    default void manyRowsOfOneKeyAreReadOnce() {
        assertReadsLittle(
                "c_same",
                new Slice.Between(Key.of("at"), null, at("2024-06-01T10:30:00")),
                "pages of at's index within (…, 2024-06-01T10:30:00]",
                MANY);
        assertReadsLittle(
                "c_same",
                new Slice.Between(Key.of("at"), at("2024-06-01T10:30:00"), null),
                "pages of at's index",
                1_000);
    }

    @Test
    default void manyZeroDatesAreReadOnce() {
        assertReadsLittle(
                "c_zero",
                new Slice.Between(Key.of("at"), null, at("2024-05-31T00:00:00")),
                "pages of at's index",
                MANY * 9 / 10);
    }

    @Test
    default void rowsWithoutAKeyAreReadByTheIndex() {
        assertReadsLittle(
                "c_nulls",
                new Slice.WithoutKey(Key.of("at")),
                "pages of at's index is NULL",
                MANY * 99 / 100);
    }

    @Test
    default void anIndexOfMoreColumnsServesAsWell() {
        assertReadsLittle(
                "c_wide",
                new Slice.Between(
                        Key.of("at"),
                        number(10, Edge.Side.EXCLUDED),
                        number(30, Edge.Side.INCLUDED)),
                "pages of at's index within (10, 30]",
                MANY * 20 / 50);
    }

    @Test
    default void soDoesADescendingOne() {
        assertReadsLittle(
                "c_down",
                new Slice.Between(Key.of("at"), null, number(1, Edge.Side.INCLUDED)),
                "pages of at's index within (…, 1]",
                MANY * 45 / 100);
    }

    @Test
    default void rangesOfTheTablesOwnKeyAreClipped() {
        assertReadsLittle(
                "c_plain",
                new Slice.Between(
                        Key.of("id"),
                        number(40_000, Edge.Side.EXCLUDED),
                        number(60_000, Edge.Side.INCLUDED)),
                "key ranges of id within (40000, 60000], one snapshot",
                20_000);
    }

    @Test
    default void withoutAnIndexTheTableIsReadOnce() {
        try (SourceSession session = live().open()) {
            ReadPlan plan = session.describe(pages("c_plain"));
            Slice slice =
                    new Slice.Between(
                            Key.of("at"),
                            number(998, Edge.Side.INCLUDED),
                            number(998, Edge.Side.INCLUDED));
            PreparedRead read = session.read(plan, slice, LiveSource.OPEN);
            long before = reads().rowsRead();
            assertThat(SliceReads.ids(read, plan)).hasSize(100).doesNotHaveDuplicates();
            assertThat(reads().rowsRead() - before).isLessThan(MANY + 2_000);
            assertThat(read.path())
                    .isEqualTo("key ranges by id where at within [998, 998], one snapshot");
        }
    }

    /// A table with keys of all kinds, cut at random; each row comes once.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    default void slicesHaveEachRowOnce(int seed) {
        Random random = new Random(seed);
        KeyTable table = KeyTable.ALL.get(random.nextInt(KeyTable.ALL.size()));
        live().server().execute(table.statements(random));
        assertCovered(table, random);
    }

    private void assertCovered(KeyTable table, Random random) {
        try (SourceSession session = live().open()) {
            List<String> all = reads().strings("SELECT id FROM c_spread");
            List<KeyValue> cuts = new ArrayList<>();
            String some =
                    "SELECT MIN(id) FROM c_spread WHERE k IS NOT NULL GROUP BY k ORDER BY MIN(k)";
            for (String id : reads().strings(some)) {
                if (random.nextInt(10) == 0) {
                    cuts.add(reads().value(session, "c_spread", "k", id));
                }
            }
            ReadPlan plan = session.describe(SliceReads.table("c_spread"));
            List<String> found = new ArrayList<>();
            for (Slice each : slices(cuts, random)) {
                found.addAll(SliceReads.ids(session, plan, each));
            }
            assertThat(found)
                    .as("%s cut at %s", table, cuts)
                    .containsExactlyInAnyOrderElementsOf(all);
        }
    }

    private static List<Slice> slices(List<KeyValue> cuts, Random random) {
        Key key = Key.of("k");
        List<Slice> slices = new ArrayList<>(List.of(new Slice.WithoutKey(key)));
        Edge from = null;
        for (KeyValue each : cuts) {
            boolean before = random.nextBoolean();
            slices.add(
                    new Slice.Between(
                            key, from, before ? Edge.excluding(each) : Edge.including(each)));
            from = before ? Edge.including(each) : Edge.excluding(each);
        }
        slices.add(new Slice.Between(key, from, null));
        return slices;
    }

    static Stream<KeyTable> keyTables() {
        return KeyTable.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("keyTables")
    default void eachKindOfTableIsCovered(KeyTable table) {
        Random random = new Random(table.name().length());
        live().server().execute(table.statements(random));
        assertCovered(table, random);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    default void slicesOfOnePlanSeeOneView(int parallel) {
        try (SourceSession session = live().open()) {
            ReadPlan plan =
                    session.describe(
                            SliceReads.request(new Selection.Table(null, "c_shared"), parallel));
            List<String> found = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Slice slice =
                        new Slice.Between(
                                Key.of("id"),
                                number(i * 25_000L, Edge.Side.EXCLUDED),
                                number((i + 1) * 25_000L, Edge.Side.INCLUDED));
                found.addAll(SliceReads.ids(session, plan, slice));
                live().server()
                        .execute(
                                String.format(
                                        Locale.ROOT,
                                        "INSERT INTO c_shared VALUES (%d, 1, 'new')",
                                        110_000 + i),
                                "DELETE FROM c_shared WHERE id = " + ((i + 1) * 25_000 + 1));
            }
            assertThat(found).hasSize(MANY + 1_000).doesNotHaveDuplicates();
            live().server()
                    .execute(
                            "DELETE FROM c_shared",
                            "INSERT INTO c_shared SELECT n, n % 10, REPEAT('p', 1000) FROM c_numbers",
                            many("c_shared", "n + 1000, n % 10, REPEAT('p', 200)"));
            PreparedRead again =
                    session.read(
                            plan,
                            new Slice.Between(Key.of("at"), number(3, Edge.Side.INCLUDED), null),
                            LiveSource.OPEN);
            assertThat(SliceReads.ids(again, plan)).hasSize((MANY + 1_000) * 7 / 10);
            assertThat(again.path()).contains("key ranges by id where at within [3, …)");
        }
    }

    @Test
    default void slicesOfAQuerySeeOneView() {
        live().server()
                .execute(
                        "CREATE TABLE IF NOT EXISTS c_asked (id INT PRIMARY KEY)",
                        "DELETE FROM c_asked",
                        "INSERT INTO c_asked VALUES (1), (5)");
        try (SourceSession session = live().open()) {
            ReadPlan plan = session.describe(SliceReads.query("SELECT * FROM c_asked"));
            Key key = Key.of("id");
            Edge middle = number(3, Edge.Side.EXCLUDED);
            assertThat(SliceReads.ids(session, plan, new Slice.Between(key, null, middle)))
                    .containsExactly("1");
            live().server().execute("INSERT INTO c_asked VALUES (4)");
            assertThat(SliceReads.ids(session, plan, new Slice.Between(key, middle, null)))
                    .containsExactly("5");
        }
    }

    /// The server takes `IS NULL` for a question about zero dates where a column is never NULL.
    @Test
    default void aZeroDateIsAKey() {
        live().server()
                .execute(
                        "SET SESSION sql_mode = ''",
                        "CREATE TABLE IF NOT EXISTS c_dates (id INT PRIMARY KEY, d DATE NOT NULL)",
                        "DELETE FROM c_dates",
                        "INSERT INTO c_dates VALUES (1, '0000-00-00'), (2, '2024-01-01')");
        String outer =
                "SELECT n.n AS id, d.d FROM c_numbers n LEFT JOIN c_dates d ON d.id = n.n"
                        + " WHERE n.n <= 3";
        live().server().execute("CREATE OR REPLACE VIEW c_seen AS " + outer);
        for (ReadRequest each :
                List.of(
                        SliceReads.table("c_dates"),
                        SliceReads.table("c_seen"),
                        SliceReads.query(outer))) {
            try (SourceSession session = live().open()) {
                ReadPlan plan = session.describe(each);
                List<String> without =
                        SliceReads.ids(session, plan, new Slice.WithoutKey(Key.of("d")));
                List<String> with =
                        SliceReads.ids(session, plan, new Slice.Between(Key.of("d"), null, null));
                assertThat(with).containsExactly("1", "2");
                assertThat(without).doesNotContain("1", "2");
            }
        }
    }

    @Test
    default void aKeyMayBeTheFirstOfTwoColumns() {
        Key key = new Key(List.of("at", "id"));
        Slice low = new Slice.Between(key, null, number(500, Edge.Side.INCLUDED));
        Slice high = new Slice.Between(key, number(500, Edge.Side.EXCLUDED), null);
        try (SourceSession session = live().open()) {
            ReadPlan plan = session.describe(pages("c_nulls"));
            assertThat(SliceReads.ids(session, plan, low))
                    .isEqualTo(reads().wanted("c_nulls", "IFNULL(at, id) <= 500"));
            assertThat(SliceReads.ids(session, plan, high))
                    .isEqualTo(reads().wanted("c_nulls", "IFNULL(at, id) > 500"));
            assertThat(SliceReads.ids(session, plan, new Slice.WithoutKey(key))).isEmpty();
        }
    }

    /// Whatever mode newcomers get.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRADITIONAL",
                "ANSI,NO_BACKSLASH_ESCAPES",
                "PAD_CHAR_TO_FULL_LENGTH",
                "REAL_AS_FLOAT,HIGH_NOT_PRECEDENCE,IGNORE_SPACE",
            })
    default void noModeChangesASlice(String mode) {
        assertCoveredIn(mode);
    }

    default void assertCoveredIn(String mode) {
        String before = reads().strings("SELECT @@GLOBAL.sql_mode").getFirst();
        live().server().execute("SET GLOBAL sql_mode = '" + mode + "'");
        try {
            for (String name : List.of("empty texts", "zero dates", "binary key")) {
                Random random = new Random(mode.length());
                KeyTable each = KeyTable.named(name);
                live().server().execute(each.statements(random));
                assertCovered(each, random);
            }
        } finally {
            live().server().execute("SET GLOBAL sql_mode = '" + before + "'");
        }
    }
}
