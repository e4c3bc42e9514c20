package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.plan.HighWater.Access;
import dev.rivet.plan.KeySurvey;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.testing.PostgresServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is known of a key without reading the rows.
class PostgresKeySurveyLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();
    private static final Reading READING = new Reading(SERVER.source());

    private static void create(String... statements) {
        SERVER.execute("DROP TABLE IF EXISTS surveyed CASCADE");
        SERVER.execute(statements);
    }

    private static KeySurvey survey(String column) {
        return Slices.survey(READING, READING.table("surveyed"), column);
    }

    /// How many rows lie from each sample on to the next, the ends included.
    private static List<Long> shares(KeySurvey survey, String column, String type) {
        StringBuilder marks = new StringBuilder();
        survey.samples().forEach(each -> marks.append(",('").append(each.text()).append("')"));
        return Slices.ids(
                SERVER,
                """
                WITH mark AS (
                    SELECT v, lead(v) OVER (ORDER BY v) AS next
                    FROM (VALUES %s) AS m(t) CROSS JOIN LATERAL (SELECT t::%s) AS c(v)
                )
                SELECT count(*) FROM surveyed JOIN mark
                    ON surveyed.%s >= mark.v AND (mark.next IS NULL OR surveyed.%s < mark.next)
                GROUP BY mark.v
                """
                        .formatted(marks.substring(1), type, column, column));
    }

    @Test
    void analysedTableTellsItsShares() {
        create(
                "CREATE TABLE surveyed (id bigint PRIMARY KEY, k int)",
                "INSERT INTO surveyed SELECT n::bigint * n, CASE WHEN n % 2 = 0 THEN 7 ELSE n END"
                        + " FROM generate_series(-300, 60000) n ON CONFLICT DO NOTHING",
                "CREATE INDEX ON surveyed (k DESC NULLS LAST)",
                "ANALYZE surveyed");

        KeySurvey id = survey("id");
        KeySurvey k = survey("k");

        assertThat(id.type()).isEqualTo(KeyType.INTEGER);
        assertThat(id.lowest()).isEqualTo(new KeyValue(KeyType.INTEGER, "0"));
        assertThat(id.highest()).isEqualTo(new KeyValue(KeyType.INTEGER, "3600000000"));
        assertThat(id.traits()).isEqualTo(new KeySurvey.Traits(Access.INDEX, true, false));
        assertThat(id.estimatedRows().orElseThrow()).isBetween(50_000L, 70_000L);
        assertThat(id.samples()).hasSizeGreaterThan(90);
        assertThat(shares(id, "id", "bigint").getLast()).isLessThan(1_500);
        assertThat(k.traits()).isEqualTo(new KeySurvey.Traits(Access.INDEX, false, false));
        assertThat(k.samples()).contains(new KeyValue(KeyType.INTEGER, "7"));
    }

    @Test
    void gapsAreNotCutWhereNobodyHasAnalysed() {
        create(
                "CREATE TABLE surveyed (id bigint PRIMARY KEY) WITH (autovacuum_enabled = off)",
                "INSERT INTO surveyed SELECT n FROM generate_series(-20000, 20000) n",
                "INSERT INTO surveyed SELECT 9223372036854775807 - n FROM generate_series(0, 40000) n",
                "INSERT INTO surveyed VALUES (-9223372036854775808)");

        KeySurvey survey = survey("id");

        assertThat(survey.lowest())
                .isEqualTo(new KeyValue(KeyType.INTEGER, "-9223372036854775808"));
        assertThat(survey.highest())
                .isEqualTo(new KeyValue(KeyType.INTEGER, "9223372036854775807"));
        assertThat(survey.samples()).hasSizeBetween(30, 64).doesNotHaveDuplicates();
        assertThat(shares(survey, "id", "bigint").getLast()).isLessThan(8_000);
    }

    @Test
    void otherTypesAreProbedToo() {
        create(
                "CREATE TABLE surveyed (id int, d date, t timestamptz, n numeric(20,4), u uuid)"
                        + " WITH (autovacuum_enabled = off)",
                "INSERT INTO surveyed SELECT n, date '2020-01-01' + n % 2000,"
                        + " timestamptz '2020-01-01' + n * interval '1 minute 0.001 s', n / 7.0,"
                        + " md5(n::text)::uuid FROM generate_series(1, 20000) n",
                "INSERT INTO surveyed VALUES (0, 'infinity', '-infinity', 'NaN', NULL)",
                "CREATE INDEX ON surveyed (d)",
                "CREATE INDEX ON surveyed (t)",
                "CREATE INDEX ON surveyed (n)",
                "CREATE INDEX ON surveyed (u)");
        for (String[] each :
                new String[][] {
                    {"d", "date"}, {"t", "timestamptz"}, {"n", "numeric"}, {"u", "uuid"}
                }) {
            KeySurvey survey = survey(each[0]);

            assertThat(survey.samples()).as(each[0]).hasSizeBetween(30, 64);
            assertThat(shares(survey, each[0], each[1]).getLast()).as(each[0]).isLessThan(2_000);
            assertThat(survey.traits().hasNulls()).as(each[0]).isTrue();
        }
    }

    @Test
    void textIsSampledInItsOwnOrder() {
        SERVER.execute(
                "DROP TABLE IF EXISTS surveyed",
                "DROP COLLATION IF EXISTS loose",
                "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2',"
                        + " deterministic = false)");
        create(
                "CREATE TABLE surveyed (id int, t text COLLATE loose)",
                "INSERT INTO surveyed SELECT n, CASE WHEN n % 2 = 0 THEN 'key ' ELSE 'KEY ' END"
                        + " || lpad((n / 2)::text, 6, '0') FROM generate_series(1, 20000) n",
                "CREATE INDEX ON surveyed (t)",
                "ANALYZE surveyed");

        KeySurvey survey = survey("t");

        assertThat(survey.samples()).hasSizeGreaterThan(50);
        assertThat(
                        survey.samples().stream()
                                .map(each -> each.text().toUpperCase(java.util.Locale.ROOT)))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void fewRowsAndNoneAreNoTrouble() {
        create("CREATE TABLE surveyed (id int PRIMARY KEY, k timestamp)");
        assertThat(survey("id").first()).isEmpty();
        assertThat(survey("k").last()).isEmpty();
        assertThat(survey("k").samples()).isEmpty();
        SERVER.execute("INSERT INTO surveyed VALUES (5, NULL)");
        assertThat(survey("id").first()).contains(new KeyValue(KeyType.INTEGER, "5"));
        assertThat(survey("id").last()).contains(new KeyValue(KeyType.INTEGER, "5"));
        assertThat(survey("id").samples()).isEmpty();
        assertThat(survey("k"))
                .isEqualTo(
                        new KeySurvey(
                                KeyType.TIMESTAMP,
                                null,
                                null,
                                new KeySurvey.Traits(Access.SCAN, false, true),
                                survey("k").rows(),
                                null,
                                List.of()));
        SERVER.execute("INSERT INTO surveyed VALUES (6, NULL)");
        assertThat(survey("id").samples()).isEmpty();
    }

    @Test
    void partitionsViewsAndQueriesAreSurveyedThroughTheirTables() {
        create(
                "CREATE TABLE surveyed (id bigint PRIMARY KEY, k int) PARTITION BY RANGE (id)",
                "CREATE TABLE surveyed_low PARTITION OF surveyed FOR VALUES FROM (0) TO (10000)",
                "CREATE TABLE surveyed_high PARTITION OF surveyed FOR VALUES FROM (10000) TO (90000)",
                "INSERT INTO surveyed SELECT n, n FROM generate_series(0, 30000) n",
                "CREATE VIEW surveyed_view AS SELECT * FROM surveyed WHERE id < 20000",
                "ANALYZE surveyed");

        KeySurvey table = survey("id");
        KeySurvey view = Slices.survey(READING, READING.table("surveyed_view"), "id");
        KeySurvey query =
                Slices.survey(READING, READING.query("SELECT k, id FROM surveyed -- all"), "id");

        assertThat(table.traits()).isEqualTo(new KeySurvey.Traits(Access.INDEX, true, false));
        assertThat(table.samples()).hasSizeGreaterThan(50);
        assertThat(table.averageRowBytes().orElseThrow()).isBetween(30L, 60L);
        assertThat(view.averageRowBytes()).isEmpty();
        assertThat(query.averageRowBytes()).isEmpty();
        assertThat(view.traits()).isEqualTo(new KeySurvey.Traits(Access.INDEX, false, false));
        assertThat(view.highest()).isEqualTo(new KeyValue(KeyType.INTEGER, "19999"));
        assertThat(query.traits().access()).isEqualTo(Access.INDEX);
        assertThat(query.samples()).hasSizeGreaterThan(50);
    }

    @Test
    void onlyWholeImmediateIndexesOfTheColumnAloneMakeItUnique() {
        create(
                "CREATE TABLE surveyed (id int, a int NOT NULL, b int UNIQUE DEFERRABLE, c int UNIQUE)",
                "CREATE UNIQUE INDEX ON surveyed (a) WHERE a > 0",
                "CREATE UNIQUE INDEX ON surveyed (id, a)");

        assertThat(survey("a").traits().unique()).isFalse();
        assertThat(survey("id").traits().unique()).isFalse();
        assertThat(survey("b").traits().unique()).isFalse();
        assertThat(survey("c").traits().unique()).isTrue();
        assertThat(survey("a").traits().access()).isEqualTo(Access.SCAN);
        assertThat(survey("id").traits().access()).isEqualTo(Access.INDEX);
    }
}
