package dev.rivet.product;

import dev.rivet.testing.PostgresServer;
import java.sql.SQLException;
import java.util.List;

class PostgresModesIT extends ModesContract {
    private final PostgresServer server = PostgresServer.newest();

    @Override
    LiveDatabase database() {
        return LiveDatabase.of(server);
    }

    @Override
    void events(int rows) throws SQLException {
        database()
                .execute(
                        List.of(
                                "DROP TABLE IF EXISTS events",
                                "CREATE TABLE events (id bigint PRIMARY KEY, at timestamp,"
                                        + " note varchar(40))",
                                "CREATE INDEX ON events (at)",
                                "INSERT INTO events SELECT n, timestamp '2026-01-01' + (n - 1) *"
                                        + " interval '1 minute', 'note ' || n FROM"
                                        + " generate_series(1, "
                                        + rows
                                        + ") n"));
        analyze();
    }

    @Override
    String more(int from, int to) {
        return "INSERT INTO events SELECT n, timestamp '2026-01-01' + (n - 1) * interval"
                + " '1 minute', 'note ' || n FROM generate_series("
                + from
                + ", "
                + to
                + ") n";
    }

    @Override
    String time() {
        return "timestamp";
    }

    @Override
    void analyze() throws SQLException {
        database().execute(List.of("ANALYZE events"));
    }
}
