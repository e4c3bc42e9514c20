package dev.rivet.state.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.ChildProcess;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.TestCertificate;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a schema of PostgreSQL may be when a state in it is opened.
class PostgresOpeningLiveIT {
    private static final Patience SHORT =
            new Patience(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(1));

    private final PostgresServer server = PostgresServer.newest();
    private final PostgresBackend backend = PostgresBackend.on(server);

    private RivetException refusal(String url) {
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class,
                        () -> PostgresDatabase.open(PostgresBackend.location(url), SHORT).close());
        assertThat(failure).hasMessageNotContaining(server.source().endpoint().password().reveal());
        return failure;
    }

    private void assertRefused(String url, Code code, String why) {
        RivetException failure = refusal(url);
        assertThat(failure).hasMessageContaining(why);
        assertThat(failure.diagnostic().code()).isEqualTo(code);
    }

    private int tables() throws SQLException {
        return Integer.parseInt(
                backend.select(
                                "SELECT COUNT(*) FROM pg_tables WHERE schemaname = '"
                                        + backend.schema()
                                        + "'")
                        .getFirst());
    }

    @Test
    void lookingForAStateMakesNone() throws SQLException {
        assertThat(JdbcStateStore.openExisting(backend.location())).isEmpty();
        assertThat(tables()).isZero();
        backend.open().close();
        JdbcStateStore.openExisting(backend.location()).orElseThrow().close();
    }

    @Test
    void tablesAndHistoriesOfOthersStayAsTheyAre() throws SQLException {
        backend.execute("CREATE TABLE flyway_schema_history (version text)");
        backend.execute("INSERT INTO flyway_schema_history VALUES ('99')");
        backend.execute("CREATE TABLE orders (id int)");
        backend.open().close();
        backend.open().close();
        assertThat(backend.select("SELECT version FROM flyway_schema_history"))
                .containsExactly("99");
        assertThat(tables()).isEqualTo(2 + StateTables.all().size() + 1);
    }

    @Test
    void tableOfSomebodyElseWithANameOfOursIsRefused() throws SQLException {
        backend.execute("CREATE TABLE file_log (id int)");
        assertRefused(backend.url(), Code.STATE_SCHEMA_FOREIGN, "There is a table file_log");
        assertThat(tables()).isEqualTo(1);
    }

    @Test
    void newerSchemaIsRefusedAndStays() throws SQLException {
        backend.open().close();
        backend.execute(
                """
                INSERT INTO rivet_schema_history VALUES
                (99, '70', 'future', 'SQL', 'V70__future.sql', 1, 'x', now(), 1, true)
                """);
        assertRefused(
                backend.url(), Code.STATE_SCHEMA_NEWER, "has schema version 70; this rivet knows ");
    }

    @Test
    void schemaThatIsNotThereIsNamed() {
        assertRefused(server.url() + "?currentSchema=nowhere", Code.STATE_NOT_WRITABLE, "nowhere");
    }

    @Test
    void roleThatMayNotCreateIsTold() {
        server.execute(
                "DROP SCHEMA IF EXISTS closed CASCADE",
                "CREATE SCHEMA closed",
                "GRANT USAGE ON SCHEMA closed TO " + server.source().endpoint().user());
        assertRefused(
                server.url() + "?currentSchema=closed",
                Code.STATE_NOT_WRITABLE,
                "may not CREATE there");
    }

    @Test
    void rowsAreAllThatARoleNeedsOnceTheSchemaIsThere() throws SQLException {
        backend.open().close();
        String schema = "\"" + backend.schema() + "\"";
        server.execute(
                "DROP ROLE IF EXISTS clerk",
                "CREATE ROLE clerk LOGIN PASSWORD 'clerk-test'",
                "GRANT USAGE ON SCHEMA " + schema + " TO clerk",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "
                        + schema
                        + " TO clerk");
        String url = backend.url().replaceFirst("//[^@]*@", "//clerk:clerk-test@");
        try (JdbcStateStore state = JdbcStateStore.open(PostgresBackend.location(url))) {
            Remembered.fill(state, 2);
            state.leases().acquire("orders", "orders_3", Duration.ZERO).close();
        }
        server.execute("DROP OWNED BY clerk", "DROP ROLE clerk");
    }

    @Test
    void whatIsWrongWithTheAddressIsSaid() {
        var there = server.source().endpoint();
        String wrong = server.url().replace(there.password().reveal(), "not-the-password");
        RivetException unknown = refusal(wrong);
        assertThat(unknown.diagnostic().retryable()).isFalse();
        assertThat(unknown)
                .hasMessageContaining("password authentication failed")
                .hasMessageNotContaining("not-the-password");
        assertRefused(
                server.url().replaceFirst("/[^/]*$", "/nowhere"),
                Code.STATE_BACKEND_FAILED,
                "There is no such database");
        RivetException nobody = refusal("postgresql://u:s3cret@127.0.0.1:9/d");
        assertThat(nobody.diagnostic().retryable()).isTrue();
        assertThat(nobody).hasMessageContaining("postgresql://u@127.0.0.1:9/d");
    }

    @Test
    void processesThatStartTogetherMigrateOnce() throws Exception {
        List<ChildProcess> children = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                children.add(new ChildProcess(StateOpener.class, backend.url()));
            }
            for (ChildProcess child : children) {
                assertThat(child.line()).isEqualTo("open");
                assertThat(child.finish()).isZero();
            }
        } finally {
            children.forEach(ChildProcess::close);
        }
        assertThat(backend.select("SELECT COUNT(*) FROM rivet_schema_history GROUP BY version"))
                .isNotEmpty()
                .containsOnly("1");
    }

    @Test
    void migrationThatIsHeldUpIsReportedAsSuch() throws SQLException {
        try (Connection other = backend.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("CREATE TABLE file_log (id int)");
            long start = System.nanoTime();
            RivetException failure = refusal(backend.url());
            assertThat(failure.diagnostic().code()).isEqualTo(Code.STATE_MIGRATION_LOCKED);
            assertThat(failure.diagnostic().retryable()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(30));
            other.rollback();
        }
        backend.open().close();
    }

    @Test
    void certificateIsVerified(@TempDir Path folder) {
        TestCertificate certificate = TestCertificate.create(folder);
        try (PostgresServer protectedServer = PostgresServer.startOwn(certificate)) {
            String url = protectedServer.url();
            String local = url.replace("127.0.0.1", "localhost");
            String ca = "&sslrootcert=" + certificate.file();
            open(local + "?sslmode=verify-full" + ca);
            open(url + "?sslmode=verify-ca" + ca);
            open(url + "?sslmode=require");
            assertRefused(url + "?sslmode=verify-full" + ca, Code.STATE_BACKEND_FAILED, "hostname");
            assertRefused(
                    local + "?sslmode=verify-full", Code.STATE_BACKEND_FAILED, "no connection");
            assertRefused(
                    local + "?sslmode=disable", Code.STATE_BACKEND_FAILED, "Nobody is let in");
        }
    }

    private static void open(String url) {
        PostgresDatabase.open(PostgresBackend.location(url), SHORT).close();
    }
}
