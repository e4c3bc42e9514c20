package dev.rivet.state.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.PgBouncer;
import dev.rivet.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A state behind a pooler that gives the server's connections to somebody else after each
/// transaction, with that pooler's own settings.
class PostgresPoolerLiveIT implements StateStoreContract, OwnerStoreContract {
    private static final int POOL = 4;

    private final PostgresServer server = PostgresServer.newest();
    private final PgBouncer pooler =
            PgBouncer.over(
                    server,
                    PgBouncer.PoolMode.TRANSACTION,
                    POOL,
                    Map.of("ignore_startup_parameters", ""));
    private final PostgresBackend backend =
            PostgresBackend.on(server).throughPort(pooler.source().endpoint().port());
    private final JdbcStateStore store = backend.open();

    @AfterEach
    void close() {
        store.close();
        pooler.close();
    }

    @Override
    public StateBackend backend() {
        return backend;
    }

    @Override
    public JdbcStateStore store() {
        return store;
    }

    /// Nothing that was set for the state, or while its tables were made, is met by those who get
    /// the connections next.
    @Test
    void othersFindTheConnectionsAsTheyLeftThem() throws Exception {
        store.schemas().forget("orders");
        List<Connection> others = new ArrayList<>();
        try {
            for (int i = 0; i < POOL; i++) {
                Connection other = pooler.connect();
                others.add(other);
                other.setAutoCommit(false);
                assertThat(settings(other)).isEqualTo("\"$user\", public 0 0 0");
            }
        } finally {
            for (Connection other : others) {
                other.close();
            }
        }
    }

    private static String settings(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                SELECT current_setting('search_path') || ' '
                                    || current_setting('statement_timeout') || ' '
                                    || (SELECT COUNT(*) FROM pg_prepared_statements) || ' '
                                    || (SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory')
                                """)) {
            row.next();
            return row.getString(1);
        }
    }
}
