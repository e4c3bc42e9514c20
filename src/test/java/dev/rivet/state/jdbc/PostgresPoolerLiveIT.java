package dev.rivet.state.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.PgBouncer;
import dev.rivet.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A state behind a pooler that gives the server's connections to somebody else after each
/// transaction, with that pooler's own settings.
class PostgresPoolerLiveIT implements StateStoreContract, OwnerStoreContract {
    private final PostgresServer server = PostgresServer.newest();
    private final PgBouncer pooler =
            PgBouncer.over(
                    server,
                    PgBouncer.PoolMode.TRANSACTION,
                    4,
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

    /// Nothing that was set for the state is met by the next who gets the connection.
    @Test
    void othersFindTheConnectionAsTheyLeftIt() throws Exception {
        store.schemas().forget("orders");
        try (Connection other = pooler.connect();
                Statement statement = other.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                SELECT current_setting('search_path'),
                                    current_setting('statement_timeout'),
                                    (SELECT COUNT(*) FROM pg_prepared_statements),
                                    (SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory')
                                """)) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("\"$user\", public");
            assertThat(row.getString(2)).isEqualTo("0");
            assertThat(row.getInt(3)).isZero();
            assertThat(row.getInt(4)).isZero();
        }
    }
}
