package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.encode.PyArrow;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetSettingsIT {
    private static final int ROWS = 50_000;

    @TempDir Path folder;

    /// One export of the same rows for every pair of a name and its settings.
    private Workspace exports(List<String> namesAndSettings) {
        StringBuilder exports = new StringBuilder();
        for (int i = 0; i < namesAndSettings.size(); i += 2) {
            exports.append(
                    String.format(
                            Locale.ROOT,
                            """
                    - name: %1$s
                      query: >-
                        SELECT g AS id, md5(g::text) || md5((g + 1)::text) AS text,
                          'note ' || g %% 10 AS note
                        FROM generate_series(1, %2$d) g
                      format: parquet
                      %3$s
                      destination: {type: local, path: out/%1$s}
                    """,
                            namesAndSettings.get(i),
                            ROWS,
                            namesAndSettings.get(i + 1)));
        }
        return Workspace.of(
                folder,
                "postgres",
                PostgresServer.newest().source().endpoint(),
                exports.toString());
    }

    private static List<Integer> rowGroups(Workspace workspace, String export) throws Exception {
        JsonNode groups =
                PyArrow.read(workspace.parts("out/" + export).getFirst()).path("row_groups");
        List<Integer> rows =
                groups.valueStream().map(group -> group.path("rows").intValue()).toList();
        assertThat(rows.stream().mapToInt(each -> each).sum()).isEqualTo(ROWS);
        return rows;
    }

    @Test
    void rowGroupsAreCutAsTheStrategySays() throws Exception {
        Workspace workspace =
                exports(
                        List.of(
                                "plain",
                                "skip_empty: false",
                                "rows",
                                "parquet: {row_group_strategy: fixed_rows, row_group_rows: 20000}",
                                "memory",
                                "parquet: {row_group_strategy: fixed_memory,"
                                        + " target_row_group_mb: 1}",
                                "capped",
                                "parquet: {target_row_group_mb: 128, max_row_group_mb: 1}"));
        workspace.run("--validate");

        assertThat(rowGroups(workspace, "plain")).containsExactly(ROWS);
        assertThat(rowGroups(workspace, "rows")).containsExactly(20_000, 20_000, 10_000);
        assertThat(rowGroups(workspace, "memory")).hasSizeBetween(2, 8);
        assertThat(rowGroups(workspace, "capped")).isEqualTo(rowGroups(workspace, "memory"));
    }

    /// The codec of a column that every codec makes smaller; others may be stored as they are.
    private static String codec(Workspace workspace, String export) throws Exception {
        JsonNode seen = PyArrow.read(workspace.parts("out/" + export).getFirst());
        return seen.path("row_groups")
                .valueStream()
                .flatMap(group -> group.path("columns").valueStream())
                .filter(column -> column.path("path").asText().equals("note"))
                .map(column -> column.path("compression").asText())
                .distinct()
                .collect(Collectors.joining());
    }

    private static long bytes(Workspace workspace, String export) throws Exception {
        return Files.size(workspace.parts("out/" + export).getFirst());
    }

    @Test
    void profilesAndLevelsChooseHowFilesAreCompressed() throws Exception {
        Workspace workspace =
                exports(
                        List.of(
                                "none",
                                "compression_profile: none",
                                "fast",
                                "compression_profile: fast",
                                "balanced",
                                "compression_profile: balanced",
                                "compact",
                                "compression_profile: compact",
                                "said_twice",
                                "compression: gzip\n  compression_profile: fast",
                                "level_1",
                                "compression: zstd\n  compression_level: 1",
                                "level_9",
                                "compression: zstd\n  compression_level: 9"));
        RivetProcess.Result result = workspace.run("--validate");

        assertThat(codec(workspace, "none")).isEqualTo("UNCOMPRESSED");
        assertThat(codec(workspace, "fast")).isEqualTo("SNAPPY");
        assertThat(codec(workspace, "balanced")).isEqualTo("ZSTD");
        assertThat(codec(workspace, "compact")).isEqualTo("ZSTD");
        assertThat(codec(workspace, "said_twice")).isEqualTo("SNAPPY");
        assertThat(result.stderr().lines().filter(line -> line.contains("compression_profile")))
                .as("one warning, for the setting that is not used")
                .hasSize(1);
        assertThat(bytes(workspace, "compact")).isEqualTo(bytes(workspace, "level_9"));
        assertThat(bytes(workspace, "balanced")).isLessThan(bytes(workspace, "none"));
        assertThat(bytes(workspace, "level_9")).isNotEqualTo(bytes(workspace, "level_1"));
        assertThat(workspace.manifest("out/fast").get("compression").asText()).isEqualTo("snappy");
    }
}
