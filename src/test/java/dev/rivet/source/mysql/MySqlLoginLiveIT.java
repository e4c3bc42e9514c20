package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.config.Tls;
import dev.rivet.diag.Code;
import dev.rivet.diag.Secret;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.MySqlServer;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A server whose default is not what the user logs in by, and which knows nobody yet.
class MySqlLoginLiveIT {
    private static MySqlServer server;
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        server = MySqlServer.startOwnMySql("default_authentication_plugin=mysql_native_password");
        server.execute(
                "CREATE USER sha2@'%' IDENTIFIED WITH caching_sha2_password BY 'pass wörd!'",
                "CREATE USER native@'%' IDENTIFIED WITH mysql_native_password BY 'pass wörd!'",
                "GRANT SELECT ON rivet_test.* TO sha2@'%', native@'%'");
    }

    @AfterAll
    static void stop() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @EnumSource(
            value = Tls.Mode.class,
            names = {"DISABLE", "REQUIRE"})
    void cachingSha2WorksWithAColdCache(Tls.Mode mode) {
        server.execute("FLUSH PRIVILEGES");
        assertLogsIn(user("sha2", "pass wörd!"), new Tls(mode, null));
        assertLogsIn(user("sha2", "pass wörd!"), new Tls(mode, null));
    }

    @ParameterizedTest
    @EnumSource(
            value = Tls.Mode.class,
            names = {"DISABLE", "REQUIRE"})
    void theDefaultWorksToo(Tls.Mode mode) {
        server.execute("FLUSH PRIVILEGES");
        assertLogsIn(user("native", "pass wörd!"), new Tls(mode, null));
    }

    @Test
    void aWrongPasswordStaysWrong() throws SQLException {
        server.execute("FLUSH PRIVILEGES");
        Endpoint wrong = user("sha2", "pass word!");

        assertThatThrownBy(() -> open(wrong, Tls.DISABLED).close())
                .hasMessageContaining("does not accept user sha2")
                .extracting(MySqlTypesLiveIT::code)
                .isEqualTo(Code.SOURCE_CONNECT_FAILED);
        assertThat(sessionsOf("sha2")).isZero();
    }

    private static int sessionsOf(String user) throws SQLException {
        try (Connection connection = server.connect();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = '"
                                        + user
                                        + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Endpoint user(String name, String password) {
        Endpoint admin = server.endpoint();
        return new Endpoint(
                admin.host(), admin.port(), name, Secret.of(password), admin.database());
    }

    private static SourceSession open(Endpoint endpoint, Tls tls) {
        return new MySqlSource(new SourceConfig.MySql(endpoint, tls), vertx).open("login");
    }

    private static void assertLogsIn(Endpoint endpoint, Tls tls) {
        try (SourceSession session = open(endpoint, tls)) {
            assertThat(session.serverVersion()).startsWith("MySQL");
        }
    }
}
