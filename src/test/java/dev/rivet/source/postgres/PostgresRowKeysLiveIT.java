package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.Mode;
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
import dev.rivet.source.ReadPlan;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Keys of several columns: whatever is in them, slices that meet cover the rows once.
class PostgresRowKeysLiveIT {
    private static final int ROWS = 20_000;
    private static final PostgresServer SERVER = PostgresServer.newest();

    /// A table, and a key of it.
    private enum Keyed {
        NUMBERS("a int, b int, PRIMARY KEY (a, b)", "n % 50, n", "a, b"),
        TEXTS("a text, b uuid, PRIMARY KEY (a, b)", "chr(97 + n % 20), md5(n::text)::uuid", "a, b"),
        TENANTS(
                "tenant int, at timestamp, nr bigint, PRIMARY KEY (tenant, at, nr)",
                "CASE WHEN n % 10 < 8 THEN 7 ELSE n % 100 END,"
                        + " CASE WHEN n % 5 = 0 THEN 'infinity'"
                        + " ELSE timestamp '2026-01-01' + n % 40 * interval '1.000001 s' END, -n",
                "tenant, at, nr"),
        DOWN(
                "a bigint NOT NULL, b timestamptz NOT NULL;"
                        + " CREATE UNIQUE INDEX ON keyed (a DESC, b DESC)",
                "n % 7 * 1317624576693539401, timestamptz '1999-12-31' + n * interval '1 h'",
                "a, b"),
        DOUBLED(
                "a date NOT NULL, b numeric(20,6) NOT NULL; CREATE INDEX ON keyed (a, b)",
                "date '2020-01-01' + n % 9, n % 40 / 7.0",
                "a, b"),
        LOOSE(
                "a text COLLATE loose, b bytea, PRIMARY KEY (a, b)",
                "CASE n % 3 WHEN 0 THEN 'straße ' WHEN 1 THEN 'STRASSE ' ELSE 'ÄÖ' END || n % 30,"
                        + " decode(md5(n::text), 'hex')",
                "a, b"),
        UNICODE(
                "a varchar(20) COLLATE \"unicode\", b char(9), PRIMARY KEY (a, b)",
                "chr(192 + n % 400) || n % 3, 'Ž' || n",
                "a, b"),
        NAMED(
                "a mood, b double precision, PRIMARY KEY (a, b)",
                "CASE n % 3 WHEN 0 THEN 'sad' ELSE 'ok' END::mood, 1e10 / (n - 5000.5)",
                "a, b"),
        MIXED(
                "a int NOT NULL, b int NOT NULL; CREATE UNIQUE INDEX ON keyed (a, b DESC)",
                "n % 5, n",
                "a, b");

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

        /// With what the server knows of it, or without.
        void create(boolean analysed) {
            String rest = columns.contains(";") ? columns.substring(columns.indexOf(';') + 1) : "";
            String inside =
                    columns.contains(";") ? columns.substring(0, columns.indexOf(';')) : columns;
            SERVER.execute(
                    "DROP TABLE IF EXISTS keyed",
                    "DROP TYPE IF EXISTS mood",
                    "DROP COLLATION IF EXISTS loose",
                    "CREATE TYPE mood AS ENUM ('sad', 'ok', 'good')",
                    "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2',"
                            + " deterministic = false)",
                    "CREATE TABLE keyed (id int, " + inside + ") WITH (autovacuum_enabled = off)",
                    rest.isBlank() ? "SELECT 1" : rest,
                    "INSERT INTO keyed SELECT n, "
                            + values
                            + " FROM generate_series(1, "
                            + ROWS
                            + ") n",
                    analysed ? "ANALYZE keyed" : "SELECT 1");
        }
    }

    private static Reading reading(int parallel) {
        return new Reading(SERVER.source())
                .under(Unrepresentable.STRING)
                .tuned(Squeezed.tuning(parallel, 1L << 20, 0));
    }

    private static KeySurvey survey(Key key) {
        try (SourceSession session = reading(1).open()) {
            return session.survey(reading(1).table("keyed"), key);
        }
    }

    private static ExportPlan chunks(Key key, KeySurvey survey, Mode.Cut cut) {
        ExportPlan plan =
                Chunks.plan(
                        new Mode.Chunked(key.columns(), cut, true, Mode.Moment.ONE), key, survey);
        return PlanCodec.read(PlanCodec.write(plan));
    }

    private static List<Slices.Brought> read(int parallel, List<Slice> slices) {
        Reading reading = reading(parallel);
        try (SourceSession session = reading.open()) {
            ReadPlan plan = session.describe(reading.table("keyed"));
            return slices.stream().map(each -> Slices.read(session, plan, each)).toList();
        }
    }

    private static List<Long> all(List<Slices.Brought> brought) {
        return brought.stream().flatMap(each -> each.ids().stream()).sorted().toList();
    }

    private static final List<Long> EVERY = LongStream.rangeClosed(1, ROWS).boxed().toList();

    @ParameterizedTest
    @EnumSource
    void chunksCoverTheRowsOnce(Keyed keyed) {
        Random random = new Random(keyed.name().hashCode());
        for (boolean analysed : new boolean[] {true, false}) {
            keyed.create(analysed);
            KeySurvey survey = survey(keyed.key());
            for (int parallel : List.of(1, 3)) {
                int count = 2 + random.nextInt(30);
                ExportPlan plan = chunks(keyed.key(), survey, new Mode.Cut.Count(count));
                assertThat(all(read(parallel, plan.chunks().stream().map(Chunk::slice).toList())))
                        .as("%s in %s", keyed, count)
                        .isEqualTo(EVERY);
            }
        }
    }

    /// Edges anywhere, also those that are only a beginning, with rows on either side.
    @ParameterizedTest
    @EnumSource
    void slicesThatMeetCoverTheRowsOnce(Keyed keyed) {
        keyed.create(true);
        Random random = new Random(20261127 + keyed.name().hashCode());
        List<KeyValue> cuts = cuts(keyed.key(), random);
        List<Slice> slices = new ArrayList<>();
        Edge from = null;
        for (KeyValue cut : cuts) {
            boolean upTo = random.nextBoolean();
            slices.add(
                    new Slice.Between(
                            keyed.key(), from, upTo ? Edge.including(cut) : Edge.excluding(cut)));
            from = upTo ? Edge.excluding(cut) : Edge.including(cut);
        }
        slices.add(new Slice.Between(keyed.key(), from, null));
        slices.add(new Slice.WithoutKey(keyed.key()));

        assertThat(cuts).hasSizeGreaterThan(5);
        assertThat(all(read(1, slices))).as("%s", cuts).isEqualTo(EVERY);
    }

    /// Some of those that the server knows, each in full or its beginning, no beginning twice.
    private static List<KeyValue> cuts(Key key, Random random) {
        List<KeyValue> some = survey(key).samples();
        List<KeyValue> cuts = new ArrayList<>();
        for (int i = 0; i < 12 && !some.isEmpty(); i++) {
            cuts.add(some.get((int) ((long) i * some.size() / 12)));
        }
        return cuts.stream().distinct().filter(each -> random.nextInt(8) > 0).toList();
    }

    @ParameterizedTest
    @EnumSource(names = "MIXED", mode = EnumSource.Mode.EXCLUDE)
    void anIndexOfTheColumnsIsFoundAndUsed(Keyed keyed) {
        keyed.create(true);
        KeySurvey survey = survey(keyed.key());
        List<Slice> slices =
                chunks(keyed.key(), survey, new Mode.Cut.Count(10)).chunks().stream()
                        .map(Chunk::slice)
                        .toList();

        assertThat(survey.type()).isEqualTo(KeyType.ROW);
        assertThat(survey.traits())
                .isEqualTo(new KeySurvey.Traits(Access.INDEX, keyed != Keyed.DOUBLED, false));
        assertThat(slices).hasSizeGreaterThan(4);
        assertThat(read(1, slices.subList(1, slices.size() - 1)))
                .filteredOn(each -> each.ids().size() < ROWS / 8)
                .hasSizeGreaterThan(3)
                .allSatisfy(
                        each ->
                                assertThat(each.path())
                                        .isEqualTo(
                                                "portal over %s's index, one snapshot"
                                                        .formatted(keyed.key().display())));
    }

    @Test
    void anIndexOfAnotherOrderIsNone() {
        Keyed.MIXED.create(true);

        assertThat(survey(Keyed.MIXED.key()).traits().access()).isEqualTo(Access.SCAN);
        assertThat(survey(Key.row(List.of("b", "a"))).traits())
                .isEqualTo(new KeySurvey.Traits(Access.SCAN, true, false));
    }

    /// Four fifths of the rows are of one tenant, and a fifth of those have one time.
    @Test
    void aValueThatManyRowsHaveIsCutByTheNextColumn() {
        Keyed.TENANTS.create(true);
        KeySurvey survey = survey(Keyed.TENANTS.key());
        ExportPlan plan = chunks(Keyed.TENANTS.key(), survey, new Mode.Cut.Rows(1_000));
        List<Slices.Brought> read = read(1, plan.chunks().stream().map(Chunk::slice).toList());

        assertThat(survey.estimatedRows()).hasValue(ROWS);
        assertThat(all(read)).isEqualTo(EVERY);
        assertThat(read).hasSizeBetween(15, 25);
        assertThat(read.stream().mapToInt(each -> each.ids().size()).max().orElseThrow())
                .as("%s", read.stream().map(each -> each.ids().size()).toList())
                .isLessThan(2_500);
    }

    @Test
    void rowsThatComeMeanwhileAreInAChunkEach() {
        Keyed.NUMBERS.create(true);
        KeySurvey survey = survey(Keyed.NUMBERS.key());
        SERVER.execute(
                "INSERT INTO keyed SELECT 20000 + n, -n, n FROM generate_series(1, 50) n",
                "INSERT INTO keyed SELECT 20050 + n, 1000 + n, n FROM generate_series(1, 50) n");
        ExportPlan plan = chunks(Keyed.NUMBERS.key(), survey, new Mode.Cut.Count(7));

        assertThat(all(read(1, plan.chunks().stream().map(Chunk::slice).toList())))
                .isEqualTo(LongStream.rangeClosed(1, ROWS + 100).boxed().toList());
    }

    @Test
    void theKeyIsFoundAndOneThatMayBeNullIsRefused() {
        for (Keyed each : List.of(Keyed.NUMBERS, Keyed.TEXTS, Keyed.TENANTS, Keyed.DOWN)) {
            each.create(false);
            try (SourceSession session = reading(1).open()) {
                assertThat(session.naturalKey(reading(1).table("keyed"))).contains(each.key());
            }
        }
        Keyed.MIXED.create(false);
        try (SourceSession session = reading(1).open()) {
            assertThat(session.naturalKey(reading(1).table("keyed"))).isEmpty();
        }
        SERVER.execute("ALTER TABLE keyed ALTER b DROP NOT NULL");
        assertThatThrownBy(() -> survey(Keyed.MIXED.key()))
                .hasMessageContaining("nothing promises that b is never NULL");
        SERVER.execute(
                "ALTER TABLE keyed ALTER b SET NOT NULL",
                "DROP TABLE IF EXISTS heir",
                "CREATE TABLE heir () INHERITS (keyed)");
        try {
            assertThatThrownBy(() -> survey(Keyed.MIXED.key())).hasMessageContaining("has heirs");
        } finally {
            SERVER.execute("DROP TABLE heir");
        }
        try (SourceSession session = reading(1).open()) {
            assertThatThrownBy(
                            () ->
                                    session.survey(
                                            reading(1).query("SELECT * FROM keyed"),
                                            Keyed.MIXED.key()))
                    .hasMessageContaining("nothing promises that a is never NULL");
        }
    }

    @Test
    void aPartitionedTableHasSuchAKeyToo() {
        SERVER.execute(
                "DROP TABLE IF EXISTS keyed",
                "CREATE TABLE keyed (id int, a int, b int, PRIMARY KEY (a, b)) PARTITION BY RANGE (a)",
                "CREATE TABLE keyed_low PARTITION OF keyed FOR VALUES FROM (MINVALUE) TO (25)",
                "CREATE TABLE keyed_high PARTITION OF keyed FOR VALUES FROM (25) TO (MAXVALUE)",
                "INSERT INTO keyed SELECT n, n % 50, n FROM generate_series(1, 20000) n",
                "ANALYZE keyed");
        Key key = Keyed.NUMBERS.key();
        ExportPlan plan = chunks(key, survey(key), new Mode.Cut.Count(6));

        assertThat(plan.chunks()).hasSizeGreaterThan(3);
        assertThat(all(read(2, plan.chunks().stream().map(Chunk::slice).toList())))
                .isEqualTo(EVERY);
    }
}
