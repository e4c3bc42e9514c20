package dev.rivet.state.jdbc;

import dev.rivet.state.StateLocation;
import dev.rivet.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A schema of its own on a server, reached through a port. Its leases go by the server's clock:
/// when time passes, it is they that are moved.
record PostgresBackend(PostgresServer server, int port, String schema, SettableClock clock)
        implements StateBackend {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    static PostgresBackend on(PostgresServer server) {
        String schema = "State " + SCHEMAS.incrementAndGet();
        server.execute(
                "DROP SCHEMA IF EXISTS \"" + schema + "\" CASCADE",
                "CREATE SCHEMA \"" + schema + "\"",
                "GRANT ALL ON SCHEMA \"" + schema + "\" TO " + server.source().endpoint().user());
        return new PostgresBackend(
                server, server.source().endpoint().port(), schema, new SettableClock());
    }

    /// The same schema, reached through something else.
    PostgresBackend throughPort(int other) {
        return new PostgresBackend(server, other, schema, clock);
    }

    @Override
    public String url() {
        String address = ":" + server.source().endpoint().port() + "/";
        return server.url().replace(address, ":" + port + "/")
                + "?currentSchema=%22"
                + schema.replace(" ", "%20")
                + "%22";
    }

    StateLocation.Postgres location() {
        return location(url());
    }

    static StateLocation.Postgres location(String url) {
        return (StateLocation.Postgres) StateLocation.of(Path.of("/nowhere"), url);
    }

    @Override
    public JdbcStateStore open(ProcessIdentity self) {
        return JdbcStateStore.open(location(), clock, self);
    }

    @Override
    public Database database() {
        return PostgresDatabase.open(location(), Patience.USUAL);
    }

    @Override
    public Connection connect() throws SQLException {
        Connection connection = server.connect();
        connection.setSchema(schema);
        return connection;
    }

    @Override
    public void advance(Duration time) throws SQLException {
        for (String column : List.of("acquired_at", "expires_at")) {
            for (String export : select("SELECT export_name FROM export_lease")) {
                String where = " WHERE export_name = '" + export + "'";
                Instant then =
                        Instant.parse(
                                select("SELECT " + column + " FROM export_lease" + where)
                                        .getFirst());
                execute(
                        "UPDATE export_lease SET %s = '%s'%s"
                                .formatted(column, then.minus(time), where));
            }
        }
    }
}
