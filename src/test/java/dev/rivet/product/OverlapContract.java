package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.testing.RivetProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows that appear behind the cursor: those inside the margin are delivered, each once.
abstract class OverlapContract {
    private static final String BY_ID = "mode: incremental\ncursor_column: id\noverlap: 50";
    private static final String BY_TIME = "mode: incremental\ncursor_column: at\noverlap: 50m";

    @TempDir Path folder;

    abstract EventsTable table();

    private void execute(String... statements) throws SQLException {
        table().database().execute(List.of(statements));
    }

    private Path out() {
        return folder.resolve("out");
    }

    private List<String> all() {
        return EventsTable.ids(Delivered.all(out())).stream().sorted().toList();
    }

    private static List<String> range(int from, int to) {
        return EventsTable.ids(from, to);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BY_ID,
                BY_TIME,
                BY_ID + "\nparallel: 2",
                "mode: chunked\nchunk_by_key: id\nkeyset_incremental: true\noverlap: 50"
            })
    void lateRowsInsideTheMarginAreDeliveredOnce(String lines) throws Exception {
        table().fill(100);
        execute("DELETE FROM events WHERE id IN (20, 60, 70, 80, 99)");
        Workspace workspace = table().workspace(folder, lines);
        workspace.run("--validate");
        execute(table().more(101, 105), table().more(60, 60), table().more(20, 20));
        RivetProcess.Result second = workspace.run("--validate");
        assertThat(second.stderr())
                .contains("rows were read again by `overlap` and dropped: delivered already");
        assertThat(EventsTable.ids(Delivered.newest(out())))
                .containsExactlyInAnyOrder("101", "102", "103", "104", "105", "60");

        execute(table().more(70, 70), table().more(80, 80));
        workspace.run("--validate");
        assertThat(EventsTable.ids(Delivered.newest(out()))).containsExactlyInAnyOrder("70", "80");
        JsonNode manifest = workspace.manifest("out");
        assertThat(manifest.get("row_count").asLong()).isEqualTo(2);

        String before = Files.readString(out().resolve("manifest.json"));
        workspace.run("--validate");
        assertThat(Files.readString(out().resolve("manifest.json"))).isEqualTo(before);
        execute(table().more(99, 99), table().more(106, 106));
        workspace.run("--validate");
        List<String> expected = new ArrayList<>(range(1, 106));
        expected.remove("20");
        assertThat(all()).isEqualTo(expected);
        assertThat(Delivered.strays(out())).isEmpty();
    }

    @Test
    void aRowThatIsThereOnceMoreIsDeliveredOnceMore() throws Exception {
        execute(
                "DROP TABLE IF EXISTS twins",
                "CREATE TABLE twins (id bigint, note varchar(9))",
                "INSERT INTO twins VALUES (1, 'a'), (2, 'b'), (2, 'b'), (3, 'c')");
        Workspace workspace = twins();
        workspace.run("--validate");
        execute("INSERT INTO twins VALUES (2, 'b'), (2, 'b')");
        workspace.run("--validate");
        assertThat(EventsTable.ids(Delivered.newest(out()))).containsExactly("2", "2");
        workspace.run("--validate");
        assertThat(all()).containsExactly("1", "2", "2", "2", "2", "3");
    }

    private Workspace twins() {
        return Workspace.of(
                folder,
                table().database().engine(),
                table().database().endpoint(),
                """
                - name: events
                  table: twins
                  format: csv
                  mode: incremental
                  cursor_column: id
                  overlap: 10
                  destination: {type: local, path: out}
                """);
    }

    @Test
    void aChangedRowInsideTheMarginIsAnotherState() throws Exception {
        table().fill(10);
        Workspace workspace = table().workspace(folder, BY_ID);
        workspace.run();
        execute("UPDATE events SET note = 'changed' WHERE id = 7");
        workspace.run();
        assertThat(Delivered.newest(out())).singleElement().asString().startsWith("7,");
        workspace.run();
        assertThat(all()).hasSize(11);
    }

    /// What was delivered without an overlap, or before the margin that was remembered, is not
    /// delivered again.
    @Test
    void theOverlapMayBeSetAndWidenedLater() throws Exception {
        table().fill(100);
        execute("DELETE FROM events WHERE id IN (50, 95, 103)");
        table().workspace(folder, "mode: incremental\ncursor_column: id").run();
        execute(table().more(95, 95), table().more(101, 110), "DELETE FROM events WHERE id = 103");
        Workspace narrow =
                table().workspace(folder, "mode: incremental\ncursor_column: id\noverlap: 5");
        assertThat(narrow.run().stderr()).contains("`overlap` begins with what this run delivers");
        assertThat(EventsTable.ids(Delivered.newest(out()))).hasSize(9).doesNotContain("95");

        execute(table().more(50, 50), table().more(103, 103), table().more(111, 111));
        Workspace wide = table().workspace(folder, BY_ID);
        wide.run();
        assertThat(EventsTable.ids(Delivered.newest(out()))).containsExactly("111");
        execute("DELETE FROM events WHERE id = 107", table().more(112, 112));
        wide.run();
        execute(table().more(107, 107));
        wide.run();
        assertThat(EventsTable.ids(Delivered.newest(out()))).containsExactly("107");
    }

    @Test
    void whatIsResetBeginsAnew() throws Exception {
        table().fill(10);
        Workspace workspace = table().workspace(folder, BY_TIME);
        workspace.run();
        workspace.rivet("state reset", "-e", "events").run();
        workspace.run();
        assertThat(EventsTable.ids(Delivered.newest(out())).stream().sorted())
                .isEqualTo(range(1, 10));
    }

    @ParameterizedTest
    @CsvSource({"id, 10m", "at, 50", "note, 50"})
    void anOverlapOfAnotherKindIsRefused(String cursor, String overlap) throws Exception {
        table().fill(3);
        Workspace workspace =
                table().workspace(
                                folder,
                                "mode: incremental\ncursor_column: %s\noverlap: %s"
                                        .formatted(cursor, overlap));
        RivetProcess.Result refused = workspace.rivet("run").run();
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.stderr())
                .contains("RIVET_CONFIG_MODE_SETTING_INVALID", "Nothing was read");
        assertThat(out().resolve("manifest.json")).doesNotExist();
    }

    @Test
    void whatIsLateGoesToStandardOutputOnce() throws Exception {
        table().fill(4);
        execute("DELETE FROM events WHERE id = 2");
        Workspace workspace =
                Workspace.of(
                        folder,
                        table().database().engine(),
                        table().database().endpoint(),
                        """
                        - name: events
                          table: events
                          format: csv
                          destination: {type: stdout}
                          mode: incremental
                          cursor_column: id
                          overlap: 50
                        """);
        assertThat(workspace.run().stdout().lines()).hasSize(4);
        execute(table().more(2, 2), table().more(5, 5));
        assertThat(workspace.run().stdout().lines()).hasSize(3);
        for (int i = 0; i < 2; i++) {
            assertThat(
                            workspace
                                    .run()
                                    .stdout()
                                    .lines()
                                    .filter(line -> Character.isDigit(line.charAt(0))))
                    .isEmpty();
        }
    }

    /// Rows appear in any order, within the margin; some runs die somewhere.
    @Test
    void whateverTheOrderAndWhereverARunDiesEachRowIsDeliveredOnce() throws Exception {
        Random random = new Random(20_261_127);
        String[] points = {
            "after_source_read",
            "before_commit_rename",
            "after_file_write",
            "after_publish",
            "after_manifest_update",
            "after_cursor_commit"
        };
        table().fill(30);
        Workspace workspace =
                table().workspace(folder, "mode: incremental\ncursor_column: id\noverlap: 40");
        workspace.run();
        Map<Integer, Boolean> there = new HashMap<>();
        int top = 30;
        for (int round = 0; round < 12; round++) {
            List<String> statements = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int id = Math.max(31, top - 15) + random.nextInt(20);
                if (there.put(id, true) == null) {
                    statements.add(table().more(id, id));
                }
                top = Math.max(top, id);
            }
            execute(statements.toArray(String[]::new));
            String point = points[round % points.length];
            workspace.rivet("run").with("RIVET_TEST_PANIC_AT", point).run();
            if (random.nextBoolean()) {
                workspace.run();
            }
        }
        workspace.run();
        List<String> expected = new ArrayList<>(range(1, 30));
        there.keySet().forEach(id -> expected.add(Integer.toString(id)));
        assertThat(all()).isEqualTo(expected.stream().sorted().toList());
    }
}
