package dev.rivet.source.postgres;

import static dev.rivet.source.postgres.Squeezed.ROWS;
import static dev.rivet.source.postgres.Squeezed.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Tunings;
import dev.rivet.testing.PostgresServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a read leaves behind on a server: in its statistics of statements, and in its cache, which
/// is a quarter of the table that is read.
class PostgresHarmLiveIT {
    private static final PostgresServer SERVER =
            PostgresServer.startOwn(
                    Map.of(
                            "shared_preload_libraries", "pg_stat_statements",
                            "shared_buffers", "8MB",
                            "autovacuum", "off"));

    @BeforeAll
    static void makeTables() {
        Squeezed.create(SERVER);
        SERVER.execute(
                "CREATE EXTENSION pg_stat_statements",
                "CREATE EXTENSION pg_buffercache",
                "CREATE TABLE hot (t text STORAGE PLAIN)",
                "INSERT INTO hot SELECT repeat('h', 7000) FROM generate_series(1, 200)",
                "CREATE TABLE little AS SELECT n FROM generate_series(1, 10) n",
                "VACUUM ANALYZE");
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Reading reading(String profile, int parallel) {
        return new Reading(SERVER.source())
                .tuned(
                        Tunings.of(
                                profile,
                                10_000,
                                1 << 20,
                                Duration.ZERO,
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(5),
                                0,
                                parallel));
    }

    private static long number(String sql) {
        return Long.parseLong(SERVER.ask(sql));
    }

    @Test
    void readIsOneStatementInTheServersStatisticsHoweverManyRangesThereAre() {
        SERVER.ask("SELECT pg_stat_statements_reset()");
        Reading reading = reading("balanced", 2);

        assertThat(ids(reading.all(reading.table("squeezed")).batches())).hasSize(ROWS);

        String scans = " FROM pg_stat_statements WHERE query LIKE '%ctid %'";
        assertThat(number("SELECT count(*)" + scans)).isOne();
        assertThat(number("SELECT calls" + scans)).isGreaterThan(3);
        assertThat(number("SELECT rows" + scans)).isEqualTo(ROWS);
        assertThat(SERVER.ask("SELECT query" + scans)).contains("$1", "$2");
    }

    @Test
    void largeTableIsReadPastTheCacheIfThatIsToBeSpared() {
        Reading.Result result = assertHotPagesStay("safe");

        assertThat(result.path()).isEqualTo("portal, one snapshot (gentle on the server's cache)");
        assertThat(number(cached("squeezed"))).isLessThan(1024 / 8);
    }

    /// What the gentle way is compared with.
    @Test
    void largeTableIsReadByPagesOtherwise() {
        SERVER.execute("SELECT pg_buffercache_evict_all()");
        Reading reading = reading("balanced", 2);

        assertThat(reading.all(reading.table("squeezed")).path()).isEqualTo(Reading.PAGES);

        assertThat(number(cached("squeezed"))).isGreaterThan(1024 / 2);
    }

    private static Reading.Result assertHotPagesStay(String profile) {
        SERVER.execute("SELECT pg_buffercache_evict_all()");
        for (int i = 0; i < 6; i++) {
            SERVER.ask("SELECT count(*) FROM hot WHERE t <> ''");
        }
        long hot = number(cached("hot"));
        assertThat(hot).isGreaterThanOrEqualTo(200);
        Reading reading = reading(profile, 2);

        Reading.Result result = reading.all(reading.table("squeezed"));

        assertThat(ids(result.batches())).hasSize(ROWS);
        assertThat(number(cached("hot"))).isEqualTo(hot);
        return result;
    }

    private static String cached(String table) {
        return "SELECT count(*) FROM pg_buffercache WHERE relfilenode = pg_relation_filenode('%s')"
                .formatted(table);
    }

    @Test
    void tableThatFitsIsReadByPagesThoughTheCacheIsToBeSpared() {
        Reading reading = reading("safe", 1);

        assertThat(reading.all(reading.table("little")).path()).isEqualTo(Reading.PAGES);
    }
}
