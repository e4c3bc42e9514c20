package dev.rivet.product;

import dev.rivet.testing.MySqlServer;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

class MySqlLateCommitsIT extends LateCommitsContract {
    @Override
    LiveDatabase database() {
        return LiveDatabase.of(MySqlServer.mySql());
    }

    @Override
    List<String> table() {
        return List.of(
                "DROP TABLE IF EXISTS late",
                "CREATE TABLE late (id bigint AUTO_INCREMENT PRIMARY KEY, at timestamp(6) NOT NULL"
                        + " DEFAULT CURRENT_TIMESTAMP(6), note varchar(20), second timestamp NOT NULL"
                        + " DEFAULT CURRENT_TIMESTAMP, KEY (at), KEY (second))");
    }

    @Override
    String begin(int writer, int round) {
        return writer == 0 ? "XA START " + name(writer, round) : "START TRANSACTION";
    }

    private static String name(int writer, int round) {
        return "'late_" + writer + "_" + round + "'";
    }

    @Override
    String prepare(Statement session, int writer, int round) throws SQLException {
        session.execute("XA END " + name(writer, round));
        session.execute("XA PREPARE " + name(writer, round));
        return "XA COMMIT " + name(writer, round);
    }
}
