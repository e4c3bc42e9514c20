package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.row.LogicalType;
import dev.rivet.testing.PostgresServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which way a selection is read, and that it brings the same rows either way.
class PostgresPathsLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();
    private static final Reading READING = new Reading(SERVER.source());

    private static void assertRead(String table, String path, Object... values) {
        Reading.Result result = READING.all(READING.table(table));

        assertThat(result.path()).as(table).isEqualTo(path);
        assertThat(result.rows().stream().map(List::getFirst))
                .as(table)
                .containsExactlyInAnyOrder(values);
        assertThat(result.read().remarks()).isEmpty();
    }

    @Test
    void tablesAndMaterializedViewsAreReadByPages() {
        SERVER.execute(
                "DROP TABLE IF EXISTS plain CASCADE",
                "CREATE TABLE plain AS SELECT n FROM generate_series(1, 3) n",
                "CREATE MATERIALIZED VIEW kept AS SELECT n * 10 AS n FROM plain",
                "DROP SCHEMA IF EXISTS \"Odd Schema\" CASCADE",
                "CREATE SCHEMA \"Odd Schema\"",
                "GRANT USAGE ON SCHEMA \"Odd Schema\" TO PUBLIC",
                "CREATE TABLE \"Odd Schema\".\"a \"\"b\"\" 'c' %s\" AS SELECT 7 AS n",
                "GRANT SELECT ON \"Odd Schema\".\"a \"\"b\"\" 'c' %s\" TO PUBLIC",
                "DROP TABLE IF EXISTS unlogged",
                "CREATE UNLOGGED TABLE unlogged AS SELECT 8 AS n");

        assertRead("plain", Reading.PAGES, 1, 2, 3);
        assertRead("public.plain", Reading.PAGES, 1, 2, 3);
        assertRead("kept", Reading.PAGES, 10, 20, 30);
        assertRead("Odd Schema.a \"b\" 'c' %s", Reading.PAGES, 7);
        assertRead("unlogged", Reading.PAGES, 8);
    }

    @Test
    void viewsAndQueriesAreReadThroughAPortal() {
        SERVER.execute(
                "DROP TABLE IF EXISTS viewed CASCADE",
                "CREATE TABLE viewed AS SELECT n FROM generate_series(1, 3) n",
                "CREATE VIEW some_of_viewed AS SELECT n FROM viewed WHERE n > 1");

        assertRead("some_of_viewed", Reading.PORTAL, 2, 3);
        assertThat(READING.all("SELECT n FROM viewed").path()).isEqualTo(Reading.PORTAL);
    }

    @Test
    void partitionedTablesAreReadThroughAPortalAndTheirPartitionsByPages() {
        SERVER.execute(
                "DROP TABLE IF EXISTS parted",
                "CREATE TABLE parted (n int) PARTITION BY RANGE (n)",
                "CREATE TABLE parted_low PARTITION OF parted FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE parted_high PARTITION OF parted FOR VALUES FROM (10) TO (20)",
                "INSERT INTO parted VALUES (1), (11)");

        assertRead("parted", Reading.PORTAL, 1, 11);
        assertRead("parted_high", Reading.PAGES, 11);
    }

    @Test
    void tablesWithHeirsAreReadThroughAPortal() {
        SERVER.execute(
                "DROP TABLE IF EXISTS ancestor CASCADE",
                "CREATE TABLE ancestor (n int)",
                "CREATE TABLE heir (m int) INHERITS (ancestor)",
                "INSERT INTO ancestor VALUES (1)",
                "INSERT INTO heir VALUES (2, 3)");

        assertRead("ancestor", Reading.PORTAL, 1, 2);
        assertRead("heir", Reading.PAGES, 2);
        SERVER.execute("DROP TABLE heir");
        assertRead("ancestor", Reading.PAGES, 1);
    }

    @Test
    void foreignTablesAreReadThroughAPortal() {
        SERVER.execute(
                "CREATE EXTENSION IF NOT EXISTS file_fdw",
                "DROP SERVER IF EXISTS programs CASCADE",
                "CREATE SERVER programs FOREIGN DATA WRAPPER file_fdw",
                "CREATE FOREIGN TABLE far_away (n int) SERVER programs OPTIONS (program 'echo 7')");

        assertRead("far_away", Reading.PORTAL, 7);
    }

    @Test
    void rowLevelSecurityHoldsOnBothPaths() {
        SERVER.execute(
                "DROP TABLE IF EXISTS guarded CASCADE",
                "CREATE TABLE guarded AS SELECT n FROM generate_series(1, 100) n",
                "ALTER TABLE guarded ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY few ON guarded FOR SELECT USING (n % 40 = 0)");

        assertRead("guarded", Reading.PAGES, 40, 80);
        assertThat(READING.all("SELECT n FROM guarded").rows())
                .containsExactly(List.of(40), List.of(80));
    }

    @Test
    void columnsThatTheUserMayNotReadAreTheServersRefusalOnBothPaths() {
        SERVER.execute(
                "DROP TABLE IF EXISTS partly",
                "CREATE TABLE partly (open int, closed int)",
                "REVOKE ALL ON partly FROM PUBLIC, " + SERVER.source().endpoint().user(),
                "GRANT SELECT (open) ON partly TO " + SERVER.source().endpoint().user());

        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> READING.all(READING.table("partly")))
                .hasMessageContaining("may not read");
        assertThat(READING.all("SELECT open FROM partly").rows()).isEmpty();
    }

    @Test
    void typesOfSchemasThatTheUserMayNotUseAreReadByPages() {
        SERVER.execute(
                "DROP SCHEMA IF EXISTS hidden CASCADE",
                "CREATE SCHEMA hidden",
                "CREATE DOMAIN hidden.word AS text",
                "CREATE TYPE hidden.mood AS ENUM ('good')",
                "DROP EXTENSION IF EXISTS seg",
                "CREATE EXTENSION seg SCHEMA hidden",
                "DROP TABLE IF EXISTS of_hidden, of_hidden_too",
                "CREATE TABLE of_hidden AS SELECT '1..2'::hidden.seg AS s",
                "CREATE TABLE of_hidden_too AS SELECT 'good'::hidden.mood AS m,"
                        + " 'w'::hidden.word AS w");
        Reading text = READING.overriding("s", new LogicalType.Text());

        Reading.Result result = text.all(text.table("of_hidden"));

        assertThat(result.path()).isEqualTo(Reading.PAGES);
        assertThat(result.value()).isEqualTo("1 .. 2");
        assertRead("of_hidden_too", Reading.PAGES, "good");
    }
}
