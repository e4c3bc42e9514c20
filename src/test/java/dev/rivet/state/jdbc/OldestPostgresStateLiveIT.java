package dev.rivet.state.jdbc;

import dev.rivet.testing.PostgresServer;
import org.junit.jupiter.api.AfterEach;

/// The same in the oldest PostgreSQL that is tested.
class OldestPostgresStateLiveIT implements StateStoreContract, OwnerStoreContract {
    private final PostgresBackend backend = PostgresBackend.on(PostgresServer.oldest());
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
