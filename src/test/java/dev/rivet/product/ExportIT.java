package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.destination.FileDigest;
import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportIT {
    private static final String SHOP =
            """
            CREATE TABLE shop_orders (
              id BIGINT PRIMARY KEY, customer INT, amount DECIMAL(12,2), note VARCHAR(200),
              created_at TIMESTAMP NULL)""";

    private static final String ORDERS =
            """
            - name: orders
              table: shop_orders
              format: parquet
              destination: {type: local, path: out/orders}
            """;

    @TempDir Path folder;

    @BeforeAll
    static void fill() {
        PostgresServer.newest()
                .execute(
                        "DROP TABLE IF EXISTS shop_orders",
                        SHOP,
                        "INSERT INTO shop_orders SELECT g, g % 100, g / 100.0, 'note ' || g,"
                                + " TIMESTAMP '2026-01-01' + g * INTERVAL '1 second'"
                                + " FROM generate_series(1, 5000) g");
        MySqlServer.mySql()
                .execute(
                        "DROP TABLE IF EXISTS shop_orders",
                        SHOP,
                        "SET SESSION cte_max_recursion_depth = 10000",
                        "INSERT INTO shop_orders WITH RECURSIVE s(g) AS (SELECT 1 UNION ALL SELECT"
                                + " g + 1 FROM s WHERE g < 5000) SELECT g, g % 100, g / 100,"
                                + " CONCAT('note ', g),"
                                + " TIMESTAMP('2026-01-01') + INTERVAL g SECOND FROM s");
    }

    private Workspace postgres(String exports) {
        return Workspace.of(
                folder, "postgres", PostgresServer.newest().source().endpoint(), exports);
    }

    private Workspace mysql(String exports) {
        return Workspace.of(folder, "mysql", MySqlServer.mySql().endpoint(), exports);
    }

    @Test
    void exportsATableOfPostgresToParquet() throws Exception {
        Workspace workspace = postgres(ORDERS);
        RivetProcess.Result result = workspace.run("--validate");
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).contains("5,000", "validated", "pass");
        assertTheOrdersAreThere(workspace);
    }

    @Test
    void exportsATableOfMySqlToParquet() throws Exception {
        Workspace workspace = mysql(ORDERS);
        workspace.run("--validate");
        assertTheOrdersAreThere(workspace);
        assertThat(workspace.manifest("out/orders").at("/source/consistency").asText())
                .contains("key ranges by id");
    }

    private static void assertTheOrdersAreThere(Workspace workspace) throws Exception {
        Path part = workspace.parts("out/orders").getFirst();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet row =
                        duck.createStatement()
                                .executeQuery(
                                        "SELECT count(*), sum(id), sum(amount), max(note),"
                                                + " max(created_at)::VARCHAR FROM '"
                                                + part
                                                + "'")) {
            row.next();
            assertThat(row.getLong(1)).isEqualTo(5_000);
            assertThat(row.getLong(2)).isEqualTo(12_502_500);
            assertThat(row.getBigDecimal(3)).isEqualByComparingTo("125025.00");
            assertThat(row.getString(4)).isEqualTo("note 999");
            assertThat(row.getString(5)).startsWith("2026-01-01 01:23:20");
        }
        String marker = Files.readString(workspace.folder().resolve("out/orders/_SUCCESS"));
        byte[] manifest =
                Files.readAllBytes(workspace.folder().resolve("out/orders/manifest.json"));
        assertThat(marker).isEqualTo(FileDigest.fingerprint(manifest) + "\n");
        JsonNode document = workspace.manifest("out/orders");
        assertThat(document.get("row_count").asLong()).isEqualTo(5_000);
        assertThat(document.get("status").asText()).isEqualTo("success");
    }

    @Test
    void remembersFilesAndRuns() {
        Workspace workspace = postgres(ORDERS);
        workspace.run();
        workspace.run();
        JsonNode files = Workspace.json(workspace.rivet("state files", "--json").run().stdout());
        assertThat(files).hasSize(2);
        assertThat(files.get(0).get("row_count").asLong()).isEqualTo(5_000);
        JsonNode runs = Workspace.json(workspace.rivet("metrics", "--json").run().stdout());
        assertThat(runs).hasSize(2);
        assertThat(runs.get(0).get("status").asText()).isEqualTo("success");
        assertThat(runs.get(0).get("schema_changed").asBoolean()).isFalse();
        assertThat(workspace.files("out/orders"))
                .filteredOn(name -> name.endsWith(".parquet"))
                .hasSize(2);
        assertThat(workspace.parts("out/orders")).hasSize(1);
        assertThat(workspace.files(".rivet/runs"))
                .filteredOn(name -> name.endsWith("summary.json"))
                .hasSize(2);
    }

    @Test
    void writesCsvToStandardOutputAndNothingElseThere() {
        Workspace workspace =
                postgres(
                        """
                        - name: few
                          query: SELECT id, note FROM shop_orders WHERE id <= ${limit} ORDER BY id
                          format: csv
                          destination: {type: stdout}
                        """);
        RivetProcess.Result result = workspace.run("-p", "limit=3");
        assertThat(result.stdout()).isEqualTo("id,note\n1,note 1\n2,note 2\n3,note 3\n");
        assertThat(workspace.files("out")).isEmpty();
    }

    @Test
    void failsWhenStandardOutputTakesNoMore() {
        Workspace workspace =
                postgres(
                        """
                        - name: few
                          table: shop_orders
                          format: csv
                          destination: {type: stdout}
                        """);
        RivetProcess.Result result =
                RivetProcess.launch(
                                Path.of("/bin/sh"),
                                "-c",
                                "exec \"$RIVET\" run -c rivet.yaml >/dev/full")
                        .in(workspace.folder())
                        .with("RIVET", RivetProcess.launcher().toString())
                        .with(
                                "RIVET_IT_PASSWORD",
                                PostgresServer.newest().source().endpoint().password().reveal())
                        .run();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.stderr()).contains("[RIVET_DEST_WRITE_FAILED] Cannot write to standard");
    }

    @Test
    void tellsASchedulerEverythingInTheAggregate() throws IOException {
        Workspace workspace =
                postgres(
                        ORDERS
                                + """
                                - name: missing
                                  table: no_such_table
                                  format: parquet
                                  destination: {type: local, path: out/missing}
                                """);
        Path summary = folder.resolve("reports/run.json");
        RivetProcess.Result result =
                workspace
                        .rivet(
                                "run",
                                "--summary-output",
                                summary.toString(),
                                "--json-errors",
                                "--no-notify",
                                "--lock-wait",
                                "5",
                                "--json")
                        .run();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        JsonNode aggregate = workspace.json(summary);
        assertThat(Workspace.json(result.stdout())).isEqualTo(aggregate);
        assertThat(aggregate.at("/per_export/0/status").asText()).isEqualTo("success");
        assertThat(aggregate.at("/per_export/0/rows").asLong()).isEqualTo(5_000);
        assertThat(aggregate.at("/per_export/1/status").asText()).isEqualTo("failed");
        assertThat(aggregate.at("/per_export/1/error/code").asText())
                .isEqualTo("RIVET_SOURCE_TABLE_NOT_FOUND");
        JsonNode error = Workspace.lastError(result);
        assertThat(error.get("code").asText()).isEqualTo("RIVET_SOURCE_TABLE_NOT_FOUND");
        assertThat(error.at("/failures/0/export").asText()).isEqualTo("missing");
        assertThat(error.get("exit_class").asInt()).isEqualTo(1);
    }

    @Test
    void cutsFilesAtTheSizeThatWasAskedFor() throws Exception {
        Workspace workspace =
                postgres(
                        """
                        - name: cut
                          query: >-
                            SELECT g AS id, md5(g::text) || md5((-g)::text) AS text
                            FROM generate_series(1, 100000) g
                          format: parquet
                          max_file_size: 1MB
                          destination: {type: local, path: out/cut}
                        """);
        workspace.run("--validate");
        List<Path> parts = workspace.parts("out/cut");
        assertThat(parts).hasSizeBetween(3, 10);
        for (Path part : parts) {
            assertThat(Files.size(part)).isLessThan(1_400_000);
        }
        assertThat(count("out/cut/*.parquet")).isEqualTo(100_000);
    }

    private long count(String pattern) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet row =
                        duck.createStatement()
                                .executeQuery(
                                        "SELECT count(*) FROM '" + folder.resolve(pattern) + "'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
