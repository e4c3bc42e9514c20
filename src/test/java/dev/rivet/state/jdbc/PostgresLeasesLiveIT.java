package dev.rivet.state.jdbc;

import dev.rivet.testing.PostgresServer;

/// Leases in PostgreSQL, for processes of one machine and of several.
class PostgresLeasesLiveIT implements LeasesContract {
    private final PostgresBackend backend = PostgresBackend.on(PostgresServer.newest());

    @Override
    public StateBackend backend() {
        return backend;
    }
}
