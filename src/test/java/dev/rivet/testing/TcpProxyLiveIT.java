package dev.rivet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.SourceConfig.Endpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// With drivers in place of plain sockets: they send their statements so that the proxy sees them.
class TcpProxyLiveIT {
    private static final String QUESTION = "SELECT count(*) FROM between_statements";

    private static final String CHANGE = "TRUNCATE TABLE between_statements";
    private static final String[] PREPARATION = {
        "DROP TABLE IF EXISTS between_statements",
        "CREATE TABLE between_statements AS SELECT 1 AS id"
    };

    private static long ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUESTION)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Connection connect(String product, Endpoint server, String options)
            throws SQLException {
        return DriverManager.getConnection(
                String.format(
                        Locale.ROOT,
                        "jdbc:%s://%s:%d/%s%s",
                        product,
                        server.host(),
                        server.port(),
                        server.database(),
                        options),
                server.user(),
                server.password().reveal());
    }

    private static Connection connectToPostgres(TcpProxy proxy) throws SQLException {
        return connect("postgresql", proxy.source(PostgresServer.newest().source()).endpoint(), "");
    }

    /// Asks twice, and empties the table when the second question is on its way.
    private static void askAcrossAChange(TcpProxy proxy, Connection connection, Runnable change)
            throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Hold second = proxy.holdAt(Moment.of(QUESTION).nthTime(2))) {
            assertThat(ask(connection)).isEqualTo(1);

            Future<Long> answer = threads.submit(() -> ask(connection));
            second.await();
            change.run();
            second.release();

            assertThat(answer.get()).isZero();
        }
    }

    @Test
    void somethingHappensBetweenTwoStatementsOfPostgres() throws Exception {
        PostgresServer server = PostgresServer.newest();
        server.execute(PREPARATION);
        try (TcpProxy proxy = TcpProxy.to(server.source().endpoint());
                Connection connection = connectToPostgres(proxy)) {
            askAcrossAChange(proxy, connection, () -> server.execute(CHANGE));
        }
    }

    @Test
    void somethingHappensBetweenTwoStatementsOfMySql() throws Exception {
        MySqlServer server = MySqlServer.mySql();
        server.execute(PREPARATION);
        try (TcpProxy proxy = TcpProxy.to(server.endpoint());
                Connection connection =
                        connect(
                                "mysql",
                                proxy.endpoint(server.endpoint()),
                                "?allowPublicKeyRetrieval=true&sslMode=DISABLED")) {
            askAcrossAChange(proxy, connection, () -> server.execute(CHANGE));
        }
    }

    @Test
    void cancelRequestIsSeen() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(PostgresServer.newest().source().endpoint());
                Connection connection = connectToPostgres(proxy);
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
                    .hasMessageContaining("canceling statement");

            ProxiedConnection cancelling = proxy.connections().getLast();
            assertThat(cancelling.ordinal()).isEqualTo(2);
            assertThat(cancelling.hasSent(Moment.POSTGRES_CANCEL)).isTrue();
            cancelling.awaitEnd(Direction.TO_CLIENT);
        }
    }
}
