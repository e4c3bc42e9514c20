package dev.rivet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/// Stopped servers: what is asked of them comes when they go on.
class FrozenProcessLiveIT {
    private static final PostgresServer POSTGRES = PostgresServer.newest();

    private static long number(Connection connection, String sql) throws SQLException {
        try (ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void assertSilent(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, 500);
        assertThatThrownBy(() -> number(connection, "SELECT 1")).isInstanceOf(SQLException.class);
    }

    @Test
    void oneBackendStandsStillAndTheServerGoesOn() throws Exception {
        try (Connection connection = POSTGRES.connect();
                Connection other = POSTGRES.connect()) {
            long pid = number(connection, "SELECT pg_backend_pid()");

            try (FrozenProcess frozen = FrozenProcess.freeze(pid)) {
                assertThat(frozen).isNotNull();
                assertSilent(connection);
                assertThat(number(other, "SELECT 1")).isEqualTo(1);
            }

            assertThat(number(other, "SELECT 2")).isEqualTo(2);
        }
    }

    @Test
    void wholePostgresServerStandsStillAndGoesOn() throws Exception {
        try (Connection connection = POSTGRES.connect();
                Connection kept = POSTGRES.connect()) {
            try (FrozenProcess frozen = POSTGRES.freeze()) {
                assertThat(frozen).isNotNull();
                assertSilent(connection);
                assertNobodyIsLetIn("jdbc:postgresql", POSTGRES.source().endpoint().port());
            }

            assertThat(number(kept, "SELECT 3")).isEqualTo(3);
            assertThat(POSTGRES.ask("SELECT 4")).isEqualTo("4");
        }
    }

    private static void assertNobodyIsLetIn(String product, int port) {
        var impatient = new Properties();
        impatient.setProperty("user", "postgres");
        impatient.setProperty("loginTimeout", "1");
        assertThatThrownBy(
                        () ->
                                DriverManager.getConnection(
                                        product + "://127.0.0.1:" + port + "/postgres", impatient))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void mySqlStandsStillAndGoesOn() throws Exception {
        MySqlServer server = MySqlServer.mySql();
        try (Connection connection = server.connect();
                Connection kept = server.connect()) {
            try (FrozenProcess frozen = server.freeze()) {
                assertThat(frozen).isNotNull();
                assertSilent(connection);
            }

            assertThat(number(kept, "SELECT 5")).isEqualTo(5);
        }
    }
}
