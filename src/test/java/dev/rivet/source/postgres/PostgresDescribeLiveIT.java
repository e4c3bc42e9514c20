package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.PostgresServer;
import org.junit.jupiter.api.Test;

class PostgresDescribeLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();
    private static final Reading READING = new Reading(SERVER.source());

    private static RivetException failure(ReadRequest request) {
        try (SourceSession session = READING.open()) {
            return catchThrowableOfType(RivetException.class, () -> session.describe(request));
        }
    }

    @Test
    void missingTableNamesTheOneThatWasMeant() {
        SERVER.execute(
                "CREATE SCHEMA IF NOT EXISTS shop",
                "GRANT USAGE ON SCHEMA shop TO rivet",
                "DROP TABLE IF EXISTS shop.parcels, customers",
                "CREATE TABLE shop.parcels (id int)",
                "CREATE TABLE customers (id int)");

        assertMissing("custmers", "customers");
        assertMissing("Customers", "customers");
        assertMissing("parcels", "shop.parcels");
        assertMissing("shop.parcel", "shop.parcels");
        assertMissing("nowhere.customers", "public.customers");
    }

    private static void assertMissing(String table, String meant) {
        RivetException failure = failure(READING.table(table));
        assertThat(failure.diagnostic().code()).isEqualTo(Code.SOURCE_TABLE_NOT_FOUND);
        assertThat(failure.getMessage()).contains('"' + table + '"', "Did you mean " + meant);
    }

    @Test
    void wrongQueriesAreRefusedWithTheServersWords() {
        assertThat(failure(READING.query("SELECT nam FROM pg_class")).diagnostic().code())
                .isEqualTo(Code.SOURCE_COLUMN_NOT_FOUND);
        assertThat(failure(READING.query("SELECT 1 AS a FROM nosuch")).diagnostic().code())
                .isEqualTo(Code.SOURCE_TABLE_NOT_FOUND);
        assertThat(failure(READING.query("SELECT 1 FORM x")).getMessage())
                .contains("syntax error", "at character 15");
        assertThat(failure(READING.query("SELECT 1 AS a; SELECT 2 AS b")).getMessage())
                .contains("multiple commands");
        assertThat(failure(READING.query("SELECT $1::int AS a")).getMessage())
                .contains("placeholders");
        assertThat(failure(READING.query("SELECT 1 AS a, 2 AS a")).diagnostic().code())
                .isEqualTo(Code.SOURCE_QUERY_COLUMN_UNREFERENCEABLE);
        assertThat(failure(READING.query("SET work_mem = 1000")).getMessage())
                .contains("no columns");
    }

    @Test
    void nothingCanBeWritten() {
        SERVER.execute("DROP TABLE IF EXISTS target", "CREATE TABLE target (id int)");
        SERVER.execute("GRANT ALL ON target TO rivet");

        RivetException failure =
                catchThrowableOfType(
                        RivetException.class,
                        () -> READING.all("INSERT INTO target VALUES (1) RETURNING id"));

        assertThat(failure.getMessage()).contains("read-only");
        assertThat(SERVER.ask("SELECT count(*) FROM target")).isEqualTo("0");
    }

    @Test
    void missingGrantIsFoundBeforeAnythingIsRead() {
        SERVER.execute(
                "DROP TABLE IF EXISTS secret",
                "CREATE TABLE secret (id int)",
                "REVOKE ALL ON secret FROM rivet");
        try (SourceSession session = READING.open()) {
            assertThatThrownBy(() -> session.describe(READING.table("secret")))
                    .isInstanceOfSatisfying(
                            RivetException.class,
                            failure ->
                                    assertThat(failure.diagnostic().action())
                                            .contains("GRANT SELECT"));
        }
    }

    @Test
    void estimatesComeFromTheCatalogOrThePlanner() {
        SERVER.execute(
                "DROP TABLE IF EXISTS counted, uncounted, parted",
                "CREATE TABLE counted AS SELECT n FROM generate_series(1, 1000) n",
                "ANALYZE counted",
                "CREATE TABLE uncounted (n int)",
                "CREATE TABLE parted (n int) PARTITION BY RANGE (n)",
                "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (500)",
                "CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (500) TO (1000)",
                "INSERT INTO parted SELECT n FROM generate_series(0, 999) n",
                "ANALYZE parted");
        try (SourceSession session = READING.open()) {
            assertThat(session.describe(READING.table("counted")).estimatedRows()).hasValue(1_000);
            assertThat(session.describe(READING.table("public.parted")).estimatedRows())
                    .hasValue(1_000);
            assertThat(session.describe(READING.table("uncounted")).estimatedRows()).hasValue(0);
            ReadRequest filtered = READING.query("SELECT n FROM counted WHERE n <= 100");
            assertThat(session.describe(filtered).estimatedRows().orElseThrow())
                    .isBetween(80L, 120L);
        }
    }
}
