package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.testing.RivetProcess;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A table that is read in chunks of a key: all of it is delivered, whatever the key is.
abstract class ChunkedContract {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chunk_column: id\nchunk_size: 30",
                "chunk_by_key: id\nchunk_size: 7\nchunk_checkpoint: true",
                "chunk_column: at\nchunk_by_days: 1",
                "chunk_column: note\nchunk_count: 3",
                "chunk_count: 4\nconsistency: per_chunk",
                "chunk_size: 30\nchunk_dense: true\nparallel: 2",
                "chunk_size: 1000"
            })
    void aTableInChunksIsTheWholeTable(String lines) throws Exception {
        events(100);
        database()
                .execute(
                        List.of(
                                "UPDATE events SET at = NULL WHERE id IN (5, 6)",
                                "UPDATE events SET note = NULL WHERE id IN (7)"));
        workspace("mode: chunked\n" + lines).run("--validate");

        assertThat(EventsTable.ids(Delivered.newest(out())).stream().sorted())
                .isEqualTo(EventsTable.ids(1, 100));
        assertThat(Delivered.strays(out())).isEmpty();
    }

    /// The table's key, and a list in which it is named.
    @ParameterizedTest
    @ValueSource(strings = {"chunk_size: 20", "chunk_by_key: [part, id]\nchunk_size: 20"})
    void aKeyOfSeveralColumnsIsCutAndARunThatDiedGoesOn(String lines) throws Exception {
        events(100);
        table().keyByParts();
        Workspace workspace = workspace("mode: chunked\nchunk_checkpoint: true\n" + lines);
        RivetProcess.Result died =
                workspace.rivet("run").with("RIVET_TEST_PANIC_AT", "after_chunk_complete:2").run();
        assertThat(died.exitCode()).as(died.toString()).isEqualTo(70);
        database().execute(List.of("UPDATE events SET note = 'late' WHERE id = 100"));

        assertThat(workspace.run().stderr()).contains("this run continues events_");
        assertThat(EventsTable.ids(Delivered.newest(out())).stream().sorted())
                .isEqualTo(EventsTable.ids(1, 100));
        JsonNode chunks =
                Workspace.json(
                        workspace.rivet("state chunks", "-e", "events", "--json").run().stdout());
        assertThat(chunks.get("tasks"))
                .hasSizeBetween(3, 6)
                .allSatisfy(task -> assertThat(task.get("rows_written").asLong()).isLessThan(60));
    }

    @Test
    void aKeyOfSeveralColumnsHasNoNull() throws Exception {
        events(10);
        failed(
                workspace("mode: chunked\nchunk_by_key: [at, id]"),
                1,
                "nothing promises that at is never NULL");
    }

    @Test
    void aTableWithoutAKeyIsReadInOneGoOrRefused() throws Exception {
        events(100);
        database()
                .execute(
                        List.of(
                                "ALTER TABLE events RENAME TO keyed",
                                "CREATE TABLE events AS SELECT * FROM keyed",
                                "DROP TABLE keyed"));
        workspace("mode: chunked\nchunk_size: 30").run();
        assertThat(EventsTable.ids(Delivered.newest(out())).stream().sorted())
                .isEqualTo(EventsTable.ids(1, 100));

        RivetProcess.Result refused =
                failed(
                        workspace("mode: chunked\nchunk_size: 30\nchunk_checkpoint: true"),
                        1,
                        "RIVET_PLAN_CHUNK_KEY_UNUSABLE");
        assertThat(refused.stderr()).contains("has no key", "chunk_column");
    }

    @Test
    void aSparseKeyIsCutWhereTheRowsAre() throws Exception {
        events(100);
        database()
                .execute(
                        List.of(
                                "UPDATE events SET id = id + 9000000000000 WHERE id = 100",
                                "UPDATE events SET id = id - 9000000000000 WHERE id = 1"));
        table().analyze();
        Workspace workspace =
                workspace(
                        "mode: chunked\nchunk_column: id\nchunk_size: 20\nchunk_checkpoint: true");
        workspace.run();

        assertThat(Delivered.newest(out())).hasSize(100);
        JsonNode chunks =
                Workspace.json(
                        workspace.rivet("state chunks", "-e", "events", "--json").run().stdout());
        assertThat(chunks.get("status").asText()).isEqualTo("completed");
        assertThat(chunks.get("tasks"))
                .hasSizeBetween(3, 20)
                .allSatisfy(task -> assertThat(task.get("rows_written").asLong()).isLessThan(60));
        assertThat(workspace.rivet("state chunks", "-e", "events").run().stdout())
                .contains("CHUNK  STATUS", "completed");
        assertThat(workspace.rivet("state progression").run().stdout()).contains("chunked");
    }

    /// Rows of about 60 bytes.
    @Test
    void aChunkOfAMegabyteHasAsManyRowsAsFit() throws Exception {
        events(1_000);
        for (int rows = 1_000; rows < 64_000; rows *= 2) {
            String again = "INSERT INTO events SELECT id + " + rows + ", at, note FROM events";
            database().execute(List.of(again));
        }
        table().analyze();
        Workspace workspace =
                workspace("mode: chunked\nchunk_size_memory_mb: 1\nchunk_checkpoint: true");
        workspace.run();

        assertThat(Delivered.newest(out())).hasSize(64_000);
        JsonNode chunks =
                Workspace.json(
                        workspace.rivet("state chunks", "-e", "events", "--json").run().stdout());
        assertThat(chunks.get("tasks")).hasSizeBetween(2, 8);
    }
}
