package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.plan.Edge;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.Slice;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.SliceReads.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Slices by keys of each type, read in each way, against the server's own answer.
interface KeyTypesContract {
    LiveSource live();

    /// A type of key, and values of it that are not alike.
    record Sample(String name, String type, KeyType key, List<String> values) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Sample sample(String name, String type, KeyType key, String... values) {
        return new Sample(name, type, key, List.of(values));
    }

    static Stream<Sample> samples() {
        return Stream.of(
                sample(
                        "k_int",
                        "INT",
                        KeyType.INTEGER,
                        "-2147483648",
                        "-1",
                        "0",
                        "7",
                        "2147483647"),
                sample("k_bool", "TINYINT(1)", KeyType.INTEGER, "-128", "0", "1", "127"),
                sample("k_medium", "MEDIUMINT", KeyType.INTEGER, "-8388608", "0", "8388607"),
                sample(
                        "k_unsigned",
                        "BIGINT UNSIGNED",
                        KeyType.INTEGER,
                        "0",
                        "9223372036854775807",
                        "9223372036854775808",
                        "18446744073709551614",
                        "18446744073709551615"),
                sample("k_year", "YEAR", KeyType.INTEGER, "0", "1901", "1999", "2000", "2155"),
                sample(
                        "k_decimal",
                        "DECIMAL(40,10)",
                        KeyType.DECIMAL,
                        "-123456789012345678901234567890.0123456789",
                        "-0.0000000001",
                        "0",
                        "0.1",
                        "123456789012345678901234567890.0123456789"),
                sample(
                        "k_double",
                        "DOUBLE",
                        KeyType.FLOAT,
                        "-1.5E300",
                        "0",
                        "0.1",
                        "1E-300",
                        "2.5"),
                sample("k_float", "FLOAT", KeyType.FLOAT, "-3.4E38", "0", "0.1", "0.2", "16777216"),
                sample(
                        "k_money",
                        "FLOAT(9,3)",
                        KeyType.FLOAT,
                        "-1.1",
                        "0.1",
                        "1234.567",
                        "1234.568"),
                sample(
                        "k_date",
                        "DATE",
                        KeyType.DATE,
                        "'0000-00-00'",
                        "'0001-01-01'",
                        "'2024-02-29'",
                        "'2024-06-00'",
                        "'2024-06-01'",
                        "'9999-12-31'"),
                sample(
                        "k_datetime",
                        "DATETIME(6)",
                        KeyType.TIMESTAMP,
                        "'0000-00-00'",
                        "'1969-12-31 23:59:59.999999'",
                        "'2024-06-00 05:00:00'",
                        "'2024-06-01 10:00:00.123456'",
                        "'2024-06-01 10:00:00.123457'",
                        "'9999-12-31 23:59:59.999999'"),
                sample(
                        "k_seconds",
                        "DATETIME",
                        KeyType.TIMESTAMP,
                        "'2024-06-01 10:00:00'",
                        "'2024-06-01 10:00:01'",
                        "'2024-06-01 10:00:02'"),
                sample(
                        "k_timestamp",
                        "TIMESTAMP(6) NULL",
                        KeyType.INSTANT,
                        "'0000-00-00'",
                        "'1970-01-01 00:00:01'",
                        "'1970-01-01 00:00:01.000001'",
                        "'2024-03-31 01:00:00.5'",
                        "'2038-01-19 03:14:07.999999'"),
                sample(
                        "k_text",
                        "VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
                        KeyType.TEXT,
                        "''",
                        "'a'",
                        "'a '",
                        "'A'",
                        "'á'",
                        "'b'",
                        "'ß'",
                        "'ss'",
                        "'z\\'; DROP TABLE x; --'",
                        "_utf8mb4 X'F09F9880'"),
                sample(
                        "k_char",
                        "CHAR(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci",
                        KeyType.TEXT,
                        "''",
                        "'Ab'",
                        "'aB'",
                        "'ä'",
                        "'z'"),
                sample(
                        "k_bin",
                        "VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
                        KeyType.TEXT,
                        "'A'",
                        "'B'",
                        "'a'",
                        "'a '",
                        "'ü'"),
                sample(
                        "k_bytes",
                        "VARBINARY(20)",
                        KeyType.BINARY,
                        "X''",
                        "X'00'",
                        "X'0000'",
                        "X'27'",
                        "X'FF'"),
                sample(
                        "k_uuid",
                        "BINARY(4)",
                        KeyType.BINARY,
                        "X'00000000'",
                        "X'0A'",
                        "X'FFFFFFFF'"));
    }

    int ROWS = 150;

    /// Tables `t_index`, `t_range`, `t_pages` and `t_heap`, with the same rows, and a column
    /// for each type: the first has indexes over all of them, the second a number as its key,
    /// the third a text and a number, the last one none.
    static void fill(LiveSource live) {
        List<String> statements = new ArrayList<>();
        statements.add("SET SESSION sql_mode = '', time_zone = '+00:00'");
        statements.add("SET NAMES utf8mb4");
        statements.add("DROP TABLE IF EXISTS t_index, t_range, t_pages, t_heap");
        List<String> columns = samples().map(each -> each.name() + " " + each.type()).toList();
        List<String> indexes = samples().map(each -> "KEY (" + each.name() + ")").toList();
        String all = String.join(", ", columns);
        statements.add(
                "CREATE TABLE t_index (id INT PRIMARY KEY, "
                        + all
                        + ", "
                        + String.join(", ", indexes)
                        + ")");
        Random random = new Random(7);
        for (int id = 1; id <= ROWS; id++) {
            List<String> values = new ArrayList<>(List.of(Integer.toString(id)));
            samples()
                    .map(each -> each.values())
                    .forEach(
                            each -> {
                                int choice = random.nextInt(each.size() + 1);
                                values.add(choice == each.size() ? "NULL" : each.get(choice));
                            });
            statements.add("INSERT INTO t_index VALUES (" + String.join(", ", values) + ")");
        }
        statements.add("CREATE TABLE t_range (id INT PRIMARY KEY, " + all + ")");
        statements.add(
                "CREATE TABLE t_pages (id INT, part VARCHAR(9) CHARACTER SET latin1, "
                        + all
                        + ", PRIMARY KEY (part, id))");
        statements.add("CREATE TABLE t_heap (id INT, " + all + ")");
        String names = String.join(", ", samples().map(Sample::name).toList());
        for (String each : List.of("t_range", "t_heap")) {
            statements.add("INSERT INTO " + each + " SELECT id, " + names + " FROM t_index");
        }
        statements.add(
                "INSERT INTO t_pages SELECT id, CONCAT('p', id % 4), " + names + " FROM t_index");
        live.server().execute(statements.toArray(String[]::new));
    }

    private SliceReads reads() {
        return new SliceReads(live());
    }

    @ParameterizedTest
    @MethodSource("samples")
    default void byAnIndex(Sample sample) {
        assertSlices(sample, SliceReads.table("t_index"), "pages of %s's index".formatted(sample));
    }

    @ParameterizedTest
    @MethodSource("samples")
    default void byRangesOfANumber(Sample sample) {
        assertSlices(sample, SliceReads.table("t_range"), "key ranges by id where " + sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    default void byPagesOfAKeyOfTwoColumns(Sample sample) {
        assertSlices(sample, SliceReads.table("t_pages"), "key pages by part, id where " + sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    default void withoutAKey(Sample sample) {
        assertSlices(sample, SliceReads.table("t_heap"), "stream, one statement where " + sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    default void ofAQuery(Sample sample) {
        assertSlices(
                sample,
                SliceReads.query("SELECT * FROM t_index -- all of it"),
                "stream, one statement where " + sample);
    }

    private void assertSlices(Sample sample, ReadRequest request, String path) {
        List<String> ids =
                reads().strings(
                                "SELECT MIN(id) FROM t_index WHERE COALESCE(%1$s) IS NOT NULL GROUP BY %1$s"
                                        .formatted(sample.name()));
        List<Cut> cuts = cuts(sample.name(), ids);
        List<Slice.Between> slices = slices(sample, cuts);
        try (SourceSession session = live().open()) {
            ReadPlan plan = session.describe(request);
            for (int i = 0; i < cuts.size(); i++) {
                PreparedRead read = session.read(plan, slices.get(i), LiveSource.OPEN);
                assertThat(SliceReads.ids(read, plan))
                        .as("%s: %s, %s", sample, cuts.get(i), slices.get(i))
                        .isEqualTo(reads().wanted("t_index", cuts.get(i).condition("t_index")));
                assertThat(read.path())
                        .matches(
                                each ->
                                        each.startsWith(path)
                                                || each.startsWith("nothing to read"));
            }
            Slice none = new Slice.WithoutKey(Key.of(sample.name()));
            assertThat(SliceReads.ids(session, plan, none))
                    .isEqualTo(reads().wanted("t_index", "COALESCE(" + sample.name() + ") IS NULL"))
                    .isNotEmpty();
        }
    }

    private List<Slice.Between> slices(Sample sample, List<Cut> cuts) {
        try (SourceSession session = live().open()) {
            return cuts.stream()
                    .map(each -> each.slice(reads(), session, "t_index"))
                    .peek(each -> each.lower().ifPresent(edge -> assertType(edge, sample)))
                    .toList();
        }
    }

    private static void assertType(Edge edge, Sample sample) {
        assertThat(edge.value().type()).isEqualTo(sample.key());
    }

    /// All ends alone, and some pairs of them.
    private static List<Cut> cuts(String column, List<String> ids) {
        List<Cut> cuts = new ArrayList<>(List.of(new Cut(column, null, null)));
        for (Edge.Side side : Edge.Side.values()) {
            for (String each : ids) {
                cuts.add(new Cut(column, new Cut.End(each, side), null));
                cuts.add(new Cut(column, null, new Cut.End(each, side)));
            }
        }
        Random random = new Random(column.hashCode());
        for (int i = 0; i < 6; i++) {
            cuts.add(new Cut(column, end(ids, random), end(ids, random)));
        }
        return cuts;
    }

    private static Cut.End end(List<String> ids, Random random) {
        Edge.Side side = random.nextBoolean() ? Edge.Side.INCLUDED : Edge.Side.EXCLUDED;
        return new Cut.End(ids.get(random.nextInt(ids.size())), side);
    }
}
