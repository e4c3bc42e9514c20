package dev.rivet.source.postgres;

import static dev.rivet.source.postgres.Squeezed.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.config.Tls;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Transience;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.PgBouncer;
import dev.rivet.testing.PgBouncer.PoolMode;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.TestCertificate;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Reading through PgBouncer as it comes: with its own defaults, which know few startup parameters.
class PoolerLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();
    private static final Map<String, String> AS_IT_COMES = Map.of("ignore_startup_parameters", "");
    private static final int CANCELS = 12;

    @BeforeAll
    static void makeATable() {
        SERVER.execute(
                "DROP TABLE IF EXISTS pooled",
                "CREATE TABLE pooled AS SELECT n, 'é' || n AS t, n::float8 / 7 AS f"
                        + " FROM generate_series(1, 20000) n");
    }

    private static Diagnostic failure(Reading reading) {
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class, () -> reading.all(reading.table("pooled")));
        assertThat(failure).isNotNull();
        return failure.diagnostic();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "STATEMENT")
    void tablesAndQueriesAreReadWhole(PoolMode mode) {
        try (PgBouncer bouncer = PgBouncer.over(SERVER, mode, 3, AS_IT_COMES)) {
            Reading direct = new Reading(SERVER.source());
            Reading pooled = new Reading(bouncer.source());

            assertThat(pooled.all(pooled.table("pooled")).rows())
                    .isEqualTo(direct.all(direct.table("pooled")).rows());
            assertThat(pooled.all("SELECT * FROM pooled ORDER BY n").rows())
                    .isEqualTo(direct.all("SELECT * FROM pooled ORDER BY n").rows());
        }
    }

    @Test
    void poolerWithoutTransactionsIsToldWhatToSet() {
        try (PgBouncer bouncer = PgBouncer.over(SERVER, PoolMode.STATEMENT, 1, AS_IT_COMES)) {
            Diagnostic told = failure(new Reading(bouncer.source()));

            assertThat(told.code()).isEqualTo(Code.SOURCE_QUERY_FAILED);
            assertThat(told.transience()).isEqualTo(Transience.PERMANENT);
            assertThat(told.message()).contains("statement pooling mode");
            assertThat(told.action()).contains("pool_mode = transaction or session");
        }
    }

    @Test
    void poolerWithoutAFreeConnectionIsAPassingFailure() throws SQLException {
        var settings = Map.of("ignore_startup_parameters", "", "query_wait_timeout", "1");
        try (PgBouncer bouncer = PgBouncer.over(SERVER, PoolMode.TRANSACTION, 1, settings);
                Connection other = bouncer.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1");

            Diagnostic told = failure(new Reading(bouncer.source()));

            assertThat(told.code()).isEqualTo(Code.SOURCE_CONNECTION_LOST);
            assertThat(told.transience()).isEqualTo(Transience.TRANSIENT);
            assertThat(told.message()).contains("query_wait_timeout");
        }
    }

    @Test
    void poolerWithoutAServerIsAPassingFailure() throws SQLException {
        var settings = Map.of("ignore_startup_parameters", "", "query_wait_timeout", "5");
        try (PostgresServer own = PostgresServer.startOwn();
                PgBouncer bouncer = PgBouncer.over(own, PoolMode.SESSION, 1, settings)) {
            try (Connection other = bouncer.connect()) {
                assertThat(other.isValid(10)).isTrue();
            }
            own.stop();

            Diagnostic told = failure(new Reading(bouncer.source()));

            assertThat(told.transience()).isEqualTo(Transience.TRANSIENT);
            assertThat(told.message()).contains("08P01");
        }
    }

    @Test
    void poolerThatLetsNoMoreClientsInIsAPassingFailure() throws SQLException {
        var settings = Map.of("ignore_startup_parameters", "", "max_client_conn", "1");
        try (PgBouncer bouncer = PgBouncer.over(SERVER, PoolMode.SESSION, 1, settings);
                Connection other = bouncer.connect()) {
            assertThat(other.isValid(10)).isTrue();

            Diagnostic told = failure(new Reading(bouncer.source()));

            assertThat(told.code()).isEqualTo(Code.SOURCE_CONNECT_FAILED);
            assertThat(told.transience()).isEqualTo(Transience.TRANSIENT);
            assertThat(told.message()).contains("max_client_conn");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "STATEMENT")
    void cancelledReadsHarmNeitherThePoolerNorItsOtherClients(PoolMode mode) throws Exception {
        try (PgBouncer bouncer = PgBouncer.over(SERVER, mode, 3, AS_IT_COMES)) {
            assertCancelsAreHarmless(bouncer, bouncer.source());
        }
    }

    @Test
    void cancelledReadsAreHarmlessUnderTlsToo(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.create(folder);
        certificate.install(folder);
        Map<String, String> settings =
                Map.of(
                        "ignore_startup_parameters",
                        "",
                        "client_tls_sslmode",
                        "allow",
                        "client_tls_cert_file",
                        certificate.file().toString(),
                        "client_tls_key_file",
                        folder.resolve("server.key").toString());
        try (PgBouncer bouncer = PgBouncer.over(SERVER, PoolMode.TRANSACTION, 3, settings)) {
            Endpoint here = bouncer.source().endpoint();
            var byName =
                    new Endpoint(
                            "localhost",
                            here.port(),
                            here.user(),
                            here.password(),
                            here.database());
            var verified = new Tls(Tls.Mode.VERIFY_FULL, certificate.file());
            assertCancelsAreHarmless(bouncer, new SourceConfig.Postgres(byName, verified));
        }
    }

    /// Meanwhile another client waits in a statement of its own, which no cancel may hit.
    private static void assertCancelsAreHarmless(PgBouncer bouncer, SourceConfig.Postgres source)
            throws Exception {
        try (Connection holder = SERVER.connect();
                Statement holding = holder.createStatement();
                Connection other = bouncer.connect();
                Statement waiting = other.createStatement()) {
            holding.execute("SELECT pg_advisory_lock(4711)");
            CompletableFuture<Boolean> statement =
                    CompletableFuture.supplyAsync(
                            () -> execute(waiting, "SELECT pg_advisory_xact_lock_shared(4711)"));
            until(() -> running("pg_advisory_xact_lock_shared") == 1);
            for (int i = 0; i < CANCELS; i++) {
                cancelARunningRead(new Reading(source));
                assertThat(bouncer.isAlive()).isTrue();
            }
            assertThat(statement).isNotDone();
            holding.execute("SELECT pg_advisory_unlock(4711)");
            assertThat(statement.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
        }
        Reading reading = new Reading(source);
        assertThat(reading.all(reading.table("pooled")).rows()).hasSize(20_000);
        assertThat(bouncer.isAlive()).isTrue();
    }

    private static boolean execute(Statement statement, String sql) {
        try {
            return statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void cancelARunningRead(Reading reading) throws InterruptedException {
        try (SourceSession session = reading.open()) {
            var plan = session.describe(reading.query("SELECT 1 AS n FROM pg_sleep(1000)"));
            Tester read = Tester.of(session.read(plan, Reading.OPEN).streams().getFirst());
            read.subscription().request(1);
            until(() -> running("pg_sleep(1000)") == 1);

            read.subscription().cancel();

            until(() -> running("pg_sleep(1000)") == 0);
        }
    }

    private static long running(String words) {
        return Long.parseLong(
                SERVER.ask(
                        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
                                + " AND pid <> pg_backend_pid() AND query LIKE '%"
                                + words
                                + "%'"));
    }
}
