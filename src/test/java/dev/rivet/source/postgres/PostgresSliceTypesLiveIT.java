package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.plan.Edge;
import dev.rivet.plan.HighWater;
import dev.rivet.plan.HighWater.Access;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeySurvey;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import dev.rivet.row.LogicalType;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Slices by keys of every type, compared with what the server itself finds.
class PostgresSliceTypesLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();

    /// @param values as the server writes them and, where that is not the same, behind an arrow as
    ///     [KeyType] says
    /// @param endless values without a place in the order
    private record Case(String sql, KeyType type, List<String> values, List<String> endless) {
        static Case of(String sql, KeyType type, String... values) {
            return new Case(sql, type, List.of(values), List.of());
        }

        Case endless(String... more) {
            return new Case(sql, type, values, List.of(more));
        }

        static String literal(String value) {
            return "'" + value.split(" -> ", -1)[0].replace("'", "''") + "'";
        }

        /// Operators take no domain over an enum.
        String cast() {
            return sql.equals("slice_hidden_mood") ? "::open_to_all.level" : "";
        }

        KeyValue key(String value) {
            String[] forms = value.split(" -> ", -1);
            return new KeyValue(type, forms[forms.length - 1]);
        }
    }

    private static final List<Case> CASES =
            List.of(
                    Case.of("smallint", KeyType.INTEGER, "-32768", "-1", "0", "7", "32767"),
                    Case.of("integer", KeyType.INTEGER, "-2147483648", "0", "5", "2147483647"),
                    Case.of(
                            "bigint",
                            KeyType.INTEGER,
                            "-9223372036854775808",
                            "-3",
                            "12",
                            "9223372036854775807"),
                    Case.of("slice_positive", KeyType.INTEGER, "1", "2", "90"),
                    Case.of(
                                    "numeric",
                                    KeyType.DECIMAL,
                                    "-12.50",
                                    "0",
                                    "0.000000001",
                                    "1e30 -> 1000000000000000000000000000000")
                            .endless("NaN", "infinity", "-infinity"),
                    Case.of("numeric(10,2)", KeyType.DECIMAL, "-1.25", "0.10", "99.99"),
                    Case.of("real", KeyType.FLOAT, "-1.1", "0", "0.1", "3.4e+38")
                            .endless("NaN", "infinity", "-infinity"),
                    Case.of("float8", KeyType.FLOAT, "-1.1", "0.1", "0.30000000000000004", "1e+300")
                            .endless("NaN", "infinity", "-infinity"),
                    Case.of(
                                    "date",
                                    KeyType.DATE,
                                    "4713-01-01 BC -> -4712-01-01",
                                    "0001-12-31 BC -> 0000-12-31",
                                    "0001-01-01",
                                    "2026-11-27",
                                    "12026-01-02 -> +12026-01-02")
                            .endless("infinity", "-infinity"),
                    Case.of(
                                    "timestamp",
                                    KeyType.TIMESTAMP,
                                    "0044-03-15 12:00:00.5 BC -> -0043-03-15T12:00:00.5",
                                    "1969-12-31 23:59:59.999999 -> 1969-12-31T23:59:59.999999",
                                    "2026-11-27 10:00:00 -> 2026-11-27T10:00:00",
                                    "2026-11-27 10:00:00.123456 -> 2026-11-27T10:00:00.123456",
                                    "20000-01-01 00:00:00 -> +20000-01-01T00:00:00")
                            .endless("infinity", "-infinity"),
                    Case.of(
                                    "timestamptz",
                                    KeyType.INSTANT,
                                    "0044-03-15 12:00:00+00 BC -> -0043-03-15T12:00:00Z",
                                    "2026-10-25 00:59:59.999999+00 -> 2026-10-25T00:59:59.999999Z",
                                    "2026-11-27 10:00:00.123456+00 -> 2026-11-27T10:00:00.123456Z")
                            .endless("infinity", "-infinity"),
                    Case.of(
                            "text",
                            KeyType.TEXT,
                            "",
                            "a",
                            "it's \\ \"odd\"",
                            "Z",
                            "\\x41",
                            "größe",
                            "日本"),
                    Case.of("text COLLATE \"C\"", KeyType.TEXT, "A", "Z", "a", "é"),
                    Case.of("text COLLATE german", KeyType.TEXT, "Zug", "ärger", "Arger", "zeh"),
                    Case.of("text COLLATE careless", KeyType.TEXT, "a", "B", "c", "D"),
                    Case.of("varchar(20)", KeyType.TEXT, "a b", "ab", "a-b", "A_b"),
                    Case.of("char(6)", KeyType.TEXT, "a", "ab", "b"),
                    Case.of("name", KeyType.TEXT, "Zebra", "apple"),
                    Case.of("citext", KeyType.TEXT, "Apple", "banana", "CHERRY"),
                    Case.of("slice_mood", KeyType.TEXT, "sad", "ok", "glad"),
                    Case.of("slice_word", KeyType.TEXT, "b", "a"),
                    Case.of("secluded.level", KeyType.TEXT, "low", "high"),
                    Case.of("slice_hidden_mood", KeyType.TEXT, "low", "high"),
                    Case.of(
                            "uuid",
                            KeyType.UUID,
                            "00000000-0000-0000-0000-000000000000",
                            "7fffffff-0000-4000-8000-00000000abcd",
                            "ffffffff-ffff-ffff-ffff-ffffffffffff"),
                    Case.of(
                            "bytea",
                            KeyType.BINARY,
                            "\\x -> ",
                            "\\x00 -> 00",
                            "\\x5c27 -> 5c27",
                            "\\xff -> ff"));

    @BeforeAll
    static void makeTypes() {
        SERVER.execute(
                "DROP TABLE IF EXISTS keyed",
                "DROP TYPE IF EXISTS slice_mood",
                "DROP DOMAIN IF EXISTS slice_positive, slice_hidden_mood, slice_word",
                "DROP SCHEMA IF EXISTS secluded, open_to_all CASCADE",
                "DROP COLLATION IF EXISTS german, careless",
                "CREATE EXTENSION IF NOT EXISTS citext",
                "CREATE TYPE slice_mood AS ENUM ('sad', 'ok', 'glad')",
                "CREATE SCHEMA secluded",
                "CREATE TYPE secluded.level AS ENUM ('low', 'high')",
                "CREATE SCHEMA open_to_all",
                "GRANT USAGE ON SCHEMA open_to_all TO PUBLIC",
                "CREATE TYPE open_to_all.level AS ENUM ('low', 'high')",
                "CREATE DOMAIN slice_word AS varchar(10)",
                "CREATE DOMAIN slice_hidden_mood AS open_to_all.level",
                "CREATE DOMAIN slice_positive AS integer CHECK (VALUE > 0)",
                "CREATE COLLATION german (provider = icu, locale = 'de')",
                "CREATE COLLATION careless (provider = icu, locale = 'und-u-ks-level2',"
                        + " deterministic = false)");
    }

    @TestFactory
    Stream<DynamicTest> slicesAreWhatTheServerFinds() {
        return CASES.stream().map(each -> DynamicTest.dynamicTest(each.sql, () -> check(each)));
    }

    private static void fill(Case each) {
        SERVER.execute(
                "DROP TABLE IF EXISTS keyed",
                "CREATE TABLE keyed (id serial, k " + each.sql + ", filler text)");
        for (String value : each.values) {
            insert(Case.literal(value), 2);
        }
        for (String value : each.endless) {
            insert(Case.literal(value), 1);
        }
        insert("NULL", 3);
    }

    private static void insert(String literal, int times) {
        SERVER.execute(
                "INSERT INTO keyed (k, filler) SELECT "
                        + literal
                        + ", repeat('f', 900) FROM generate_series(1, "
                        + times
                        + ")");
    }

    private static void check(Case each) {
        fill(each);
        Reading reading =
                new Reading(SERVER.source()).overriding(Map.of("k", new LogicalType.Text()));
        ReadRequest table = reading.table("keyed");
        ReadRequest query = reading.query("SELECT * FROM keyed -- all");
        checkEnds(reading, query, each, Access.SCAN);
        checkSlices(reading, table, each);
        checkEnds(reading, table, each, Access.SCAN);
        SERVER.execute("CREATE INDEX ON keyed (k)");
        checkEnds(reading, table, each, Access.INDEX);
        SERVER.execute("ANALYZE keyed");
        checkSlices(reading, query, each);
        checkEnds(reading, query, each, Access.INDEX);
        checkEnds(reading, table, each, Access.INDEX);
    }

    private static void checkSlices(Reading reading, ReadRequest request, Case each) {
        try (SourceSession session = reading.open()) {
            ReadPlan plan = session.describe(request);
            List<@Nullable String> edges = new ArrayList<>(each.values);
            edges.add(null);
            for (String from : edges) {
                for (String to : edges) {
                    for (Edge.Side side : Edge.Side.values()) {
                        checkSlice(
                                session, plan, each, edge(each, from, side), edge(each, to, side));
                    }
                }
            }
            assertThat(Slices.read(session, plan, new Slice.WithoutKey(Key.of("k"))).ids())
                    .as("without a key")
                    .isEqualTo(
                            Slices.ids(
                                    SERVER,
                                    "SELECT id FROM keyed WHERE k IS NULL OR k::text = ANY ('{NaN,"
                                            + "Infinity,-Infinity,infinity,-infinity}')"));
        }
    }

    private record Mark(String literal, Edge edge) {}

    private static @Nullable Mark edge(Case each, @Nullable String value, Edge.Side side) {
        return value == null
                ? null
                : new Mark(Case.literal(value), new Edge(each.key(value), side));
    }

    private static void checkSlice(
            SourceSession session,
            ReadPlan plan,
            Case each,
            @Nullable Mark from,
            @Nullable Mark to) {
        List<String> conditions = new ArrayList<>();
        conditions.add("k IS NOT NULL");
        if (!each.endless.isEmpty()) {
            conditions.add("k::text <> ALL ('{NaN,Infinity,-Infinity,infinity,-infinity}')");
        }
        if (from != null) {
            String operator = from.edge.isIncluded() ? " >= " : " > ";
            conditions.add("k" + each.cast() + operator + from.literal);
        }
        if (to != null) {
            String operator = to.edge.isIncluded() ? " <= " : " < ";
            conditions.add("k" + each.cast() + operator + to.literal);
        }
        String sql = "SELECT id FROM keyed WHERE " + String.join(" AND ", conditions);

        Slice slice =
                Slices.between("k", from == null ? null : from.edge, to == null ? null : to.edge);

        assertThat(Slices.read(session, plan, slice).ids())
                .as(sql)
                .isEqualTo(Slices.ids(SERVER, sql));
    }

    /// The values of a case may not stand in the column's order: the server knows it.
    private static void checkEnds(Reading reading, ReadRequest request, Case each, Access access) {
        List<Long> order =
                List.copyOf(
                        idsInOrder(
                                "SELECT id FROM keyed WHERE id <= "
                                        + 2 * each.values.size()
                                        + " AND id % 2 = 1 ORDER BY k"));
        KeyValue lowest = each.key(each.values.get((int) (order.getFirst() - 1) / 2));
        KeyValue highest = each.key(each.values.get((int) (order.getLast() - 1) / 2));

        HighWater water = Slices.measure(reading, request, "k");
        KeySurvey survey = Slices.survey(reading, request, "k");

        assertThat(water.type()).isEqualTo(each.type);
        assertThat(water.top()).isEqualTo(highest);
        assertThat(water.nulls()).isEqualTo(3 + each.endless.size());
        assertThat(survey.lowest()).isEqualTo(lowest);
        assertThat(survey.highest()).isEqualTo(highest);
        assertThat(survey.traits().hasNulls()).isTrue();
        assertThat(survey.traits().access()).isEqualTo(access);
        assertThat(water.access()).isEqualTo(access);
    }

    private static List<Long> idsInOrder(String sql) {
        return List.of(
                        SERVER.ask("SELECT string_agg(id::text, ',') FROM (" + sql + ") AS ordered")
                                .split(",", -1))
                .stream()
                .map(Long::valueOf)
                .toList();
    }
}
