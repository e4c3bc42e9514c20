package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Lets a run die at each of its points, in each mode, on each engine, and looks at what the
/// next run delivers: what manifests name is what the source holds, every row once. Writes down
/// what was seen, for `docs/crash-matrix.md`.
class CrashMatrixIT {
    private static final int DEAD = 70;

    private static final Path PAGE = Path.of("docs", "crash-matrix.md");

    /// The executable starts so fast that it goes through all of it; the Java form, on further
    /// engines, through the modes that remember something.
    private static final boolean ALL = !RivetProcess.launcher().toString().contains("rivet-jvm");

    /// Points that every run comes to.
    private static final List<String> POINTS =
            List.of(
                    "after_source_read",
                    "before_commit_rename",
                    "after_file_write",
                    "after_publish",
                    "after_manifest_update",
                    "after_cursor_commit");

    /// Points of a chunk.
    private static final List<String> CHUNK_POINTS =
            List.of("after_chunk_file:2", "after_chunk_complete:2", "after_chunk_complete:5");

    /// By point and mode: what the crash left, and what the next run did.
    private static final Map<String, Map<String, String>> SEEN = new TreeMap<>();

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    @TempDir static Path folder;

    /// A mode, with what is true of its deliveries.
    private enum Scenario {
        FULL("full", ""),
        TIME_WINDOW("time_window", "mode: time_window\ntime_column: at\ndays_window: 36500"),
        FIRST("incremental, first run", "mode: incremental\ncursor_column: id"),
        NEXT("incremental, next run", "mode: incremental\ncursor_column: id"),
        OVERLAP(
                "incremental with overlap, a late row",
                "mode: incremental\ncursor_column: id\noverlap: 50"),
        CHUNKED(
                "chunked with checkpoint",
                "mode: chunked\nchunk_column: id\nchunk_count: 5\nchunk_checkpoint: true"),
        CHUNKED_ANEW("chunked without", "mode: chunked\nchunk_column: id\nchunk_count: 5");

        private final String label;
        private final String lines;

        Scenario(String label, String lines) {
            this.label = label;
            this.lines = lines;
        }

        boolean grows() {
            return this == FIRST || this == NEXT || this == OVERLAP;
        }

        List<String> points() {
            return this == CHUNKED
                    ? Stream.concat(POINTS.stream(), CHUNK_POINTS.stream()).toList()
                    : POINTS;
        }
    }

    @TestFactory
    Stream<DynamicTest> postgres() {
        return matrix(
                Stream.of(Scenario.values()),
                LiveDatabase.of(PostgresServer.newest()),
                "generate_series(1, %d) n",
                () -> "");
    }

    @TestFactory
    Stream<DynamicTest> mysql() {
        return matrix(
                further(),
                LiveDatabase.of(MySqlServer.mySql()),
                "(WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < %d)"
                        + " SELECT n FROM r) AS n",
                () -> "");
    }

    /// The state in PostgreSQL as well.
    @TestFactory
    Stream<DynamicTest> postgresWithItsState() {
        return matrix(
                further(),
                LiveDatabase.of(PostgresServer.newest()),
                "generate_series(1, %d) n",
                CrashMatrixIT::newSchema);
    }

    /// A schema of the server for the state of one case.
    private static String newSchema() {
        PostgresServer server = PostgresServer.newest();
        String schema = "crash_" + SCHEMAS.incrementAndGet();
        server.execute(
                "DROP SCHEMA IF EXISTS " + schema + " CASCADE",
                "CREATE SCHEMA " + schema,
                "GRANT ALL ON SCHEMA " + schema + " TO " + server.source().endpoint().user());
        Endpoint endpoint = server.source().endpoint();
        return String.format(
                Locale.ROOT,
                "postgresql://%s:%s@%s:%d/%s?currentSchema=%s",
                endpoint.user(),
                endpoint.password().reveal(),
                endpoint.host(),
                endpoint.port(),
                endpoint.database(),
                schema);
    }

    private static Stream<Scenario> further() {
        return ALL ? Stream.of(Scenario.values()) : Stream.of(Scenario.NEXT, Scenario.CHUNKED);
    }

    /// @param state the URL of a new state; empty for a file
    private static Stream<DynamicTest> matrix(
            Stream<Scenario> scenarios,
            LiveDatabase database,
            String series,
            Supplier<String> state) {
        return scenarios.flatMap(
                scenario ->
                        scenario.points().stream()
                                .map(
                                        point ->
                                                DynamicTest.dynamicTest(
                                                        scenario.label + ", " + point,
                                                        () ->
                                                                dies(
                                                                        database,
                                                                        series,
                                                                        scenario,
                                                                        point,
                                                                        state.get()))));
    }

    private static void dies(
            LiveDatabase database, String series, Scenario scenario, String point, String state)
            throws Exception {
        fill(database, series);
        Path own = Files.createTempDirectory(folder, "case");
        Workspace workspace =
                Workspace.of(
                        own,
                        database.engine(),
                        database.endpoint(),
                        """
                        - name: t
                          table: crashes
                          format: csv
                          destination: {type: local, path: out}
                        """
                                + scenario.lines.indent(2));
        if (scenario == Scenario.NEXT) {
            run(workspace, state);
            database.execute(List.of("INSERT INTO crashes VALUES (101, NULL), (102, NULL)"));
        }
        if (scenario == Scenario.OVERLAP) {
            database.execute(List.of("DELETE FROM crashes WHERE id = 90"));
            run(workspace, state);
            database.execute(
                    List.of("INSERT INTO crashes VALUES (90, NULL), (101, NULL), (102, NULL)"));
        }
        RivetProcess.Result died =
                workspace
                        .rivet("run")
                        .with("RIVET_TEST_PANIC_AT", point)
                        .with("RIVET_STATE_URL", state)
                        .run();
        assertThat(died.exitCode()).as(died.toString()).isEqualTo(DEAD);
        String left = left(own);
        RivetProcess.Result next = run(workspace, state);
        List<String> delivered =
                scenario.grows()
                        ? Delivered.all(own.resolve("out"))
                        : Delivered.newest(own.resolve("out"));
        assertThat(ids(delivered)).isEqualTo(ids(database));
        if (scenario == Scenario.OVERLAP) {
            run(workspace, state);
            assertThat(Delivered.all(own.resolve("out"))).isEqualTo(delivered);
        }
        if (scenario == Scenario.CHUNKED) {
            assertThat(Delivered.strays(own.resolve("out"))).isEmpty();
        }
        note(scenario, point, left + "; " + then(next));
    }

    private static RivetProcess.Result run(Workspace workspace, String state) {
        RivetProcess.Result result = workspace.rivet("run").with("RIVET_STATE_URL", state).run();
        assertThat(result.exitCode()).as(result.toString()).isZero();
        return result;
    }

    private static void fill(LiveDatabase database, String series) throws SQLException {
        database.execute(
                List.of(
                        "DROP TABLE IF EXISTS crashes",
                        "CREATE TABLE crashes (id bigint PRIMARY KEY, at timestamp NULL)",
                        "INSERT INTO crashes SELECT n, '2026-01-01 00:00:00' FROM "
                                + String.format(Locale.ROOT, series, 100)));
    }

    private static String left(Path own) {
        Path out = own.resolve("out");
        List<String> parts = new ArrayList<>();
        boolean manifest = Files.exists(out.resolve("manifest.json"));
        boolean marked = Files.exists(out.resolve("_SUCCESS"));
        int strays = Delivered.strays(out).size();
        parts.add(manifest ? (marked ? "manifest and marker" : "manifest") : "no manifest");
        if (strays > 0) {
            parts.add(strays + (strays == 1 ? " file" : " files") + " that no manifest names");
        }
        return String.join(", ", parts);
    }

    private static String then(RivetProcess.Result next) {
        return next.stderr().contains("this run continues")
                ? "continued"
                : next.stderr().contains(" 0 rows") ? "nothing to read" : "read";
    }

    private static List<String> ids(List<String> lines) {
        return lines.stream().map(line -> line.substring(0, line.indexOf(','))).sorted().toList();
    }

    private static List<String> ids(LiveDatabase database) throws SQLException {
        return database.ask("SELECT id FROM crashes").stream()
                .map(row -> String.valueOf(row.getFirst()))
                .sorted()
                .toList();
    }

    private static void note(Scenario scenario, String point, String seen) {
        synchronized (SEEN) {
            SEEN.computeIfAbsent(scenario.label, each -> new TreeMap<>()).put(point, seen);
        }
    }

    /// Both engines have to agree, and the page with them.
    @AfterAll
    static void thePageSaysWhatWasSeen() throws IOException {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Crash matrix

                        What a run leaves that dies at one of its points (`kill -9`, a full machine, no power), and
                        what the next plain `rivet run` does. Seen on PostgreSQL and MySQL, with the state in a file and in PostgreSQL alike; after the next run,
                        what manifests name is what the source holds, every row once. Written by CrashMatrixIT.

                        """);
        for (Scenario scenario : Scenario.values()) {
            page.append("## ").append(scenario.label).append("\n\n");
            page.append("| dies | leaves; the next run |\n|---|---|\n");
            for (String point : scenario.points()) {
                page.append("| `").append(point).append("` | ");
                page.append(SEEN.getOrDefault(scenario.label, Map.of()).get(point)).append(" |\n");
            }
            page.append('\n');
        }
        String text = page.toString().stripTrailing() + "\n";
        if (Boolean.getBoolean("rivet.docs.write")) {
            Files.writeString(PAGE, text);
        }
        assertThat(PAGE).hasContent(text);
    }
}
