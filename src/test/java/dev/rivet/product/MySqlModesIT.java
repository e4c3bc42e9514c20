package dev.rivet.product;

import dev.rivet.testing.MySqlServer;
import java.sql.SQLException;
import java.util.List;

class MySqlModesIT extends ModesContract {
    private final MySqlServer server = MySqlServer.mySql();

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
                                "CREATE TABLE events (id bigint PRIMARY KEY, at datetime(6) NULL,"
                                        + " note varchar(40), KEY (at))",
                                more(1, rows)));
        analyze();
    }

    @Override
    String more(int from, int to) {
        return "INSERT INTO events WITH RECURSIVE n AS (SELECT "
                + from
                + " AS i UNION ALL SELECT i + 1 FROM n WHERE i < "
                + to
                + ") SELECT i, TIMESTAMPADD(MINUTE, i - 1, '2026-01-01'), CONCAT('note ', i) FROM n";
    }

    @Override
    String time() {
        return "datetime(6) NULL";
    }

    @Override
    void analyze() throws SQLException {
        database().execute(List.of("ANALYZE TABLE events"));
    }
}
