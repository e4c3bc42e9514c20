package dev.rivet.state.jdbc;

import dev.rivet.testing.PostgresServer;
import org.junit.jupiter.api.AfterEach;

/// The state in PostgreSQL remembers as it does in a file.
class PostgresStateLiveIT implements StateStoreContract, OwnerStoreContract, ProgressContract {
    private final PostgresBackend backend = PostgresBackend.on(PostgresServer.newest());
    private final JdbcStateStore store = backend.open();

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public StateBackend backend() {
        return backend;
    }

    @Override
    public JdbcStateStore store() {
        return store;
    }
}
