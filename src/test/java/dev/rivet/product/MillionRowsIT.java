package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A million rows of both engines arrive, by count, sums and a hash over every text.
class MillionRowsIT {
    private static final String TABLE =
            """
            CREATE TABLE million (
              id BIGINT PRIMARY KEY, quantity INT, amount DECIMAL(14,4), ratio DOUBLE PRECISION,
              happened TIMESTAMP NULL, note VARCHAR(100))""";

    private static final String EXPORT =
            """
            - name: million
              table: million
              format: parquet
              destination: {type: local, path: out/million}
            """;

    @TempDir Path folder;

    @Test
    void fromPostgres() throws Exception {
        PostgresServer server = PostgresServer.newest();
        server.execute(
                "DROP TABLE IF EXISTS million",
                TABLE,
                """
                INSERT INTO million
                SELECT g, (g * 7919) % 100000, ((g * 104729) % 99999999) / 10000.0, g / 3.0,
                       CASE WHEN g % 10 <> 0 THEN TIMESTAMP '2020-01-01' + g * INTERVAL '1 minute' END,
                       CASE WHEN g % 7 <> 0 THEN md5(g::text) || ' é ' || g END
                FROM generate_series(1::bigint, 1000000) g""");
        Workspace workspace = Workspace.of(folder, "postgres", server.source().endpoint(), EXPORT);
        workspace.run("--validate");
        try (Connection source = server.connect()) {
            assertThat(exported(workspace))
                    .isEqualTo(
                            row(
                                    source,
                                    """
                                    SELECT count(*), sum(id), sum(quantity), sum(amount),
                                      count(happened), min(happened)::text, max(happened)::text,
                                      count(note), sum(('x' || substr(md5(note), 1, 8))::bit(32)::bigint)
                                    FROM million"""));
        } finally {
            server.execute("DROP TABLE million");
        }
    }

    @Test
    void fromMySql() throws Exception {
        MySqlServer server = MySqlServer.mySql();
        server.execute(
                "DROP TABLE IF EXISTS million",
                TABLE,
                "SET SESSION cte_max_recursion_depth = 1000001",
                """
                INSERT INTO million
                WITH RECURSIVE s(g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM s WHERE g < 1000000)
                SELECT g, (g * 7919) % 100000, ((g * 104729) % 99999999) / 10000, g / 3,
                       IF(g % 10 <> 0, TIMESTAMP('2020-01-01') + INTERVAL g MINUTE, NULL),
                       IF(g % 7 <> 0, CONCAT(MD5(g), ' é ', g), NULL)
                FROM s""");
        Workspace workspace = Workspace.of(folder, "mysql", server.endpoint(), EXPORT);
        workspace.run("--validate");
        try (Connection source = server.connect()) {
            assertThat(exported(workspace))
                    .isEqualTo(
                            row(
                                    source,
                                    """
                                    SELECT count(*), sum(id), sum(quantity), sum(amount),
                                      count(happened), CAST(min(happened) AS CHAR),
                                      CAST(max(happened) AS CHAR), count(note),
                                      sum(CAST(CONV(SUBSTR(MD5(note), 1, 8), 16, 10) AS UNSIGNED))
                                    FROM million"""));
        } finally {
            server.execute("DROP TABLE million");
        }
    }

    private static List<String> exported(Workspace workspace) throws SQLException {
        Path part = workspace.parts("out/million").getFirst();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            return row(
                    duck,
                    """
                    SELECT count(*), sum(id), sum(quantity), sum(amount),
                      count(happened), strftime(min(happened), '%%Y-%%m-%%d %%H:%%M:%%S'),
                      strftime(max(happened), '%%Y-%%m-%%d %%H:%%M:%%S'), count(note),
                      sum(('0x' || substr(md5(note), 1, 8))::UBIGINT)
                    FROM '%s'"""
                            .formatted(part));
        }
    }

    private static List<String> row(Connection connection, String sql) throws SQLException {
        try (ResultSet result = connection.createStatement().executeQuery(sql)) {
            result.next();
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                values.add(result.getString(i));
            }
            return values;
        }
    }
}
