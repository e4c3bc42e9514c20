package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What another reader makes of files in every codec and format, from either engine.
class CodecsIT {
    @TempDir Path folder;

    @BeforeAll
    static void fill() {
        String[] table = {
            "DROP TABLE IF EXISTS codec_rows",
            "CREATE TABLE codec_rows (id INT PRIMARY KEY, amount DECIMAL(12,2), note VARCHAR(100))"
        };
        PostgresServer.newest().execute(table);
        PostgresServer.newest()
                .execute(
                        "INSERT INTO codec_rows SELECT g, g / 100.0, 'grün ' || g % 10"
                                + " FROM generate_series(1, 3000) g");
        MySqlServer.mySql().execute(table);
        MySqlServer.mySql()
                .execute(
                        "SET SESSION cte_max_recursion_depth = 10000",
                        "INSERT INTO codec_rows WITH RECURSIVE s(g) AS (SELECT 1 UNION ALL SELECT"
                                + " g + 1 FROM s WHERE g < 3000)"
                                + " SELECT g, g / 100, CONCAT('grün ', g % 10) FROM s");
    }

    static Stream<Arguments> codecs() {
        return Stream.of("postgres", "mysql")
                .flatMap(
                        engine ->
                                Stream.of("zstd", "snappy", "gzip", "lz4", "none")
                                        .map(codec -> Arguments.of(engine, codec)));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void parquet(String engine, String codec) throws SQLException {
        assertTheRowsAreIn(export(engine, "format: parquet\n  compression: " + codec));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mysql"})
    void csv(String engine) throws SQLException {
        assertTheRowsAreIn(export(engine, "format: csv"));
    }

    private Path export(String engine, String format) {
        Endpoint endpoint =
                engine.equals("postgres")
                        ? PostgresServer.newest().source().endpoint()
                        : MySqlServer.mySql().endpoint();
        Workspace workspace =
                Workspace.of(
                        folder,
                        engine,
                        endpoint,
                        """
                        - name: rows
                          table: codec_rows
                          destination: {type: local, path: out/rows}
                          %s
                        """
                                .formatted(format));
        workspace.run("--validate");
        List<Path> parts = workspace.parts("out/rows");
        assertThat(parts).hasSize(1);
        return parts.getFirst();
    }

    private static void assertTheRowsAreIn(Path file) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet row =
                        duck.createStatement()
                                .executeQuery(
                                        """
                                        SELECT count(*), sum(id), round(sum(amount), 2)::VARCHAR,
                                          count(DISTINCT note), max(note)
                                        FROM '%s'"""
                                                .formatted(file))) {
            row.next();
            assertThat(row.getLong(1)).isEqualTo(3_000);
            assertThat(row.getLong(2)).isEqualTo(4_501_500);
            assertThat(row.getString(3)).startsWith("45015.0");
            assertThat(row.getLong(4)).isEqualTo(10);
            assertThat(row.getString(5)).isEqualTo("grün 9");
        }
    }
}
