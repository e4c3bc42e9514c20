package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Tunings;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.source.postgres.read.Bits;
import dev.rivet.source.postgres.type.Identifiers;
import dev.rivet.testing.PostgresServer;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Page ranges and portals against [ValueByValue]: the same rows, bit for bit.
class PostgresDifferentialLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();
    private static final int ROWS = 2_000;

    private static Reading reading(int batchRows, long batchBytes, int parallel) {
        return new Reading(SERVER.source())
                .tuned(
                        Tunings.of(
                                "test",
                                batchRows,
                                batchBytes,
                                Duration.ZERO,
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(5),
                                64L << 20,
                                parallel));
    }

    /// Reads the table in all ways; returns its rows.
    private static List<ByteBuffer> compare(
            String table, Map<String, LogicalType> overrides, int batchRows, long batchBytes) {
        String sql = "SELECT * FROM " + Identifiers.quote(table) + " ORDER BY ctid";
        Reading one = reading(batchRows, batchBytes, 1).overriding(overrides);
        List<ByteBuffer> expected =
                Bits.rows(List.of(ValueByValue.read(SERVER.source(), one, sql)));

        Reading.Result portal = one.all(one.query(sql));
        assertThat(portal.path()).isEqualTo(Reading.PORTAL);
        assertBounded(portal.batches(), batchRows);
        Bits.assertSame(Bits.rows(portal.batches()), expected);

        Reading.Result ordered = one.all(one.table(table));
        assertThat(ordered.path()).isEqualTo(Reading.PAGES);
        assertThat(ordered.read().streams()).hasSize(1);
        assertThat(ordered.schema()).isEqualTo(portal.schema());
        assertBounded(ordered.batches(), batchRows);
        Bits.assertSame(Bits.rows(ordered.batches()), expected);

        Reading three = reading(batchRows, batchBytes, 3).overriding(overrides);
        Reading.Result shared = three.all(three.table(table));
        assertThat(shared.read().remarks()).isEmpty();
        assertBounded(shared.batches(), batchRows);
        Bits.assertSame(sorted(Bits.rows(shared.batches())), sorted(expected));
        return expected;
    }

    private static void assertBounded(List<RowBatch> batches, int rows) {
        assertThat(batches).allMatch(batch -> batch.rows() > 0 && batch.rows() <= rows);
    }

    private static List<ByteBuffer> sorted(List<ByteBuffer> rows) {
        List<ByteBuffer> sorted = new ArrayList<>(rows);
        sorted.sort(null);
        return sorted;
    }

    private static int streams(String table) {
        Reading three = reading(1_000, 1 << 20, 3);
        return three.all(three.table(table)).read().streams().size();
    }

    @Test
    void everyTypeIsTheSame() throws SQLException {
        long seed = System.nanoTime();
        System.out.println("random values of seed " + seed);
        RandomColumns columns = new RandomColumns(new Random(seed));
        SERVER.execute("DROP TABLE IF EXISTS everything");
        SERVER.execute(RandomColumns.NEEDED);
        SERVER.execute("CREATE TABLE everything (" + columns.definitions() + ")");
        try (var connection = SERVER.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int row = 0; row < ROWS; row += 20) {
                StringBuilder insert = new StringBuilder("INSERT INTO everything VALUES ");
                for (int i = 0; i < 20; i++) {
                    insert.append(i == 0 ? "" : ",").append(columns.row(row + i));
                }
                statement.execute(insert.toString());
            }
            connection.commit();
        }

        assertThat(compare("everything", columns.overrides(), 333, 8L << 20)).hasSize(ROWS);
        Reading three = reading(1_000, 1 << 20, 3).overriding(columns.overrides());
        assertThat(three.all(three.table("everything")).read().streams()).hasSizeGreaterThan(1);
        assertThat(compare("everything", columns.overrides(), 10_000, 100_000)).hasSize(ROWS);
    }

    @Test
    void narrowRowsOfSeveralRangesAreTheSame() {
        SERVER.execute(
                "DROP TABLE IF EXISTS narrow",
                "CREATE TABLE narrow AS SELECT n, n::int % 97 AS small, random() AS r,"
                        + " CASE WHEN n % 3 > 0 THEN timestamp '2020-01-01' + n * interval '1 s' END"
                        + " AS at FROM generate_series(1::bigint, 400000) n");

        assertThat(compare("narrow", Map.of(), 10_000, 4 << 20)).hasSize(400_000);
        assertThat(streams("narrow")).isEqualTo(3);
    }

    @Test
    void valuesOutsideOfTheirPagesAreTheSame() {
        SERVER.execute(
                "DROP TABLE IF EXISTS toasted",
                "CREATE TABLE toasted (id int, small text, large text, packed text)",
                "INSERT INTO toasted SELECT n, 'x' || n, (SELECT string_agg(md5(n::text || i), '')"
                        + " FROM generate_series(1, n % 400) i), repeat(n::text, n * 7 % 20000)"
                        + " FROM generate_series(1, 3000) n");

        assertThat(compare("toasted", Map.of(), 500, 2 << 20)).hasSize(3_000);
        assertThat(streams("toasted")).isEqualTo(3);
    }

    @Test
    void rowsLongerThanAnyBufferAreTheSame() {
        SERVER.execute(
                "DROP TABLE IF EXISTS enormous",
                "CREATE TABLE enormous (id int, t text, b bytea)",
                "INSERT INTO enormous SELECT n, repeat('é€' || n, CASE WHEN n % 3 = 0 THEN 1000000"
                        + " ELSE n END), decode(repeat('00ff', CASE WHEN n % 4 = 0 THEN 2500000"
                        + " ELSE 0 END), 'hex') FROM generate_series(1, 24) n");

        assertThat(compare("enormous", Map.of(), 1_000, 1 << 20)).hasSize(24);
        assertThat(compare("enormous", Map.of(), 1_000, 16 << 20)).hasSize(24);
    }

    @Test
    void emptyTablesAndSingleRowsAreTheSame() {
        SERVER.execute(
                "DROP TABLE IF EXISTS nobody, single, emptied",
                "CREATE TABLE nobody (a int, b text)",
                "CREATE TABLE single AS SELECT 1 AS a, NULL::text AS b",
                "CREATE TABLE emptied AS SELECT n, repeat('x', 500) AS t"
                        + " FROM generate_series(1, 50000) n",
                "DELETE FROM emptied WHERE n <> 40000");

        assertThat(compare("nobody", Map.of(), 100, 1 << 20)).isEmpty();
        assertThat(compare("single", Map.of(), 100, 1 << 20)).hasSize(1);
        assertThat(compare("emptied", Map.of(), 100, 1 << 20)).hasSize(1);
        assertThat(streams("emptied")).isEqualTo(3);
    }

    @Test
    void columnsThatWereDroppedOrAddedAreTheSame() {
        SERVER.execute(
                "DROP TABLE IF EXISTS changed",
                "CREATE TABLE changed (a int, b text, c int)",
                "INSERT INTO changed SELECT n, 'b', n FROM generate_series(1, 1000) n",
                "ALTER TABLE changed DROP COLUMN b",
                "ALTER TABLE changed ADD COLUMN d int DEFAULT 7",
                "ALTER TABLE changed ADD COLUMN e text",
                "ALTER TABLE changed ALTER COLUMN c TYPE bigint",
                "INSERT INTO changed SELECT n, n, n, 'e' FROM generate_series(1, 1000) n",
                "DELETE FROM changed WHERE a % 7 = 0",
                "UPDATE changed SET d = 9 WHERE a % 5 = 0");

        assertThat(compare("changed", Map.of(), 100, 1 << 20)).hasSize(1_716);
    }

    @Test
    void generatedColumnsAndOddNamesAreTheSame() {
        SERVER.execute(
                "DROP TABLE IF EXISTS \"odd \"\"%s\"\" table\"",
                "CREATE TABLE \"odd \"\"%s\"\" table\" (\"select\" int, \"a b\" int, \"c\"\"d\" text,"
                        + " \"é %d\" int GENERATED ALWAYS AS (\"select\" * 2) STORED,"
                        + " virtual int GENERATED ALWAYS AS (\"a b\" + 1) VIRTUAL,"
                        + " id bigint GENERATED ALWAYS AS IDENTITY, \"ctid2\" int, \"\\\" inet)",
                "INSERT INTO \"odd \"\"%s\"\" table\" (\"select\", \"a b\", \"c\"\"d\", \"\\\")"
                        + " SELECT n, -n, n::text, '10.0.0.1' FROM generate_series(1, 500) n");

        Map<String, LogicalType> overrides = Map.of("\\", new LogicalType.Text());
        assertThat(compare("odd \"%s\" table", overrides, 100, 1 << 20)).hasSize(500);
    }

    @Test
    void tableOfAThousandColumnsIsTheSame() {
        String columns =
                IntStream.range(0, 500)
                        .mapToObj(i -> String.format(Locale.ROOT, "a%d int, b%d text", i, i))
                        .collect(Collectors.joining(", "));
        String values =
                IntStream.range(0, 500)
                        .mapToObj(
                                i ->
                                        String.format(
                                                Locale.ROOT,
                                                "n * %d, CASE WHEN n %% %d = 0 THEN 'x' END",
                                                i,
                                                i + 1))
                        .collect(Collectors.joining(", "));
        SERVER.execute(
                "DROP TABLE IF EXISTS widest",
                "CREATE TABLE widest (" + columns + ")",
                "INSERT INTO widest SELECT " + values + " FROM generate_series(1, 3000) n");

        assertThat(compare("widest", Map.of(), 1_000, 4 << 20)).hasSize(3_000);
    }

    @Test
    void textOfAnotherEncodingIsTheSame() throws SQLException {
        SERVER.execute(
                "DROP DATABASE IF EXISTS latin",
                "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C'"
                        + " LC_CTYPE 'C'");
        try (var connection = SERVER.connect("latin");
                var statement = connection.createStatement()) {
            statement.execute("CREATE TYPE tone AS ENUM ('é')");
            statement.execute(
                    "CREATE TABLE words AS SELECT 'é'::tone AS e, 'ü' || n AS t, '{\"ß\": 1}'::json"
                            + " AS j, '{\"ß\": 1}'::jsonb AS b, ARRAY['ä'] AS a, '<é/>'::xml AS x,"
                            + " 'Å'::char(3) AS c FROM generate_series(1, 300) n");
            statement.execute("GRANT SELECT ON words TO PUBLIC");
        }
        Reading reading =
                new Reading(SERVER.source("latin")).overriding("x", new LogicalType.Text());

        Reading.Result words = reading.all(reading.table("words"));

        assertThat(words.path()).isEqualTo(Reading.PAGES);
        assertThat(words.rows().getFirst())
                .containsExactly(
                        "é", "ü1", "{\"ß\": 1}", "{\"ß\": 1}", List.of("ä"), "<é/>", "Å  ");
        Bits.assertSame(
                Bits.rows(words.batches()),
                Bits.rows(reading.all("SELECT * FROM words ORDER BY ctid").batches()));
    }
}
