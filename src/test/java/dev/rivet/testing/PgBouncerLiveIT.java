package dev.rivet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.testing.PgBouncer.PoolMode;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PgBouncerLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();

    private static int backend(Connection connection) throws SQLException {
        try (ResultSet row = connection.createStatement().executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void sessionsKeepTheirServerConnection() throws Exception {
        try (PgBouncer bouncer = PgBouncer.over(SERVER, PoolMode.SESSION, 2);
                Connection first = bouncer.connect();
                Connection second = bouncer.connect()) {
            assertThat(backend(first)).isNotEqualTo(backend(second));
            assertThat(bouncer.isAlive()).isTrue();
        }
    }

    @Test
    void transactionsShareAServerConnection() throws Exception {
        try (PgBouncer bouncer = PgBouncer.over(SERVER, PoolMode.TRANSACTION, 1);
                Connection first = bouncer.connect();
                Connection second = bouncer.connect()) {
            assertThat(backend(first)).isEqualTo(backend(second));
        }
    }

    @Test
    void fullPoolMakesOthersWait() throws Exception {
        try (PgBouncer bouncer =
                        PgBouncer.over(
                                SERVER,
                                PoolMode.TRANSACTION,
                                1,
                                Map.of("query_wait_timeout", "1"));
                Connection first = bouncer.connect();
                Connection second = bouncer.connect()) {
            first.setAutoCommit(false);
            backend(first);

            assertThatThrownBy(() -> backend(second)).hasMessageContaining("query_wait_timeout");
            assertThat(bouncer.isAlive()).isTrue();
        }
    }

    @Test
    void statementModeKnowsNoTransactions() throws Exception {
        try (PgBouncer bouncer = PgBouncer.over(SERVER, PoolMode.STATEMENT, 1);
                Connection connection = bouncer.connect()) {
            connection.setAutoCommit(false);

            assertThatThrownBy(() -> backend(connection)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void startupParameterIsIgnoredUnlessSettingsSayOtherwise() throws Exception {
        try (PgBouncer ignoring = PgBouncer.over(SERVER, PoolMode.SESSION, 1);
                PgBouncer refusing =
                        PgBouncer.over(
                                SERVER,
                                PoolMode.SESSION,
                                1,
                                Map.of("ignore_startup_parameters", ""))) {
            assertThat(answerToFloatDigits(ignoring)).startsWith("R");
            assertThat(answerToFloatDigits(refusing))
                    .startsWith("E")
                    .contains("unsupported startup parameter: extra_float_digits");
        }
    }

    /// What comes first to a client that sends that parameter before its login, as rivet does.
    private static String answerToFloatDigits(PgBouncer bouncer) throws IOException {
        Endpoint endpoint = bouncer.source().endpoint();
        String parameters =
                String.join(
                        "\0",
                        "user",
                        endpoint.user(),
                        "database",
                        endpoint.database(),
                        "extra_float_digits",
                        "2",
                        "\0");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            // It takes no message in pieces before the login.
            var out =
                    new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1024));
            out.writeInt(Integer.BYTES + Integer.BYTES + parameters.length());
            out.writeInt(3 << 16);
            out.writeBytes(parameters);
            out.flush();
            byte[] answer = new byte[1 << 10];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, length, StandardCharsets.US_ASCII);
        }
    }
}
