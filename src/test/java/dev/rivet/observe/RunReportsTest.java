package dev.rivet.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.journal.RunSummary;
import dev.rivet.row.SchemaChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportsTest {
    @TempDir Path folder;

    @Test
    void aChangeOfColumnsIsToldByName() throws IOException {
        RunSummary summary =
                Summaries.changed(
                        "orders",
                        List.of(
                                new SchemaChange.Added("new", "text"),
                                new SchemaChange.Removed("old"),
                                new SchemaChange.Retyped("id", "int32", "int64")));

        JsonNode document =
                new ObjectMapper().readTree(RunDocument.json(summary, Path.of("/c/rivet.yaml")));

        assertThat(document.get("schema_changed").asBoolean()).isTrue();
        assertThat(document.get("schema_changes").toString())
                .isEqualTo(
                        """
                        [{"added":["new"],"removed":["old"],"type_changed":[["id","int32","int64"]]}]""");
    }

    @Test
    void aRunIsKeptForProgramsAndForPeople() throws Exception {
        RunSummary summary = Summaries.delivered("orders", 100_000, 1);
        new RunReports(folder.resolve("rivet.yaml")).finished(summary);

        JsonNode json = new ObjectMapper().readTree(read(summary, "summary.json"));
        assertThat(json.get("run_id").asText()).isEqualTo(summary.run().id().value());
        assertThat(json.get("source_engine").asText()).isEqualTo("postgres");
        assertThat(json.get("total_rows").asLong()).isEqualTo(100_000);
        assertThat(json.get("peak_rss_mb").asLong()).isEqualTo(61);
        assertThat(json.get("validation").get("passed").asBoolean()).isTrue();
        assertThat(json.get("replaced_values").get("created_at").asLong()).isEqualTo(3);
        assertThat(json.has("resume_command")).isTrue();
        assertThat(read(summary, "summary.md"))
                .startsWith("# orders: success\n")
                .contains("## Plan", "## Throughput", "- rows: 100,000", "## Verdicts");
    }

    @Test
    void aFailedRunSaysWhyWithoutSecrets() throws Exception {
        RunSummary summary =
                Summaries.refused(
                        "orders",
                        Diagnostic.of(
                                Code.SOURCE_CONNECT_FAILED, "no way to mysql://a:geheim@db/shop"));
        new RunReports(folder.resolve("rivet.yaml")).finished(summary);

        assertThat(read(summary, "summary.md"))
                .contains("## Error", "RIVET_SOURCE_CONNECT_FAILED")
                .doesNotContain("geheim");
        assertThat(read(summary, "summary.json")).doesNotContain("geheim");
    }

    @Test
    void onlyTheOwnerReadsIt() throws IOException {
        RunSummary summary = Summaries.delivered("orders", 1, 1);
        new RunReports(folder.resolve("rivet.yaml")).finished(summary);

        Path run = folder.resolve(".rivet/runs").resolve(summary.run().id().value());
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(run.resolve("summary.json"))))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(run)) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("summary.json", "summary.md");
        }
    }

    @Test
    void anInterruptedThreadStillKeepsItsReport() throws IOException {
        RunSummary summary = Summaries.delivered("orders", 1, 1);
        Thread.currentThread().interrupt();
        new RunReports(folder.resolve("rivet.yaml")).finished(summary);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(read(summary, "summary.md")).startsWith("# orders");
    }

    @Test
    void theNewestHundredStay() throws IOException {
        Path runs = folder.resolve(".rivet/runs");
        for (int age = 1; age <= 102; age++) {
            Path json = Files.createDirectories(runs.resolve("run" + age)).resolve("summary.json");
            Files.writeString(json, "{}");
            Files.setLastModifiedTime(json, FileTime.from(Summaries.START.minusSeconds(age * 60L)));
        }
        Files.writeString(runs.resolve("run102/notes.txt"), "mine");

        new RunReports(folder.resolve("rivet.yaml")).finished(Summaries.delivered("orders", 1, 1));

        assertThat(runs.resolve("run99")).exists();
        assertThat(runs.resolve("run100")).doesNotExist();
        assertThat(runs.resolve("run101")).doesNotExist();
        assertThat(runs.resolve("run102/notes.txt")).hasContent("mine");
    }

    @Test
    void aFolderThatCannotBeWrittenDoesNotFailTheRun() throws IOException {
        Files.writeString(folder.resolve(".rivet"), "in the way");

        new RunReports(folder.resolve("rivet.yaml")).finished(Summaries.delivered("orders", 1, 1));

        assertThat(folder.resolve(".rivet")).hasContent("in the way");
    }

    private String read(RunSummary summary, String file) throws IOException {
        return Files.readString(
                folder.resolve(".rivet/runs").resolve(summary.run().id().value()).resolve(file));
    }
}
