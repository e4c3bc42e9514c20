package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.config.Tls;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Secret;
import dev.rivet.row.RowBatch;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.decode.BatchValues;
import dev.rivet.testing.MySqlServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MySqlConnectLiveIT {
    private static final MySqlServer SERVER = MySqlServer.mySql();

    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        SERVER.execute(
                "DROP USER IF EXISTS sha2@'%', native@'%', nobody@'%', crowded@'%'",
                "CREATE USER sha2@'%' IDENTIFIED WITH caching_sha2_password BY 'pass word!'",
                "CREATE USER native@'%' IDENTIFIED WITH mysql_native_password BY 'pass word!'",
                "CREATE USER nobody@'%' IDENTIFIED BY 'pass word!'",
                "CREATE USER crowded@'%' IDENTIFIED BY 'pass word!' WITH MAX_USER_CONNECTIONS 1",
                "GRANT SELECT ON rivet_test.* TO sha2@'%', native@'%', crowded@'%'",
                "DROP TABLE IF EXISTS reachable",
                "CREATE TABLE reachable (id INT PRIMARY KEY)",
                "INSERT INTO reachable VALUES (1), (2)");
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void cachingSha2WorksWithoutTlsAlsoWhenTheServerHasNothingCached() {
        SERVER.execute("FLUSH PRIVILEGES");
        assertReads(user("sha2"), Tls.DISABLED);
        assertReads(user("sha2"), Tls.DISABLED);
    }

    @Test
    void nativePasswordsWorkThoughTheServerPrefersOthers() {
        assertReads(user("native"), Tls.DISABLED);
    }

    @Test
    void cachingSha2WorksOverTls() {
        SERVER.execute("FLUSH PRIVILEGES");
        assertReads(user("sha2"), new Tls(Tls.Mode.REQUIRE, null));
    }

    @Test
    void theAuthorityIsVerified() {
        Path authority = SERVER.authority().orElseThrow();
        assertReads(user("sha2"), new Tls(Tls.Mode.VERIFY_CA, authority));
    }

    @Test
    void anUnknownAuthorityIsRefused() {
        assertFails(user("sha2"), new Tls(Tls.Mode.VERIFY_CA, null), "no trusted TLS connection");
    }

    @Test
    void aCertificateForAnotherHostIsRefused() {
        Path authority = SERVER.authority().orElseThrow();
        assertFails(
                user("sha2"),
                new Tls(Tls.Mode.VERIFY_FULL, authority),
                "no trusted TLS connection");
    }

    @Test
    void aFileOfAuthoritiesThatIsNoneIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), "hello");
        assertThatThrownBy(() -> open(user("sha2"), new Tls(Tls.Mode.VERIFY_CA, file)))
                .hasMessageContaining(file.toString())
                .extracting(MySqlTypesLiveIT::code)
                .isEqualTo(Code.CONFIG_TLS_CA_INVALID);
    }

    @Test
    void aWrongPasswordIsSaidWithoutShowingIt() {
        Endpoint right = user("sha2");
        Endpoint wrong =
                new Endpoint(
                        right.host(),
                        right.port(),
                        right.user(),
                        Secret.of("hunter2"),
                        right.database());
        RivetException failure = assertFails(wrong, Tls.DISABLED, "does not accept user sha2");
        assertThat(failure.getMessage()).contains("1045").doesNotContain("hunter2");
        assertThat(failure.diagnostic().retryable()).isFalse();
    }

    @Test
    void aMissingOrForbiddenDatabaseIsNamed() {
        Endpoint admin = SERVER.endpoint();
        Endpoint missing =
                new Endpoint(admin.host(), admin.port(), admin.user(), admin.password(), "nowhere");
        assertFails(missing, Tls.DISABLED, "no access to database nowhere");
        assertFails(user("nobody"), Tls.DISABLED, "no access to database rivet_test");
    }

    @Test
    void anUnknownHostAndAClosedPortAreToldApart() throws IOException {
        Endpoint admin = SERVER.endpoint();
        Endpoint unknown =
                new Endpoint(
                        "no-such-host.invalid", 3306, admin.user(), admin.password(), "rivet_test");
        assertFails(unknown, Tls.DISABLED, "no-such-host.invalid is not known");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Endpoint closed =
                new Endpoint("127.0.0.1", port, admin.user(), admin.password(), "rivet_test");
        assertFails(closed, Tls.DISABLED, "nothing answers at 127.0.0.1:" + port);
    }

    @Test
    void somethingElseOnThePortIsAnErrorInTime() throws Exception {
        try (ServerSocket other = new ServerSocket(0)) {
            Thread answering = Thread.ofVirtual().start(() -> hangUp(other));
            Endpoint endpoint =
                    new Endpoint(
                            "127.0.0.1", other.getLocalPort(), "u", Secret.of("p"), "rivet_test");
            assertFails(endpoint, Tls.DISABLED, "127.0.0.1:" + other.getLocalPort());
            answering.join();
        }
    }

    private static void hangUp(ServerSocket server) {
        try (Socket socket = server.accept();
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream()
                    .write(
                            "HTTP/1.1 400 Bad Request\r\n\r\n"
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            in.readAllBytes();
        } catch (IOException gone) {
            // The client hung up first.
        }
    }

    @Test
    void tooManyConnectionsAreWorthAnotherTry() {
        List<SourceSession> open = new ArrayList<>();
        try {
            open.add(open(user("crowded"), Tls.DISABLED));
            RivetException failure =
                    assertFails(user("crowded"), Tls.DISABLED, "no connection to spare");
            assertThat(failure.diagnostic().retryable()).isTrue();
        } finally {
            open.forEach(SourceSession::close);
        }
    }

    @Test
    void aTableWithoutTheRightToReadItIsNotTakenForMissing() {
        SERVER.execute(
                "CREATE DATABASE IF NOT EXISTS secret_db",
                "CREATE TABLE IF NOT EXISTS secret_db.t (id INT PRIMARY KEY)");
        try (SourceSession session = open(user("sha2"), Tls.DISABLED)) {
            assertThatThrownBy(
                            () -> session.describe(LiveSource.query("SELECT * FROM secret_db.t")))
                    .hasMessageContaining("may not read")
                    .extracting(MySqlTypesLiveIT::code)
                    .isEqualTo(Code.SOURCE_QUERY_FAILED);
        }
    }

    private static Endpoint user(String name) {
        Endpoint admin = SERVER.endpoint();
        return new Endpoint(
                admin.host(), admin.port(), name, Secret.of("pass word!"), admin.database());
    }

    private static SourceSession open(Endpoint endpoint, Tls tls) {
        return new MySqlSource(new SourceConfig.MySql(endpoint, tls), vertx).open("reachable");
    }

    private static void assertReads(Endpoint endpoint, Tls tls) {
        try (SourceSession session = open(endpoint, tls)) {
            ReadPlan plan = session.describe(LiveSource.table("reachable"));
            List<RowBatch> batches = LiveSource.read(session, plan);
            assertThat(BatchValues.column(batches, 0)).containsExactly(1, 2);
        }
    }

    private static RivetException assertFails(Endpoint endpoint, Tls tls, String words) {
        List<RivetException> failures = new ArrayList<>();
        assertThatThrownBy(() -> open(endpoint, tls))
                .isInstanceOfSatisfying(RivetException.class, failures::add)
                .hasMessageContaining(words)
                .extracting(MySqlTypesLiveIT::code)
                .isEqualTo(Code.SOURCE_CONNECT_FAILED);
        return failures.getFirst();
    }
}
