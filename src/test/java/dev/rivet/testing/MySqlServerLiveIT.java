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

    @Test
    void twoOfAKindRunBesideEachOtherWithSettingsOfTheirOwn() throws Exception {
        MySqlServer shared = MySqlServer.mySql();
        try (MySqlServer own =
                MySqlServer.startOwnMySql(
                        "default_authentication_plugin=mysql_native_password",
                        "max_connections=5")) {
            assertThat(value(own, "@@server_uuid")).isNotEqualTo(value(shared, "@@server_uuid"));
            assertThat(value(own, "@@max_connections")).isEqualTo("5");
            assertThat(value(own, "@@datadir")).isNotEqualTo(value(shared, "@@datadir"));
            assertThat(ask(own, "SELECT plugin FROM mysql.user WHERE user = 'rivet'"))
                    .isEqualTo("mysql_native_password");
        }
        assertThat(version(shared)).startsWith("8.0");
    }

    @Test
    void ownMariaDbRunsBesideTheOthers() throws Exception {
        try (MySqlServer own = MySqlServer.startOwnMariaDb("skip-ssl", "innodb_table_locks=OFF")) {
            assertThat(version(own)).contains("MariaDB");
            assertThat(value(own, "@@server_uid"))
                    .isNotEqualTo(value(MySqlServer.mariaDb(), "@@server_uid"));
            assertThat(value(own, "@@port")).isNotEqualTo(value(MySqlServer.mariaDb(), "@@port"));
            assertThat(value(own, "@@innodb_table_locks")).isEqualTo("0");
        }
    }

    private static String value(MySqlServer server, String variable) throws Exception {
        return ask(server, "SELECT " + variable);
    }

    private static String version(MySqlServer server) throws Exception {
        return ask(server, "SELECT VERSION()");
    }

    private static String ask(MySqlServer server, String sql) throws Exception {
        try (Connection connection = server.connect();
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
