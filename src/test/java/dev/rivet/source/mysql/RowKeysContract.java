package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.Mode;
import dev.rivet.config.Selection;
import dev.rivet.plan.Chunk;
import dev.rivet.plan.Chunks;
import dev.rivet.plan.Edge;
import dev.rivet.plan.ExportPlan;
import dev.rivet.plan.HighWater.Access;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeySurvey;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.PlanCodec;
import dev.rivet.plan.Slice;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Keys of several columns: whatever is in them, slices that meet cover the rows once, by the
/// index.
interface RowKeysContract {
    int ROWS = 20_000;

    LiveSource live();

    /// A table, and a key of it.
    enum Keyed {
        NUMBERS("a INT, b INT, PRIMARY KEY (a, b)", "n % 50, n", "a, b"),
        TEXTS(
                "a VARCHAR(9) COLLATE utf8mb4_bin, b CHAR(36) CHARACTER SET ascii, PRIMARY KEY (a, b)",
                "CHAR(97 + n % 20 USING utf8mb4), CONCAT(LEFT(MD5(n), 8), '-', n)",
                "a, b"),
        TENANTS(
                "tenant INT, at DATETIME(6), nr BIGINT, PRIMARY KEY (tenant, at, nr)",
                "IF(n % 10 < 8, 7, n % 100), IF(n % 5 = 0, '2026-01-01',"
                        + " '2026-01-01' + INTERVAL n % 40 * 1.000001 SECOND), -n",
                "tenant, at, nr"),
        DOWN(
                "a BIGINT UNSIGNED NOT NULL, b TIMESTAMP(3) NOT NULL, UNIQUE KEY (a DESC, b DESC)",
                "18446744073709551615 - n % 7, '1999-12-31' + INTERVAL n HOUR",
                "a, b"),
        DOUBLED(
                "a DATE NOT NULL, b DECIMAL(9,3) NOT NULL, KEY (a, b), PRIMARY KEY (id)",
                "'2020-01-01' + INTERVAL n % 9 DAY, n % 40 / 7",
                "a, b"),
        UNICODE(
                "a VARCHAR(20) COLLATE utf8mb4_unicode_ci, b BINARY(16), PRIMARY KEY (a, b)",
                "CONCAT(CASE n % 3 WHEN 0 THEN 'straße ' WHEN 1 THEN 'STRASSE ' ELSE 'ÄÖ' END,"
                        + " n % 30), UNHEX(MD5(n))",
                "a, b"),
        ZERO(
                "a DATE, b YEAR, c INT, PRIMARY KEY (a, b, c)",
                "CASE n % 5 WHEN 0 THEN '0000-00-00' WHEN 1 THEN '2024-06-00'"
                        + " WHEN 2 THEN '2024-05-31' WHEN 3 THEN '2024-00-00' ELSE '2023-12-31' END,"
                        + " IF(n % 3, 1990 + n % 3, 0), n % 1000 * 20 + n DIV 1000",
                "a, b, c"),
        STAMPS(
                "a TIMESTAMP NOT NULL, b DOUBLE, c INT NOT NULL, PRIMARY KEY (a, b)",
                "IF(n % 4 = 0, '0000-00-00', '1970-01-01 00:00:01' + INTERVAL n % 3 SECOND),"
                        + " IF(n % 2, 1, -1) * POW(10, n % 300) * n, n",
                "a, b"),
        OLD(
                "a CHAR(5) CHARACTER SET latin1, b FLOAT, c INT, PRIMARY KEY (a, b, c)",
                "CONCAT(CHAR(192 + n % 40 USING latin1), ' ', n % 3), n % 6 / 7, n",
                "a, b, c"),
        PLAIN("a INT NOT NULL, b INT NOT NULL, PRIMARY KEY (id)", "n % 50, n", "a, b");

        final String columns;
        final String values;
        final String key;

        Keyed(String columns, String values, String key) {
            this.columns = columns;
            this.values = values;
            this.key = key;
        }

        Key key() {
            return Key.row(List.of(key.split(", ", -1)));
        }

        private void create(LiveSource live) {
            live.server()
                    .execute(
                            "SET SESSION sql_mode = '', time_zone = '+00:00'",
                            "DROP TABLE IF EXISTS keyed, keyed_numbers",
                            "CREATE TABLE keyed_numbers (n INT PRIMARY KEY)",
                            "INSERT INTO keyed_numbers WITH RECURSIVE s (n) AS (SELECT 0 UNION ALL"
                                    + " SELECT n + 1 FROM s WHERE n < 199) SELECT n FROM s",
                            "CREATE TABLE keyed (id INT NOT NULL, " + columns + ")",
                            "INSERT INTO keyed SELECT n, "
                                    + values
                                    + " FROM (SELECT x.n * 100 + y.n + 1 AS n FROM keyed_numbers x,"
                                    + " keyed_numbers y WHERE y.n < 100) AS s",
                            "ANALYZE TABLE keyed");
        }
    }

    private static ReadRequest table() {
        return LiveSource.request(
                new Selection.Table(null, "keyed"),
                Map.of(),
                Unrepresentable.STRING,
                SliceReads.tuning(2));
    }

    private KeySurvey survey(Key key) {
        try (SourceSession session = live().open()) {
            return session.survey(table(), key);
        }
    }

    private static ExportPlan chunks(Key key, KeySurvey survey, Mode.Cut cut) {
        ExportPlan plan =
                Chunks.plan(
                        new Mode.Chunked(key.columns(), cut, true, Mode.Moment.ONE), key, survey);
        return PlanCodec.read(PlanCodec.write(plan));
    }

    private static List<Slice> slices(ExportPlan plan) {
        return plan.chunks().stream().map(Chunk::slice).toList();
    }

    private List<List<String>> read(List<Slice> slices) {
        try (SourceSession session = live().open()) {
            ReadPlan plan = session.describe(table());
            return slices.stream().map(each -> SliceReads.ids(session, plan, each)).toList();
        }
    }

    private static List<String> all(List<List<String>> read) {
        return read.stream().flatMap(List::stream).sorted().toList();
    }

    private static List<String> ids(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(Integer::toString).sorted().toList();
    }

    @ParameterizedTest
    @EnumSource
    default void chunksCoverTheRowsOnce(Keyed keyed) {
        keyed.create(live());
        Random random = new Random(keyed.name().hashCode());
        KeySurvey survey = survey(keyed.key());
        for (int i = 0; i < 2; i++) {
            int count = 2 + random.nextInt(30);
            ExportPlan plan = chunks(keyed.key(), survey, new Mode.Cut.Count(count));
            assertThat(all(read(slices(plan)))).as("%s in %s", keyed, count).isEqualTo(ids(ROWS));
        }
    }

    /// Edges anywhere, also those that are only a beginning, with rows on either side.
    @ParameterizedTest
    @EnumSource(names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
    default void slicesThatMeetCoverTheRowsOnce(Keyed keyed) {
        keyed.create(live());
        Random random = new Random(20261127 + keyed.name().hashCode());
        List<KeyValue> some = survey(keyed.key()).samples();
        assertThat(some).hasSizeGreaterThan(8);
        List<Slice> slices = new ArrayList<>();
        Edge from = null;
        KeyValue last = KeyValue.row(List.of());
        for (KeyValue one : some) {
            if (random.nextInt(3) > 0) {
                KeyValue first = one.parts().getFirst();
                boolean isNew =
                        first.type() != KeyType.TEXT
                                && last.parts().stream().limit(1).noneMatch(first::equals);
                KeyValue each = isNew && random.nextBoolean() ? KeyValue.row(List.of(first)) : one;
                last = one;
                boolean upTo = each.equals(one) && random.nextBoolean();
                slices.add(
                        new Slice.Between(
                                keyed.key(),
                                from,
                                upTo ? Edge.including(each) : Edge.excluding(each)));
                from = upTo ? Edge.excluding(each) : Edge.including(each);
            }
        }
        slices.add(new Slice.Between(keyed.key(), from, null));
        slices.add(new Slice.WithoutKey(keyed.key()));

        assertThat(all(read(slices))).as("%s", slices).isEqualTo(ids(ROWS));
    }

    /// Of dates that are zero, the server finds no more than all of them.
    @ParameterizedTest
    @EnumSource(
            names = {"PLAIN", "ZERO"},
            mode = EnumSource.Mode.EXCLUDE)
    default void anIndexOfTheColumnsIsFoundAndUsed(Keyed keyed) {
        keyed.create(live());
        KeySurvey survey = survey(keyed.key());
        assertThat(survey.type()).isEqualTo(KeyType.ROW);
        assertThat(survey.traits())
                .isEqualTo(new KeySurvey.Traits(Access.INDEX, keyed != Keyed.DOUBLED, false));
        SliceReads reads = new SliceReads(live());
        List<Slice> slices = slices(chunks(keyed.key(), survey, new Mode.Cut.Count(10)));
        assertThat(slices).hasSizeBetween(8, 10);
        try (SourceSession session = live().open()) {
            ReadPlan plan = session.describe(pages());
            for (Slice each : slices) {
                PreparedRead read = session.read(plan, each, LiveSource.OPEN);
                long before = reads.rowsRead();
                int rows = SliceReads.ids(read, plan).size();
                long looked = reads.rowsRead() - before;
                assertThat(read.path())
                        .startsWith("pages of " + keyed.key().display() + "'s index");
                assertThat(looked)
                        .as("%s: %s", read.path(), rows)
                        .isLessThan(rows + 600 + alsoRead(keyed));
            }
        }
    }

    /// Rows of one value of the first column, where the server finds no more than that.
    int alsoRead(Keyed keyed);

    private static ReadRequest pages() {
        return LiveSource.request(
                new Selection.Table(null, "keyed"),
                Map.of(),
                Unrepresentable.STRING,
                LiveSource.batches(2_000, 4 << 20));
    }

    /// Four fifths of the rows are of one tenant, and a quarter of those have one time.
    @Test
    default void aValueThatManyRowsHaveIsCutByTheNextColumn() {
        Keyed.TENANTS.create(live());
        ExportPlan plan =
                chunks(Keyed.TENANTS.key(), survey(Keyed.TENANTS.key()), new Mode.Cut.Rows(1_000));
        List<List<String>> read = read(slices(plan));

        assertThat(all(read)).isEqualTo(ids(ROWS));
        assertThat(read).hasSizeBetween(15, 25);
        assertThat(read.stream().mapToInt(List::size).max().orElseThrow())
                .as("%s", read.stream().map(List::size).toList())
                .isLessThan(2_500);
    }

    @Test
    default void rowsThatComeMeanwhileAreInAChunkEach() {
        Keyed.NUMBERS.create(live());
        KeySurvey survey = survey(Keyed.NUMBERS.key());
        live().server()
                .execute(
                        "INSERT INTO keyed SELECT 20001 + n, -n - 1, n FROM keyed_numbers",
                        "INSERT INTO keyed SELECT 20201 + n, 1000 + n, n FROM keyed_numbers");
        ExportPlan plan = chunks(Keyed.NUMBERS.key(), survey, new Mode.Cut.Count(7));

        assertThat(all(read(slices(plan)))).isEqualTo(ids(ROWS + 400));
    }

    @Test
    default void theKeyIsFoundAndOneThatMayBeNullIsRefused() {
        for (Keyed each : List.of(Keyed.NUMBERS, Keyed.TEXTS, Keyed.TENANTS, Keyed.DOWN)) {
            each.create(live());
            try (SourceSession session = live().open()) {
                assertThat(session.naturalKey(table())).contains(each.key());
            }
        }
        Keyed.PLAIN.create(live());
        try (SourceSession session = live().open()) {
            assertThat(session.naturalKey(table())).contains(Key.of("id"));
        }
        live().server().execute("ALTER TABLE keyed DROP PRIMARY KEY, MODIFY b INT NULL");
        try (SourceSession session = live().open()) {
            assertThat(session.naturalKey(table())).isEmpty();
        }
        assertThatThrownBy(() -> survey(Keyed.PLAIN.key()))
                .hasMessageContaining("nothing promises that b is never NULL");
        try (SourceSession session = live().open()) {
            assertThatThrownBy(
                            () ->
                                    session.survey(
                                            SliceReads.query("SELECT * FROM keyed"),
                                            Key.row(List.of("id", "a"))))
                    .hasMessageContaining("nothing promises that id is never NULL");
        }
    }
}
