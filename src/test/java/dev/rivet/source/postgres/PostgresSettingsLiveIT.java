package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.config.Tls;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Secret;
import dev.rivet.plan.Edge;
import dev.rivet.plan.HighWater;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeySurvey;
import dev.rivet.plan.Slice;
import dev.rivet.row.LogicalType;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    void nothingOfSlicesIsFoundInTheSearchPath() {
        SERVER.execute(
                "CREATE TABLE sets.keyed AS SELECT n AS id, 'k' || n AS word, now() AS at"
                        + " FROM generate_series(1, 30000) n",
                "CREATE UNIQUE INDEX ON sets.keyed (id)",
                "CREATE INDEX ON sets.keyed (word)");
        for (String statistics : List.of("SELECT 1", "ANALYZE sets.keyed")) {
            SERVER.execute(statistics);
            setTraps();
            for (String column : List.of("id", "word", "at")) {
                Reading reading = reading();
                KeySurvey survey = Slices.survey(reading, reading.table("keyed"), column);
                HighWater water = Slices.measure(reading, reading.table("keyed"), column);
                Slice slice =
                        Slices.between(
                                column,
                                Edge.including(survey.first().orElseThrow()),
                                Edge.including(water.highest().orElseThrow()));

                assertThat(Slices.read(reading, reading.table("keyed"), slice).ids())
                        .hasSize(30_000);
                assertThat(
                                Slices.read(
                                                reading,
                                                reading.table("keyed"),
                                                new Slice.WithoutKey(Key.of(column)))
                                        .ids())
                        .isEmpty();
            }
            SERVER.execute("DROP SCHEMA trap CASCADE");
        }
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

    /// Whatever cuts, changes, stops or slows down a read, and may be set for a role.
    private static final List<String> HOSTILE =
            List.of(
                    "statement_timeout = '20ms'",
                    "lock_timeout = '1ms'",
                    "idle_in_transaction_session_timeout = '20ms'",
                    "transaction_timeout = '50ms'",
                    "exit_on_error = on",
                    "gin_fuzzy_search_limit = 1",
                    "default_transaction_isolation = 'read committed'",
                    "default_transaction_read_only = off",
                    "default_transaction_deferrable = on",
                    "DateStyle = 'SQL, DMY'",
                    "IntervalStyle = 'sql_standard'",
                    "TimeZone = 'Asia/Kathmandu'",
                    "bytea_output = 'escape'",
                    "extra_float_digits = -15",
                    "client_encoding = 'LATIN1'",
                    "quote_all_identifiers = on",
                    "standard_conforming_strings = off",
                    "backslash_quote = off",
                    "transform_null_equals = on",
                    "array_nulls = off",
                    "xmlbinary = 'hex'",
                    "xmloption = 'document'",
                    "enable_tidscan = off",
                    "enable_seqscan = off",
                    "enable_indexscan = off",
                    "constraint_exclusion = on",
                    "jit_above_cost = 0",
                    "debug_parallel_query = on",
                    "max_parallel_workers_per_gather = 8",
                    "plan_cache_mode = 'force_generic_plan'",
                    "synchronize_seqscans = on",
                    "client_min_messages = 'debug5'",
                    "search_path = 'pg_temp'");

    private static List<String> shown(List<String> tables, List<String> queries) {
        Reading reading =
                reading()
                        .overriding(
                                Map.of(
                                        "at", new LogicalType.Text(),
                                        "period", new LogicalType.Text(),
                                        "bytes", new LogicalType.Text(),
                                        "real", new LogicalType.Text()));
        List<String> shown = new ArrayList<>();
        shown.add(shown(reading().all(reading().table("sets.large"))));
        tables.forEach(each -> shown.add(shown(reading.all(reading.table(each)))));
        queries.forEach(each -> shown.add(shown(reading().all(each))));
        return shown;
    }

    private static String shown(Reading.Result result) {
        List<String> rows = result.rows().stream().map(Object::toString).sorted().toList();
        return result.schema().columns() + result.path() + rows;
    }

    @Test
    void noSettingOfTheRoleChangesWhatIsRead() {
        String columns =
                "SELECT n AS id, timestamptz '2026-05-06 07:08:09.5+02' + n * interval '1 day' AS at,"
                        + " n * interval '1 month 2 days 3 hours' AS period,"
                        + " decode('00ff41', 'hex') AS bytes, (n / 3.0)::float8 AS real, 'größe' AS"
                        + " word FROM generate_series(1, 2000) n";
        SERVER.execute(
                "CREATE TABLE sets.kinds AS " + columns,
                "CREATE TABLE sets.parted (LIKE sets.kinds) PARTITION BY HASH (id)",
                "CREATE TABLE sets.p0 PARTITION OF sets.parted FOR VALUES WITH (MODULUS 2,"
                        + " REMAINDER 0)",
                "CREATE TABLE sets.p1 PARTITION OF sets.parted FOR VALUES WITH (MODULUS 2,"
                        + " REMAINDER 1)",
                "INSERT INTO sets.parted SELECT * FROM sets.kinds",
                "CREATE VIEW sets.viewed AS SELECT * FROM sets.kinds",
                "CREATE TABLE sets.docs AS SELECT n AS id, to_tsvector('simple', 'common w' || n)"
                        + " AS words FROM generate_series(1, 5000) n",
                "CREATE INDEX ON sets.docs USING gin (words)",
                "ANALYZE sets.docs");
        List<String> tables = List.of("sets.kinds", "sets.parted", "sets.viewed");
        List<String> queries =
                List.of(
                        "SELECT count(*) AS n FROM sets.docs WHERE words @@ 'common'",
                        "SELECT at::text AS a, period::text AS p, bytes::text AS b, word FROM"
                                + " sets.kinds");
        List<String> before = shown(tables, queries);
        assertThat(before.get(4)).contains("[5000]");

        set(HOSTILE.toArray(String[]::new));

        List<String> after = shown(tables, queries);
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i)).isEqualTo(before.get(i));
        }
    }

    @Test
    void policiesThatHideRowsAreTold() {
        SERVER.execute(
                "CREATE TABLE sets.tenants AS SELECT n FROM generate_series(1, 10) n",
                "CREATE POLICY own ON sets.tenants USING (n <= 3)");
        assertThat(caveats()).isEmpty();
        SERVER.execute("ALTER TABLE sets.tenants ENABLE ROW LEVEL SECURITY");

        Reading reading = reading();
        assertThat(reading.all(reading.table("sets.tenants")).rows()).hasSize(3);
        assertThat(caveats())
                .containsExactly(
                        "row security policies apply to sets.tenants for this role: only rows that"
                                + " they let it see are exported");
        set("row_security = off");
        assertThatThrownBy(() -> reading.all(reading.table("sets.tenants")))
                .hasMessageContaining("row-level security");
    }

    @Test
    void pagesThatAreReadAsEmptyAreTold() {
        SERVER.execute("CREATE TABLE sets.tenants AS SELECT n FROM generate_series(1, 10) n");
        set("zero_damaged_pages = on");

        assertThat(caveats())
                .containsExactly(
                        "zero_damaged_pages is on: rows of damaged pages of sets.tenants are missing"
                                + " without a word");
    }

    private static List<String> caveats() {
        Reading reading = reading();
        try (SourceSession session = reading.open()) {
            return session.describe(reading.table("sets.tenants")).caveats();
        }
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
