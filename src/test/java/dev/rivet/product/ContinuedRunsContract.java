package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.testing.RivetProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a run that has committed some of its chunks and did not finish.
abstract class ContinuedRunsContract {
    @TempDir Path folder;

    abstract EventsTable table();

    private static void refused(Workspace workspace, String code) {
        RivetProcess.Result result = workspace.rivet("run").run();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(5);
        assertThat(result.stderr()).contains(code);
    }

    @Test
    void aRunIsResumedOnlyWhereOneWaits() throws Exception {
        table().fill(100);
        Workspace workspace =
                table().workspace(
                                folder,
                                "mode: chunked\nchunk_column: id\nchunk_size: 20\nchunk_checkpoint: true");
        assertThat(workspace.rivet("run", "--resume").run().stderr())
                .contains("RIVET_STATE_CHUNK_RUN_MISSING");
        RivetProcess.Result died =
                workspace.rivet("run").with("RIVET_TEST_PANIC_AT", "after_chunk_complete:2").run();
        assertThat(died.exitCode()).isEqualTo(70);
        Workspace edited =
                table().workspace(
                                folder,
                                "mode: chunked\nchunk_column: id\nchunk_size: 30\nchunk_checkpoint: true");
        refused(edited, "RIVET_STATE_CHUNK_PLAN_CHANGED");
        table().workspace(
                        folder,
                        "mode: chunked\nchunk_column: id\nchunk_size: 20\nchunk_checkpoint: true");
        RivetProcess.Result resumed = workspace.run("--resume");
        assertThat(resumed.stderr()).contains("this run continues events_");
        assertThat(EventsTable.ids(Delivered.newest(folder.resolve("out"))).stream().sorted())
                .isEqualTo(EventsTable.ids(1, 100));
        assertThat(workspace.rivet("run", "--resume").run().stderr())
                .contains("RIVET_DEST_ALREADY_COMPLETE");

        workspace.rivet("run").with("RIVET_TEST_PANIC_AT", "after_chunk_complete:2").run();
        assertThat(workspace.rivet("run", "--resume").run().stderr())
                .contains("RIVET_DEST_ALREADY_COMPLETE");
        assertThat(workspace.run("--resume", "--force").stderr()).contains("this run continues");
        assertThat(workspace.run("--force").stderr())
                .contains("Warning: --force does nothing without --resume.");
    }

    @Test
    void aChunkThatFailsIsTheOnlyOneThatIsReadAgain() throws Exception {
        table().fill(100);
        Workspace workspace =
                table().workspace(
                                folder,
                                "mode: chunked\nchunk_column: id\nchunk_size: 20\nchunk_checkpoint: true");
        RivetProcess.Result failed =
                workspace.rivet("run").with("RIVET_TEST_ERROR_AT", "chunk_export:3").run();
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.stderr()).contains("RIVET_CLI_TEST_FAULT_INJECTED");
        JsonNode run = Workspace.json(workspace.rivet("metrics", "--json").run().stdout()).get(0);
        JsonNode summary =
                workspace.json(
                        folder.resolve(".rivet/runs")
                                .resolve(run.get("run_id").asText())
                                .resolve("summary.json"));
        assertThat(summary.get("resumable").asBoolean()).isTrue();
        assertThat(summary.get("resume_command").asText())
                .isEqualTo("rivet run -c " + folder.resolve("rivet.yaml") + " -e events");
        JsonNode chunks =
                Workspace.json(
                        workspace.rivet("state chunks", "-e", "events", "--json").run().stdout());
        assertThat(chunks.get("plan_hash").asText()).matches("[0-9a-f]{16}");
        assertThat(chunks.get("tasks").get(2).get("status").asText()).isEqualTo("failed");
        assertThat(chunks.get("tasks").get(2).get("last_error").asText()).contains("chunk_export");

        workspace.run();
        assertThat(EventsTable.ids(Delivered.newest(folder.resolve("out"))).stream().sorted())
                .isEqualTo(EventsTable.ids(1, 100));
        JsonNode after =
                Workspace.json(
                        workspace.rivet("state chunks", "-e", "events", "--json").run().stdout());
        assertThat(after.get("tasks").valueStream().map(task -> task.get("attempts").asInt()))
                .containsExactly(1, 1, 2, 1, 1);
        String journal = workspace.rivet("journal", "-e", "events", "--json").run().stdout();
        assertThat(journal).containsOnlyOnce("RunCompleted").contains("ChunkFailed");
    }

    @Test
    void aRunWaitsWhereATestWantsIt() throws Exception {
        table().fill(3);
        Path marker = folder.resolve("marker");
        RivetProcess.Result waited =
                table().workspace(folder, "mode: full")
                        .rivet("run")
                        .with("RIVET_TEST_PAUSE_AT", "after_source_read:300")
                        .with("RIVET_TEST_PAUSE_MARKER", marker.toString())
                        .with("RIVET_TEST_BLOCK_AT", "before_commit_rename")
                        .with("RIVET_TEST_BLOCK_MS", "300")
                        .run();
        assertThat(waited.exitCode()).isZero();
        assertThat(marker).exists();
        JsonNode run =
                Workspace.json(
                                table().workspace(folder, "mode: full")
                                        .rivet("metrics", "--json")
                                        .run()
                                        .stdout())
                        .get(0);
        assertThat(run.get("duration_ms").asLong()).isGreaterThanOrEqualTo(600);
    }

    @Test
    void aResetForgetsARunThatWaits() throws Exception {
        table().fill(60);
        Workspace workspace =
                table().workspace(
                                folder,
                                "mode: chunked\nchunk_column: id\nchunk_size: 20\nchunk_checkpoint: true");
        workspace.rivet("run").with("RIVET_TEST_PANIC_AT", "after_chunk_complete:1").run();
        assertThat(workspace.rivet("state reset", "-e", "events").run().stdout())
                .contains("forgot the run that waited to be continued");
        assertThat(workspace.run().stderr()).doesNotContain("continues");
    }

    @Test
    void aCommittedChunkWhoseFileIsGoneIsReadAgain() throws Exception {
        table().fill(100);
        Workspace workspace =
                table().workspace(
                                folder,
                                "mode: chunked\nchunk_column: id\nchunk_size: 20\nchunk_checkpoint: true");
        workspace.rivet("run").with("RIVET_TEST_PANIC_AT", "after_chunk_complete:3").run();
        String gone =
                workspace.files("out").stream()
                        .filter(file -> file.contains("_chunk2"))
                        .findFirst()
                        .orElseThrow();
        Files.delete(folder.resolve("out").resolve(gone));
        RivetProcess.Result resumed = workspace.run();
        assertThat(resumed.stderr()).contains("chunk 2 is read again");
        assertThat(EventsTable.ids(Delivered.newest(folder.resolve("out"))).stream().sorted())
                .isEqualTo(EventsTable.ids(1, 100));
        assertThat(Delivered.strays(folder.resolve("out"))).isEmpty();
    }

    @Test
    void aCommittedChunkWithOtherBytesIsReadAgainByWhoValidates() throws Exception {
        table().fill(100);
        Workspace workspace =
                table().workspace(
                                folder,
                                "mode: chunked\nchunk_column: id\nchunk_size: 20\nchunk_checkpoint: true");
        workspace.rivet("run").with("RIVET_TEST_PANIC_AT", "after_chunk_complete:3").run();
        String damaged =
                workspace.files("out").stream()
                        .filter(file -> file.contains("_chunk2"))
                        .findFirst()
                        .orElseThrow();
        Path file = folder.resolve("out").resolve(damaged);
        Files.writeString(file, Files.readString(file).replace("note", "tone"));
        RivetProcess.Result resumed = workspace.run("--validate");
        assertThat(resumed.stderr()).contains("chunk 2 is read again");
        assertThat(EventsTable.ids(Delivered.newest(folder.resolve("out"))).stream().sorted())
                .isEqualTo(EventsTable.ids(1, 100));
        assertThat(Delivered.newest(folder.resolve("out")))
                .noneMatch(line -> line.contains("tone"));
    }

    @Test
    void aTableThatWasEmptyIsLookedAtAgain() throws Exception {
        table().fill(1);
        table().database().execute(List.of("DELETE FROM events"));
        Workspace workspace =
                table().workspace(
                                folder,
                                "mode: chunked\nchunk_column: id\nchunk_size: 20\nchunk_checkpoint:"
                                        + " true\nskip_empty: true");
        assertThat(workspace.run().stderr()).contains("0 rows");
        table().database().execute(List.of(table().more(1, 30)));
        workspace.run();
        assertThat(EventsTable.ids(Delivered.newest(folder.resolve("out"))).stream().sorted())
                .isEqualTo(EventsTable.ids(1, 30));
    }

    @Test
    void aRunThatWaitsCanBeGivenUp() throws Exception {
        table().fill(60);
        Workspace workspace =
                table().workspace(
                                folder,
                                "mode: chunked\nchunk_column: id\nchunk_size: 20\nchunk_checkpoint: true");
        workspace.rivet("run").with("RIVET_TEST_PANIC_AT", "after_chunk_complete:1").run();
        assertThat(workspace.rivet("state reset-chunks", "-e", "events").run().stdout())
                .contains("events: its next run begins anew.");
        assertThat(workspace.run().stderr()).doesNotContain("continues");
        assertThat(EventsTable.ids(Delivered.newest(folder.resolve("out"))).stream().sorted())
                .isEqualTo(EventsTable.ids(1, 60));
    }

    @Test
    void chunksOfOtherColumnsAreNotPutTogether() throws Exception {
        table().fill(60);
        Workspace workspace =
                table().workspace(
                                folder,
                                "mode: chunked\nchunk_column: id\nchunk_size: 20\nchunk_checkpoint: true");
        workspace.rivet("run").with("RIVET_TEST_PANIC_AT", "after_chunk_complete:1").run();
        table().database().execute(List.of("ALTER TABLE events ADD late int"));
        refused(workspace, "RIVET_STATE_CHUNK_PLAN_CHANGED");
        RivetProcess.Result again = workspace.rivet("run").run();
        assertThat(again.stderr())
                .contains(
                        "the columns are not those of the chunks", "rivet state reset-chunks -c ");
        assertThat(folder.resolve("out/manifest.json")).doesNotExist();

        table().database().execute(List.of("ALTER TABLE events DROP COLUMN late"));
        assertThat(workspace.run().stderr()).contains("this run continues");
        assertThat(EventsTable.ids(Delivered.newest(folder.resolve("out"))).stream().sorted())
                .isEqualTo(EventsTable.ids(1, 60));
    }

    @Test
    void chunksOfOtherValuesAreNotPutTogether() throws Exception {
        table().fill(60);
        Workspace workspace =
                Workspace.of(
                        folder,
                        table().database().engine(),
                        table().database().endpoint(),
                        """
                        - name: events
                          query: SELECT * FROM events WHERE id %% 2 = ${ODD}
                          mode: chunked
                          chunk_column: id
                          chunk_count: 3
                          chunk_checkpoint: true
                          format: csv
                          destination: {type: local, path: out}
                        """
                                .formatted());
        workspace
                .rivet("run", "--param", "ODD=1")
                .with("RIVET_TEST_PANIC_AT", "after_chunk_complete:1")
                .run();
        RivetProcess.Result other = workspace.rivet("run", "--param", "ODD=0").run();
        assertThat(other.exitCode()).as(other.toString()).isEqualTo(5);
        assertThat(other.stderr())
                .contains("RIVET_STATE_CHUNK_PLAN_CHANGED", "(values of ${…} changed)");

        assertThat(workspace.run("--param", "ODD=1").stderr()).contains("this run continues");
        assertThat(EventsTable.ids(Delivered.newest(folder.resolve("out"))))
                .hasSize(30)
                .allMatch(id -> Integer.parseInt(id) % 2 == 1);
    }

    /// The first delivery stands, and its run died before it wrote down how far that goes.
    @Test
    void aDeliveryOfAnotherQueryIsNotWhereTheExportBegins() throws Exception {
        table().fill(10);
        Workspace odd = odd(1, "id");
        odd.rivet("run").with("RIVET_TEST_PANIC_AT", "after_manifest_update").run();
        refused(odd(0, "id"), "RIVET_STATE_CURSOR_STREAM_MISMATCH");
        refused(odd(1, "at"), "RIVET_STATE_CURSOR_STREAM_MISMATCH");
        refused(
                table().workspace(folder, "mode: incremental\ncursor_column: id"),
                "RIVET_STATE_CURSOR_STREAM_MISMATCH");

        odd(1, "id").run();
        assertThat(EventsTable.ids(Delivered.all(folder.resolve("out"))))
                .containsExactly("1", "3", "5", "7", "9");
    }

    private Workspace odd(int rest, String cursor) {
        return Workspace.of(
                folder,
                table().database().engine(),
                table().database().endpoint(),
                """
                - name: events
                  query: SELECT * FROM events WHERE id %% 2 = %s
                  mode: incremental
                  cursor_column: %s
                  format: csv
                  destination: {type: local, path: out}
                """
                        .formatted(Integer.toString(rest), cursor));
    }
}
