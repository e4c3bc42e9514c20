package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Memory does not grow with the table, neither with its length nor with its width. The figures
/// are kept in `target/memory.txt`.
class MemoryIT {
    private static final Path FIGURES = Path.of("target/memory.txt");

    /// A heap of 192 MB, and what a JVM needs beside it.
    private static final long MOST_RESIDENT = 480L << 20;

    @TempDir Path folder;

    @Test
    void fiveMillionNarrowRowsFitASmallHeap() throws Exception {
        export(
                "narrow",
                5_000_000,
                """
                SELECT id, id % 1000 AS bucket, id * 0.5::float8 AS price,
                  TIMESTAMP '2026-01-01' + id * INTERVAL '1 second' AS happened
                FROM (SELECT generate_series(1, 5000000) AS id) s""");
    }

    @Test
    void threeHundredThousandVeryWideRowsFitASmallHeap() throws Exception {
        PostgresServer server = PostgresServer.newest();
        server.execute(
                "DROP TABLE IF EXISTS pages",
                "CREATE TABLE pages (id int, body text)",
                "ALTER TABLE pages ALTER body SET STORAGE EXTERNAL",
                """
                INSERT INTO pages
                SELECT p, string_agg(md5((p * 1000 + n)::text), '')
                FROM generate_series(1, 1000) p, generate_series(1, 640) n GROUP BY p""");
        export(
                "wide",
                300_000,
                "SELECT copy * 1000 + id AS id, body FROM (SELECT generate_series(0, 299) AS copy) c"
                        + " CROSS JOIN pages");
        server.execute("DROP TABLE pages");
    }

    /// With the limit raised and the heap left as it comes, it depends on the moment whether such
    /// values pass. Whatever becomes of them, the run ends, and is whole or says what to raise.
    @Test
    void valuesThatTheHeapMayNotHoldEndTheRunAllTheSame() throws Exception {
        PostgresServer server = PostgresServer.newest();
        server.execute(
                "DROP TABLE IF EXISTS heavy_values",
                "CREATE TABLE heavy_values (id int, body text)",
                "ALTER TABLE heavy_values ALTER body SET STORAGE EXTERNAL",
                "INSERT INTO heavy_values SELECT n, repeat(md5(n::text), 40 * 1024 * 1024 / 32)"
                        + " FROM generate_series(1, 6) n");
        Workspace workspace =
                Workspace.of(
                        folder,
                        "postgres",
                        server.source().endpoint(),
                        """
                        - name: heavy
                          table: heavy_values
                          format: parquet
                          tuning: {max_value_mb: 256}
                          destination: {type: local, path: out/heavy}
                        """);
        RivetProcess.Result result =
                workspace.rivet("run", "--json-errors").within(Duration.ofMinutes(2)).run();
        server.execute("DROP TABLE heavy_values");
        if (result.exitCode() == 0) {
            assertThat(workspace.manifest("out/heavy").get("row_count").asLong()).isEqualTo(6);
            return;
        }
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(Workspace.lastError(result).get("code").asText())
                .isEqualTo("RIVET_RUN_OUT_OF_MEMORY");
        assertThat(workspace.files("out/heavy")).isEmpty();
    }

    private void export(String name, long rows, String query) throws Exception {
        Workspace workspace =
                Workspace.of(
                        folder,
                        "postgres",
                        PostgresServer.newest().source().endpoint(),
                        """
                        - name: %1$s
                          query: >-
                        %2$s
                          format: parquet
                          compression_level: 1
                          destination: {type: local, path: out/%1$s}
                        """
                                .formatted(name, query.indent(4).stripTrailing()));
        RivetProcess.Result result =
                workspace
                        .rivet("run", "--validate")
                        .with("RIVET_JAVA_OPTS", "-Xmx192m")
                        .within(Duration.ofMinutes(8))
                        .run();
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(workspace.manifest("out/" + name).get("row_count").asLong()).isEqualTo(rows);
        Files.writeString(
                FIGURES,
                String.format(
                        Locale.ROOT,
                        "%s: %,d rows, -Xmx192m, peak resident %d MB%n",
                        name,
                        rows,
                        result.peakMemoryBytes() >> 20),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        assertThat(result.peakMemoryBytes()).isBetween(1L, MOST_RESIDENT);
    }
}
