package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.plan.HighWater.Access;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeySurvey;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.source.SourceSession;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a server knows of a key's values.
interface SurveysContract {
    int ROWS = 20_000;

    LiveSource live();

    static void fill(LiveSource live) {
        live.server()
                .execute(
                        "SET SESSION sql_mode = ''",
                        "DROP TABLE IF EXISTS v_numbers, v_keys, v_empty, v_one, v_null, v_plain",
                        "CREATE TABLE v_numbers (n INT PRIMARY KEY)",
                        "INSERT INTO v_numbers WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT"
                                + " n + 1 FROM s WHERE n < 1000) SELECT n FROM s",
                        "CREATE TABLE v_keys (id BIGINT UNSIGNED PRIMARY KEY, gaps BIGINT, skew INT,"
                                + " money DECIMAL(30,4), d DATE, at DATETIME(6), word VARCHAR(40)"
                                + " COLLATE utf8mb4_unicode_ci, uid CHAR(36) COLLATE utf8mb4_bin,"
                                + " bytes BINARY(16), size DOUBLE, KEY (gaps), KEY (skew),"
                                + " KEY (money), KEY (d), KEY (at), KEY (word), KEY (uid),"
                                + " KEY (bytes), KEY (size))",
                        "INSERT INTO v_keys SELECT 18446744073709551615 - n,"
                                + " n + (n DIV 5000 - 2) * 1152921504606846976,"
                                + " IF(n % 10 = 0, n, 7), n * n / 7, '2020-01-01' + INTERVAL n DIV 10"
                                + " DAY, '2020-01-01' + INTERVAL n * n MICROSECOND,"
                                + " CONCAT('word', MD5(n)), CONCAT(LEFT(MD5(n), 8), '-x'),"
                                + " UNHEX(MD5(n)), IF(n % 2, 1, -1) * POW(10, n % 300)"
                                + " FROM (SELECT a.n + (b.n - 1) * 1000 AS n FROM v_numbers a,"
                                + " v_numbers b WHERE b.n <= 20) AS numbers",
                        "CREATE TABLE v_empty (id INT PRIMARY KEY)",
                        "CREATE TABLE v_one (id INT PRIMARY KEY)",
                        "INSERT INTO v_one VALUES (-7)",
                        "CREATE TABLE v_null (id INT PRIMARY KEY, k INT, KEY (k))",
                        "INSERT INTO v_null SELECT n, NULL FROM v_numbers",
                        "CREATE TABLE v_plain (id INT PRIMARY KEY, k DATETIME)",
                        "INSERT INTO v_plain SELECT n, IF(n <= 500, '2001-01-01' + INTERVAL n SECOND,"
                                + " '2020-01-01' + INTERVAL n DAY) FROM v_numbers",
                        "ANALYZE TABLE v_keys, v_empty, v_one, v_null, v_plain");
    }

    private KeySurvey survey(String table, String column) {
        try (SourceSession session = live().open()) {
            return session.survey(SliceReads.table(table), Key.of(column));
        }
    }

    private SliceReads reads() {
        return new SliceReads(live());
    }

    private static String value(KeyValue value) {
        return value.type() == KeyType.BINARY
                ? "X'" + value.text() + "'"
                : value.type() == KeyType.TEXT || value.type().isTemporal()
                        ? "'" + value.text() + "'"
                        : value.text();
    }

    /// Wherever the keys are, the samples cut the rows into pieces none of which is much too
    /// large.
    @ParameterizedTest
    @ValueSource(strings = {"id", "gaps", "money", "d", "at", "word", "uid", "bytes", "size"})
    default void samplesCutTheRowsEvenly(String column) {
        KeySurvey found = survey("v_keys", column);
        assertThat(found.traits().access()).isEqualTo(Access.INDEX);
        assertThat(found.traits().unique()).isEqualTo(column.equals("id"));
        assertThat(found.traits().hasNulls()).isFalse();
        assertThat(found.estimatedRows().orElseThrow()).isBetween(ROWS / 2L, ROWS * 2L);
        assertThat(found.averageRowBytes().orElseThrow()).isBetween(100L, 600L);
        List<Long> shares = shares(column, found);
        assertThat(found.samples()).hasSizeBetween(10, 128);
        assertThat(shares).as("%s: %s", column, shares).allMatch(each -> each > 0);
        assertThat(shares).as("%s: %s", column, shares).allMatch(each -> each < ROWS / 8);
    }

    /// How many rows lie between the samples, from the lowest key to the highest.
    private List<Long> shares(String column, KeySurvey found) {
        List<String> counts = new ArrayList<>();
        String from = column + " >= " + value(found.first().orElseThrow());
        for (KeyValue each : found.samples()) {
            counts.add("COUNT(IF(" + from + " AND " + column + " < " + value(each) + ", 1, NULL))");
            from = column + " >= " + value(each);
        }
        counts.add(
                "COUNT(IF("
                        + from
                        + " AND "
                        + column
                        + " <= "
                        + value(found.last().orElseThrow())
                        + ", 1, NULL))");
        String shares =
                reads().strings(
                                counts.stream()
                                        .collect(
                                                Collectors.joining(
                                                        ", ",
                                                        "SELECT CONCAT_WS(',', ",
                                                        ") FROM v_keys")))
                        .getFirst();
        List<Long> found2 = List.of(shares.split(",")).stream().map(Long::valueOf).toList();
        assertThat(found2.stream().mapToLong(each -> each).sum()).isEqualTo(ROWS);
        return found2;
    }

    @Test
    default void aKeyThatMostRowsHaveIsAPieceOfItsOwn() {
        KeySurvey found = survey("v_keys", "skew");
        List<Long> shares = shares("skew", found);
        assertThat(shares.stream().filter(each -> each > ROWS / 8)).hasSize(1);
    }

    @Test
    default void endsAndGapsAreTold() {
        KeySurvey found = survey("v_keys", "gaps");
        assertThat(found.first()).contains(integer(1 - 2 * 1152921504606846976L));
        assertThat(found.last()).contains(integer(20000 + 2 * 1152921504606846976L));
        KeySurvey unsigned = survey("v_keys", "id");
        assertThat(unsigned.last()).contains(new KeyValue(KeyType.INTEGER, "18446744073709551614"));
    }

    private static KeyValue integer(long value) {
        return new KeyValue(KeyType.INTEGER, Long.toString(value));
    }

    @Test
    default void anEmptyTableHasNoKey() {
        KeySurvey found = survey("v_empty", "id");
        assertThat(found.first()).isEmpty();
        assertThat(found.last()).isEmpty();
        assertThat(found.samples()).isEmpty();
        assertThat(found.traits()).isEqualTo(new KeySurvey.Traits(Access.INDEX, true, false));
    }

    @Test
    default void oneRowIsBothEnds() {
        KeySurvey found = survey("v_one", "id");
        assertThat(found.first()).contains(integer(-7)).isEqualTo(found.last());
        assertThat(found.samples()).isEmpty();
    }

    @Test
    default void withoutAnyKeyThereAreNoEnds() {
        KeySurvey found = survey("v_null", "k");
        assertThat(found.first()).isEmpty();
        assertThat(found.samples()).isEmpty();
        assertThat(found.traits()).isEqualTo(new KeySurvey.Traits(Access.INDEX, false, true));
    }

    @Test
    default void withoutAnIndexThereAreTheEnds() {
        KeySurvey found = survey("v_plain", "k");
        assertThat(found.traits().access()).isEqualTo(Access.SCAN);
        assertThat(found.first().orElseThrow().text()).isEqualTo("2001-01-01T00:00:01.000000");
    }

    /// Unless somebody had the server make a histogram.
    default void assertAHistogramIsUsed() {
        KeySurvey found = survey("v_plain", "k");
        assertThat(found.samples()).hasSizeGreaterThan(10);
        KeyValue last = found.first().orElseThrow();
        for (KeyValue each : found.samples()) {
            assertThat(last.compare(each)).hasValue(-1);
            last = each;
        }
        assertThat(last.compare(found.last().orElseThrow())).hasValue(-1);
        assertThat(found.samples().stream().filter(each -> each.text().startsWith("2001")).count())
                .isBetween(found.samples().size() / 4L, found.samples().size() * 3L / 4);
    }
}
