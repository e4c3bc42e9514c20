package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.testing.RivetProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How much a run reads, mode by mode, and that runs which follow on each other deliver every row
/// once.
abstract class ModesContract {
    @TempDir Path folder;

    abstract EventsTable table();

    private void events(int rows) throws SQLException {
        table().fill(rows);
    }

    private LiveDatabase database() {
        return table().database();
    }

    private Workspace workspace(String lines) {
        return table().workspace(folder, lines);
    }

    private Path out() {
        return folder.resolve("out");
    }

    private static RivetProcess.Result failed(Workspace workspace, int exit, String code) {
        RivetProcess.Result result = workspace.rivet("run").run();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(exit);
        assertThat(result.stderr()).contains(code);
        return result;
    }

    @Test
    void aRunReadsWhatIsNewSinceTheLast() throws Exception {
        events(100);
        Workspace workspace = workspace("mode: incremental\ncursor_column: id");
        workspace.run();
        assertThat(EventsTable.ids(Delivered.newest(out())).stream().sorted())
                .isEqualTo(EventsTable.ids(1, 100));
        JsonNode extraction = workspace.manifest("out").get("source").get("extraction");
        assertThat(extraction.get("strategy").asText()).isEqualTo("incremental");
        assertThat(extraction.get("cursor_column").asText()).isEqualTo("id");
        assertThat(extraction.get("cursor_type").asText()).isEqualTo("integer");
        assertThat(extraction.get("cursor_high").asText()).isEqualTo("100");
        assertThat(extraction.has("cursor_low")).isFalse();

        database().execute(List.of(table().more(101, 130)));
        workspace.run();
        assertThat(EventsTable.ids(Delivered.newest(out())).stream().sorted())
                .isEqualTo(EventsTable.ids(101, 130));
        assertThat(EventsTable.ids(Delivered.all(out())).stream().sorted())
                .isEqualTo(EventsTable.ids(1, 130));
        assertThat(Delivered.strays(out())).isEmpty();
    }

    @Test
    void aRunWithoutANewRowLeavesTheLastDeliveryAlone() throws Exception {
        events(10);
        Workspace workspace = workspace("mode: incremental\ncursor_column: at");
        workspace.run();
        String before = Files.readString(out().resolve("manifest.json"));
        RivetProcess.Result again = workspace.run();

        assertThat(Files.readString(out().resolve("manifest.json"))).isEqualTo(before);
        assertThat(again.stderr()).contains("success").doesNotContain("lie beside the new ones");
        JsonNode shown = Workspace.json(workspace.rivet("state show", "--json").run().stdout());
        assertThat(shown.get(0).get("last_cursor_value").asText())
                .startsWith("2026-01-01T00:09:00");
        assertThat(shown.get(0).get("cursor_column").asText()).isEqualTo("at");
        Workspace skipping = workspace("mode: incremental\ncursor_column: at\nskip_empty: true");
        assertThat(skipping.run().stderr()).contains("no new rows since cursor 'at'");
    }

    @Test
    void rowsThatShareACursorAreAllDelivered() throws Exception {
        events(50);
        database().execute(List.of("UPDATE events SET at = '2026-01-05 00:00:00' WHERE id > 20"));
        Workspace workspace = workspace("mode: incremental\ncursor_column: at");
        workspace.run();
        database()
                .execute(
                        List.of(
                                "UPDATE events SET at = '2026-01-06 00:00:00.000001' WHERE id < 4"));
        workspace.run();

        assertThat(EventsTable.ids(Delivered.newest(out()))).containsExactly("1", "2", "3");
    }

    @Test
    void rowsWithoutACursorAreToldAndASecondColumnStandsIn() throws Exception {
        events(9);
        database().execute(List.of("UPDATE events SET at = NULL WHERE id > 7"));
        Workspace workspace = workspace("mode: incremental\ncursor_column: at");
        assertThat(workspace.run().stderr()).contains("2 rows have no at (NULL, or not finite)");
        assertThat(EventsTable.ids(Delivered.newest(out())).stream().sorted())
                .isEqualTo(EventsTable.ids(1, 7));
        String reset = workspace.rivet("state reset", "-e", "events").run().stdout();
        assertThat(reset).contains("forgot its cursor 2026-01-01T00:06:00");

        database().execute(List.of("ALTER TABLE events ADD made " + table().time()));
        database().execute(List.of("UPDATE events SET made = '2026-02-01 00:00:00'"));
        Workspace both =
                workspace(
                        """
                        mode: incremental
                        cursor_column: at
                        incremental_cursor_mode: coalesce
                        cursor_fallback_column: made
                        """);
        both.run();
        assertThat(EventsTable.ids(Delivered.newest(out())).stream().sorted())
                .isEqualTo(EventsTable.ids(1, 9));
    }

    @Test
    void anEditedExportIsRefusedUntilItIsAccepted() throws Exception {
        events(10);
        workspace("mode: incremental\ncursor_column: id").run();
        Workspace edited =
                Workspace.of(
                        folder,
                        database().engine(),
                        database().endpoint(),
                        """
                        - name: events
                          query: SELECT * FROM events WHERE id > 0
                          format: csv
                          destination: {type: local, path: out}
                          mode: incremental
                          cursor_column: id
                        """);
        RivetProcess.Result refused = failed(edited, 5, "RIVET_STATE_CURSOR_STREAM_MISMATCH");
        assertThat(refused.stderr())
                .contains("rivet state accept -c ", " -e events", "Nothing was read");

        database().execute(List.of(table().more(11, 12)));
        edited.rivet("state accept", "-e", "events").run();
        RivetProcess.Result accepted = edited.rivet("run").run();
        assertThat(accepted.exitCode()).as(accepted.toString()).isZero();
        assertThat(EventsTable.ids(Delivered.newest(out()))).containsExactly("11", "12");
    }

    @Test
    void aCursorThatIsNotThereIsNamed() throws Exception {
        events(3);
        failed(
                workspace("mode: incremental\ncursor_column: AT"),
                1,
                "RIVET_CONFIG_CURSOR_COLUMN_CASE");
        failed(
                workspace("mode: incremental\ncursor_column: att"),
                1,
                "RIVET_CONFIG_KEY_COLUMN_UNKNOWN");
    }

    @Test
    void aWindowOfDaysIsHalfOpen() throws Exception {
        events(4);
        database()
                .execute(
                        List.of(
                                "UPDATE events SET at = %s WHERE id = 1".formatted(midnight(-2, 0)),
                                "UPDATE events SET at = %s WHERE id = 2"
                                        .formatted(midnight(-2, -1)),
                                "UPDATE events SET at = %s WHERE id = 3".formatted(midnight(2, 0)),
                                "UPDATE events SET at = %s WHERE id = 4"
                                        .formatted(midnight(0, 0))));
        Workspace workspace = workspace("mode: time_window\ntime_column: at\ndays_window: 2");
        workspace.run();

        assertThat(EventsTable.ids(Delivered.newest(out()))).containsExactly("1", "4");
    }

    /// A literal: so many days after today's midnight, UTC, and so many microseconds.
    private static String midnight(int days, int micros) {
        return "'%s'"
                .formatted(
                        LocalDate.now(ZoneOffset.UTC)
                                .plusDays(days)
                                .atStartOfDay()
                                .plusNanos(micros * 1000L)
                                .format(
                                        DateTimeFormatter.ofPattern(
                                                "uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)));
    }

    @Test
    void aWindowOfDatesHoldsTodayToo() throws Exception {
        events(4);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        database()
                .execute(
                        List.of(
                                "ALTER TABLE events ADD day date",
                                "UPDATE events SET day = '" + today + "' WHERE id = 1",
                                "UPDATE events SET day = '" + today.minusDays(1) + "' WHERE id = 2",
                                "UPDATE events SET day = '" + today.minusDays(2) + "' WHERE id = 3",
                                "UPDATE events SET day = '"
                                        + today.plusDays(1)
                                        + "' WHERE id = 4"));
        workspace("mode: time_window\ntime_column: day\ndays_window: 1").run();

        assertThat(EventsTable.ids(Delivered.newest(out()))).containsExactly("1", "2");
        failed(
                workspace("mode: time_window\ntime_column: id\ndays_window: 1"),
                1,
                "RIVET_CONFIG_MODE_SETTING_INVALID");
    }

    @Test
    void aWindowOfSecondsIsOneToo() throws Exception {
        events(3);
        long now = System.currentTimeMillis() / 1000;
        database()
                .execute(
                        List.of(
                                "ALTER TABLE events ADD seconds bigint",
                                "UPDATE events SET seconds = " + (now - 60) + " WHERE id = 1",
                                "UPDATE events SET seconds = " + (now + 86_400) + " WHERE id = 2",
                                "UPDATE events SET seconds = 5 WHERE id = 3"));
        workspace("mode: time_window\ntime_column: seconds\ndays_window: 1\ntime_column_type: unix")
                .run();

        assertThat(EventsTable.ids(Delivered.newest(out()))).containsExactly("1");
    }

    @Test
    void partitionsHaveAFolderAndAManifestEach() throws Exception {
        events(3);
        database()
                .execute(
                        List.of(
                                "UPDATE events SET at = '2026-01-31 23:59:59.999999' WHERE id = 1",
                                "UPDATE events SET at = '2026-03-01 00:00:00' WHERE id = 2",
                                "UPDATE events SET at = NULL WHERE id = 3"));
        Workspace workspace =
                Workspace.of(
                        folder,
                        database().engine(),
                        database().endpoint(),
                        """
                        - name: events
                          table: events
                          format: csv
                          partition_by: at
                          partition_granularity: month
                          destination: {type: local, path: "out/{partition}"}
                        """);
        workspace.run();

        assertThat(EventsTable.ids(Delivered.newest(out().resolve("at=2026-01"))))
                .containsExactly("1");
        assertThat(Delivered.newest(out().resolve("at=2026-02"))).isEmpty();
        assertThat(EventsTable.ids(Delivered.newest(out().resolve("at=2026-03"))))
                .containsExactly("2");
        assertThat(
                        EventsTable.ids(
                                Delivered.newest(out().resolve("at=__HIVE_DEFAULT_PARTITION__"))))
                .containsExactly("3");
        assertThat(workspace.rivet("state files").run().stdout())
                .contains("events__2026-01_", "events__2026-03_");
        assertThat(workspace.rivet("journal", "-e", "events__2026-01").run().stdout())
                .contains("events__2026-01_");
        onePartitionIsRunAlone(workspace);
        database().execute(List.of("DELETE FROM events"));
        RivetProcess.Result none = workspace.run();
        assertThat(none.stderr()).contains("skipped (source returned 0 rows)");
    }

    /// What has come to the others meanwhile is left to their own runs.
    private void onePartitionIsRunAlone(Workspace workspace) throws Exception {
        database()
                .execute(
                        List.of(
                                table().more(11, 13),
                                "UPDATE events SET at = '2026-03-02' WHERE id = 12",
                                "UPDATE events SET at = NULL WHERE id = 13"));
        RivetProcess.Result one = workspace.rivet("run", "-e", "events__2026-01").run();
        assertThat(one.exitCode()).as(one.toString()).isZero();
        assertThat(EventsTable.ids(Delivered.newest(out().resolve("at=2026-01"))).stream().sorted())
                .containsExactly("1", "11");
        assertThat(EventsTable.ids(Delivered.newest(out().resolve("at=2026-03"))))
                .containsExactly("2");
        String none = "at=__HIVE_DEFAULT_PARTITION__";
        workspace.rivet("run", "-e", "events____HIVE_DEFAULT_PARTITION__").run();
        assertThat(EventsTable.ids(Delivered.newest(out().resolve(none))).stream().sorted())
                .containsExactly("13", "3");
        RivetProcess.Result unknown = workspace.rivet("run", "-e", "events__2026-13").run();
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.stderr()).contains("RIVET_CLI_EXPORT_UNKNOWN");
    }

    @Test
    void aGrowingKeyIsACursor() throws Exception {
        events(20);
        Workspace workspace =
                workspace("mode: chunked\nchunk_by_key: id\nkeyset_incremental: true");
        workspace.run();
        database().execute(List.of(table().more(21, 25)));
        workspace.run();
        assertThat(EventsTable.ids(Delivered.newest(out())).stream().sorted())
                .isEqualTo(EventsTable.ids(21, 25));
        assertThat(EventsTable.ids(Delivered.all(out())).stream().sorted())
                .isEqualTo(EventsTable.ids(1, 25));
    }

    @Test
    void youngRowsAreLeftToALaterRun() throws Exception {
        events(3);
        database().execute(List.of("UPDATE events SET at = " + midnight(1, 0) + " WHERE id = 3"));
        workspace("mode: incremental\ncursor_column: at\nsettle: {after: 1h}").run();
        assertThat(EventsTable.ids(Delivered.newest(out()))).containsExactly("1", "2");
    }

    /// Rows that are numbered in stock: 6 comes later than 8 does.
    @Test
    void rowsAreLeftUntilTheyAreOldByAColumnThatIsNotTheCursor() throws Exception {
        events(3);
        database()
                .execute(
                        List.of(
                                table().more(8, 8),
                                "UPDATE events SET at = NULL WHERE id = 2",
                                "UPDATE events SET at = " + midnight(1, 0) + " WHERE id = 8"));
        Workspace workspace =
                workspace("mode: incremental\ncursor_column: id\nsettle: {after: 1h, column: at}");
        workspace.run();
        assertThat(EventsTable.ids(Delivered.newest(out()))).containsExactly("1", "2", "3");

        database()
                .execute(
                        List.of(
                                table().more(6, 6),
                                "UPDATE events SET at = " + midnight(1, 0) + " WHERE id = 6"));
        workspace.run();
        assertThat(EventsTable.ids(Delivered.all(out()))).containsExactly("1", "2", "3");
        database().execute(List.of("UPDATE events SET at = '2026-01-05' WHERE id > 3"));
        workspace.run();
        assertThat(EventsTable.ids(Delivered.newest(out()))).containsExactly("6", "8");
    }

    @Test
    void anAgeIsToldByATimeOnly() throws Exception {
        events(3);
        failed(
                workspace(
                        "mode: incremental\ncursor_column: id\nsettle: {after: 1h, column: note}"),
                1,
                "RIVET_CONFIG_SETTLE_COLUMN_NOT_TEMPORAL");
    }

    @Test
    void whatIsNewGoesToStandardOutputOnce() throws Exception {
        events(4);
        String export =
                """
                - name: events
                  table: events
                  format: csv
                  destination: {type: stdout}
                  mode: incremental
                  cursor_column: id
                """;
        Workspace workspace =
                Workspace.of(folder, database().engine(), database().endpoint(), export);
        assertThat(workspace.run().stdout().lines()).hasSize(5);
        database().execute(List.of(table().more(5, 6)));
        assertThat(workspace.run().stdout().lines()).hasSize(3);
        RivetProcess.Result nothing = workspace.run();
        assertThat(nothing.exitCode()).isZero();
        assertThat(nothing.stdout().lines().filter(line -> Character.isDigit(line.charAt(0))))
                .isEmpty();
    }
}
