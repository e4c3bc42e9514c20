package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.encode.DuckDb;
import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryIT {
    private static final List<String> TABLES =
            List.of(
                    "DROP TABLE IF EXISTS joined_lines",
                    "DROP TABLE IF EXISTS joined_rates",
                    "CREATE TABLE joined_lines (id INT PRIMARY KEY, rate_id INT,"
                            + " net DECIMAL(10,2), big DECIMAL(30,10))",
                    "CREATE TABLE joined_rates (rate_id INT PRIMARY KEY, rate DECIMAL(20,6))",
                    "INSERT INTO joined_lines VALUES (1, 7, 10.5, 12345678901234567890.0123456789),"
                            + " (2, 8, -0.01, NULL)",
                    "INSERT INTO joined_rates VALUES (7, 0.000001)");

    private static final String JOIN =
            """
            - name: joined
              query: >-
                SELECT a.id, x.net, x.big, b.rate
                FROM joined_lines a
                JOIN (SELECT id AS line_id, net, big FROM joined_lines) x ON x.line_id = a.id
                LEFT JOIN joined_rates b ON b.rate_id = a.rate_id
                ORDER BY a.id
              format: parquet
              destination: {type: local, path: out/joined}
            """;

    @TempDir Path folder;

    @BeforeAll
    static void fill() throws Exception {
        LiveDatabase.of(PostgresServer.newest()).execute(TABLES);
        LiveDatabase.of(MySqlServer.mySql()).execute(TABLES);
    }

    private Workspace postgres(String exports) {
        return Workspace.of(
                folder, "postgres", PostgresServer.newest().source().endpoint(), exports);
    }

    @Test
    void numbersKeepTheirPrecisionThroughJoinsInPostgres() throws Exception {
        assertJoinIsExact(postgres(JOIN));
    }

    @Test
    void numbersKeepTheirPrecisionThroughJoinsInMySql() throws Exception {
        assertJoinIsExact(Workspace.of(folder, "mysql", MySqlServer.mySql().endpoint(), JOIN));
    }

    private static void assertJoinIsExact(Workspace workspace) throws Exception {
        workspace.run("--validate");
        Path part = workspace.parts("out/joined").getFirst();
        try (DuckDb duck = new DuckDb()) {
            assertThat(
                            duck.rows(
                                    "SELECT id, typeof(net) || ' ' || net, typeof(big),"
                                            + " big::VARCHAR, typeof(rate), rate::VARCHAR FROM '"
                                            + part
                                            + "'"))
                    .hasToString(
                            "[[1, DECIMAL(10,2) 10.50, DECIMAL(30,10),"
                                    + " 12345678901234567890.0123456789, DECIMAL(20,6), 0.000001],"
                                    + " [2, DECIMAL(10,2) -0.01, DECIMAL(30,10), null,"
                                    + " DECIMAL(20,6), null]]");
        }
    }

    @Test
    void aQueryFileIsReadBesideTheConfigurationWithItsParametersFilledIn() throws Exception {
        Files.createDirectories(folder.resolve("sql"));
        Files.writeString(
                folder.resolve("sql/lines.sql"),
                """
                -- the lines from ${first} on
                SELECT id, net
                FROM joined_lines
                WHERE id >= ${first}
                """);
        Workspace workspace =
                postgres(
                        """
                        - name: lines
                          query_file: sql/lines.sql
                          format: csv
                          destination: {type: local, path: out/lines}
                        """);
        workspace.run("--param", "first=2");
        assertThat(workspace.parts("out/lines"))
                .singleElement()
                .satisfies(part -> assertThat(part).hasContent("id,net\n2,-0.01\n"));
    }
}
