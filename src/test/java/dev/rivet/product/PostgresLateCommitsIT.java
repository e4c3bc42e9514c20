package dev.rivet.product;

import dev.rivet.testing.PostgresServer;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresLateCommitsIT extends LateCommitsContract {
    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.startOwn(Map.of("max_prepared_transactions", "10"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    LiveDatabase database() {
        return LiveDatabase.of(server);
    }

    @Override
    List<String> table() {
        return List.of(
                "DROP TABLE IF EXISTS late",
                "CREATE TABLE late (id bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT"
                        + " now(), note text, second timestamptz(0) NOT NULL DEFAULT now())",
                "CREATE INDEX ON late (at)",
                "CREATE INDEX ON late (second)");
    }

    @Override
    String begin(int writer, int round) {
        return "BEGIN";
    }

    @Override
    String prepare(Statement session, int writer, int round) throws SQLException {
        String name = "'late_" + writer + "_" + round + "'";
        session.execute("PREPARE TRANSACTION " + name);
        return "COMMIT PREPARED " + name;
    }
}
