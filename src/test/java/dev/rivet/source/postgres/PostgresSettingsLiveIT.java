package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.config.Tls;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Secret;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.PostgresServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a role may have set, and what it may not change about a read.
class PostgresSettingsLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();

    @BeforeEach
    void makeARole() {
        SERVER.execute(
                "DROP SCHEMA IF EXISTS trap, sets CASCADE",
                "DROP ROLE IF EXISTS peculiar",
                "CREATE ROLE peculiar LOGIN PASSWORD 'quirk'",
                "CREATE SCHEMA sets",
                "GRANT USAGE ON SCHEMA sets TO peculiar",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA sets GRANT SELECT ON TABLES TO peculiar",
                "CREATE TABLE sets.large (id int, filler text)",
                "ALTER TABLE sets.large ALTER filler SET STORAGE PLAIN",
                "INSERT INTO sets.large SELECT n, repeat('f', 8000) FROM generate_series(1, 3000) n");
    }

    @AfterEach
    void dropTheRole() {
        SERVER.execute(
                "DROP SCHEMA IF EXISTS trap, sets CASCADE",
                "DROP OWNED BY peculiar",
                "DROP ROLE peculiar");
    }

    private static void set(String... settings) {
        for (String each : settings) {
            SERVER.execute("ALTER ROLE peculiar SET " + each);
        }
    }

    private static Reading reading() {
        Endpoint usual = SERVER.source().endpoint();
        var endpoint =
                new Endpoint(
                        usual.host(),
                        usual.port(),
                        "peculiar",
                        Secret.of("quirk"),
                        usual.database());
        return new Reading(new SourceConfig.Postgres(endpoint, Tls.DISABLED))
                .tuned(Squeezed.tuning(2, 4 << 20, 0));
    }

    /// Operators, and types to cast to, that are found before the server's own and refuse whatever
    /// they are given.
    private static void setTraps() {
        SERVER.execute(
                "CREATE SCHEMA trap",
                "GRANT USAGE ON SCHEMA trap TO peculiar",
                """
                DO $$
                DECLARE
                    one record;
                BEGIN
                    FOR one IN
                        SELECT oid, oprname, oprleft::regtype AS l, oprright::regtype AS r
                        FROM pg_operator
                        WHERE oprkind = 'b' AND oprnamespace = 'pg_catalog'::regnamespace
                          AND oprleft::regtype::text NOT LIKE 'any%'
                          AND oprright::regtype::text NOT LIKE 'any%'
                          AND oprleft NOT IN ('internal'::regtype, 'record'::regtype)
                    LOOP
                        EXECUTE format(
                            'CREATE FUNCTION trap.f%s(%s, %s) RETURNS boolean LANGUAGE plpgsql AS'
                                || ' ''BEGIN RAISE EXCEPTION ''''trapped''''; END''',
                            one.oid, one.l, one.r);
                        EXECUTE format(
                            'CREATE OPERATOR trap.%s (FUNCTION = trap.f%s,'
                                || ' LEFTARG = %s, RIGHTARG = %s)',
                            one.oprname, one.oid, one.l, one.r);
                    END LOOP;
                END $$
                """,
                """
                DO $$
                DECLARE
                    one text;
                BEGIN
                    FOREACH one IN ARRAY '{text,oid,xid,int4,int8,name,tid,bool}'::text[] LOOP
                        EXECUTE format(
                            'CREATE DOMAIN trap.%I AS pg_catalog.%1$I CHECK (VALUE IS NULL)', one);
                    END LOOP;
                END $$
                """);
        set("search_path = trap, sets, pg_catalog");
    }

    @Test
    void nothingOfOursIsFoundInTheSearchPath() {
        SERVER.execute(
                "CREATE TABLE sets.few AS SELECT n AS id FROM generate_series(1, 3) n",
                "CREATE VIEW sets.viewed AS SELECT id FROM sets.few",
                "CREATE MATERIALIZED VIEW sets.kept AS SELECT id FROM sets.few",
                "CREATE TABLE sets.parted (id int) PARTITION BY LIST (id)",
                "CREATE TABLE sets.part PARTITION OF sets.parted DEFAULT",
                "INSERT INTO sets.parted VALUES (1), (2), (3)");
        setTraps();
        Reading reading = reading();

        assertThatThrownBy(() -> reading.all("SELECT 1 = 1 AS same"))
                .hasMessageContaining("trapped");
        for (String name : List.of("few", "viewed", "kept", "parted", "sets.few")) {
            assertThat(reading.all(reading.table(name)).rows())
                    .as(name)
                    .extracting(List::getFirst)
                    .containsExactlyInAnyOrder(1, 2, 3);
        }
        assertThat(reading.all("SELECT id FROM few").rows()).hasSize(3);
        Reading.Result large = reading.all(reading.table("large"));
        assertThat(Squeezed.ids(large.batches())).hasSize(3_000);
        assertThat(large.read().streams()).hasSize(2);
        assertThatThrownBy(() -> reading.all(reading.table("lagre")))
                .hasMessageContaining("Did you mean large");
    }

    @Test
    void rangesOfPagesAreNoScansWhateverTheRoleHasSet() {
        set("enable_tidscan = off", "jit_above_cost = 0", "max_parallel_workers_per_gather = 8");
        Reading reading = reading();

        Reading.Result result = reading.all(reading.table("sets.large"));

        assertThat(Squeezed.ids(result.batches())).hasSize(3_000);
        assertThat(result.path()).isEqualTo(Reading.PAGES);
        Transaction.until(
                () ->
                        SERVER.ask(
                                        "SELECT count(*) FROM pg_stat_activity"
                                                + " WHERE usename = 'peculiar'")
                                .equals("0"));
        assertThat(
                        SERVER.ask(
                                "SELECT seq_scan FROM pg_stat_user_tables WHERE relid ="
                                        + " 'sets.large'::regclass"))
                .isEqualTo("0");
    }

    @Test
    void limitsOfTheRoleAreReplacedByThoseOfTheConfiguration() {
        set(
                "statement_timeout = '1h'",
                "lock_timeout = '1h'",
                "idle_in_transaction_session_timeout = 1",
                "transaction_timeout = '50ms'");

        assertThat(
                        reading()
                                .all(
                                        "SELECT current_setting('statement_timeout') AS s,"
                                                + " current_setting('lock_timeout') AS l,"
                                                + " current_setting('transaction_timeout') AS t,"
                                                + " pg_sleep(0.2)::text AS w")
                                .rows()
                                .getFirst())
                .startsWith("1min", "1s", "0");
    }

    @Test
    void showIsAQuery() {
        set("work_mem = '7MB'");
        Reading reading = reading();

        assertThat(reading.all("SHOW work_mem").rows()).containsExactly(List.of("7MB"));
        assertThat(reading.all("SHOW search_path").schema().column(0).name())
                .isEqualTo("search_path");
        try (SourceSession session = reading.open()) {
            assertThat(session.describe(reading.query("SHOW work_mem")).estimatedRows()).isEmpty();
            assertThatThrownBy(() -> session.describe(reading.query("SHOW nothing_of_the_kind")))
                    .isInstanceOfSatisfying(
                            RivetException.class,
                            failure ->
                                    assertThat(failure.diagnostic().code())
                                            .isEqualTo(Code.SOURCE_QUERY_FAILED))
                    .hasMessageNotContaining("EXPLAIN");
        }
    }
}
