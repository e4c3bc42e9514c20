package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the executable promises beyond the tests that it shares with the JVM form. The figures are
/// kept in `target/native.txt`.
class NativeIT {
    private static final Path FIGURES = Path.of("target/native.txt");
    private static final long MEBIBYTE = 1L << 20;

    /// The budget is that of optimized code; quickly built code, which is larger, is given more.
    private static final long MOST_RESIDENT = Long.getLong("rivet.test.resident", 152) * MEBIBYTE;

    private static final String WIDE =
            """
            CREATE TABLE wide AS
            SELECT g AS id, (g % 1000)::int AS shop, (g * 7919 % 100000)::int AS quantity,
              (g * 104729 % 99999999 / 100.0)::numeric(12,2) AS amount,
              (g * 7 % 1000000 / 10000.0)::numeric(14,4) AS tax, g / 3.0::float8 AS ratio,
              (g % 977)::real AS weight, TIMESTAMP '2020-01-01' + g * INTERVAL '1 second' AS made,
              TIMESTAMPTZ '2020-01-01 00:00Z' + g * INTERVAL '2 seconds' AS sold,
              DATE '2020-01-01' + (g % 2000)::int AS due, g % 3 = 0 AS paid,
              md5(g::text)::uuid AS ticket,
              jsonb_build_object('k', g % 50, 'name', 'item ' || g, 'tags', 'red, blue, green, white')
                AS doc,
              'customer ' || g % 50000 AS customer, 'street ' || g % 7000 AS street,
              (ARRAY['new','open','paid','sent','done'])[1 + g % 5] AS status,
              CASE WHEN g % 4 <> 0 THEN md5((g * 3)::text) END AS reference,
              repeat(md5((g / 10)::text), 3) AS comment,
              CASE WHEN g % 9 = 0 THEN 'note ' || g END AS note, decode(md5(g::text), 'hex') AS raw
            FROM generate_series(1::bigint, 1000000) g""";

    @TempDir Path folder;

    @BeforeAll
    static void forgetOldFigures() throws IOException {
        Files.deleteIfExists(FIGURES);
    }

    private static void note(String figure) throws IOException {
        Files.writeString(
                FIGURES, figure + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void isOneFileOfModestSize() throws IOException {
        long bytes = Files.size(RivetProcess.launcher());
        note(String.format(Locale.ROOT, "executable: %d MiB", bytes / MEBIBYTE));
        assertThat(bytes).isLessThan(120 * MEBIBYTE);
    }

    /// The best of many starts, because other work on the machine disturbs single ones. Measured
    /// around the child process, so a little of it is this test's own.
    @Test
    void startsInAnInstant() throws Exception {
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 30; i++) {
            long begin = System.nanoTime();
            Process process =
                    new ProcessBuilder(RivetProcess.launcher().toString(), "--version").start();
            assertThat(process.waitFor()).isZero();
            Duration taken = Duration.ofNanos(System.nanoTime() - begin);
            best = taken.compareTo(best) < 0 ? taken : best;
        }
        note(String.format(Locale.ROOT, "--version: %d ms at best", best.toMillis()));
        assertThat(best).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void aMillionWideRowsFitItsOwnBound() throws Exception {
        PostgresServer server = PostgresServer.newest();
        server.execute("DROP TABLE IF EXISTS wide", WIDE, "ALTER TABLE wide ADD PRIMARY KEY (id)");
        Workspace workspace =
                Workspace.of(
                        folder,
                        "postgres",
                        server.source().endpoint(),
                        """
                        - name: wide
                          table: wide
                          format: parquet
                          destination: {type: local, path: out/wide}
                        """);
        RivetProcess.Result result = workspace.rivet("run").within(Duration.ofMinutes(8)).run();
        server.execute("DROP TABLE wide");
        assertThat(result.exitCode()).as(result.toString()).isZero();
        List<Path> parts = workspace.parts("out/wide");
        long written = parts.stream().mapToLong(NativeIT::size).sum();
        note(
                String.format(
                        Locale.ROOT,
                        "1,000,000 rows of 20 columns: %.1f s, peak resident %d MiB, %d MiB written",
                        result.elapsed().toMillis() / 1e3,
                        result.peakMemoryBytes() / MEBIBYTE,
                        written / MEBIBYTE));
        assertThat(result.peakMemoryBytes()).isBetween(1L, MOST_RESIDENT);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
