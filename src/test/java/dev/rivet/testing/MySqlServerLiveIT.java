package dev.rivet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import org.junit.jupiter.api.Test;

class MySqlServerLiveIT {
    @Test
    void mySqlAnswers() throws Exception {
        assertThat(version(MySqlServer.mySql())).startsWith("8.0");
    }

    @Test
    void mariaDbAnswers() throws Exception {
        assertThat(version(MySqlServer.mariaDb())).contains("MariaDB");
    }

    private static String version(MySqlServer server) throws Exception {
        try (Connection connection = server.connect();
                ResultSet row = connection.createStatement().executeQuery("SELECT VERSION()")) {
            row.next();
            return row.getString(1);
        }
    }
}
