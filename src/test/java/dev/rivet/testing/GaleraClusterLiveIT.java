package dev.rivet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GaleraClusterLiveIT {
    private static GaleraCluster cluster;

    @BeforeAll
    static void start() {
        cluster = GaleraCluster.start();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    /// Counts after everything is applied that was written on any node before.
    private static long count(MySqlServer server, String table) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION wsrep_sync_wait = 1");
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Test
    void eachNodeHasWhatIsWrittenOnTheOther() throws Exception {
        cluster.first()
                .execute(
                        "CREATE TABLE shared (id INT PRIMARY KEY)",
                        "INSERT INTO shared VALUES (1)");
        assertThat(count(cluster.second(), "shared")).isEqualTo(1);

        cluster.second().execute("INSERT INTO shared VALUES (2)");
        assertThat(count(cluster.first(), "shared")).isEqualTo(2);
    }

    @Test
    void lockOnOneNodeHoldsUpWhatTheOtherHasWritten() throws Exception {
        cluster.first().execute("CREATE TABLE held (id INT PRIMARY KEY)");
        try (Connection guard = cluster.first().connect();
                Connection waiting = cluster.first().connect();
                Statement locking = guard.createStatement();
                Statement reading = waiting.createStatement()) {
            reading.execute("SET SESSION wsrep_sync_wait = 1");
            locking.execute("LOCK TABLES held READ");
            cluster.second().execute("INSERT INTO held VALUES (1)");

            waiting.setNetworkTimeout(Runnable::run, 1000);
            assertThatThrownBy(() -> reading.execute("START TRANSACTION"))
                    .isInstanceOf(SQLException.class);
            locking.execute("UNLOCK TABLES");
        }
        assertThat(count(cluster.first(), "held")).isEqualTo(1);
    }
}
