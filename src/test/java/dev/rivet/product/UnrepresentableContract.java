package dev.rivet.product;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.testing.RivetProcess;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of values that a file's type has no place for. In every column of the table the
/// first row holds a value that fits, the second one that does not, the third NULL.
interface UnrepresentableContract {
    /// The table, filled.
    TypeTable table();

    /// The source's expression for its own text of `$`.
    String text();

    private Workspace workspace(Path folder, String exports) {
        return Workspace.of(
                folder, table().database().engine(), table().database().endpoint(), exports);
    }

    private String export(String name, List<TypeCase> columns, String policy) {
        return table().export(name, columns, "format: parquet\non_unrepresentable: " + policy);
    }

    private void assertOneReplacedInEach(JsonNode replaced, List<TypeCase> columns) {
        assertThat(replaced)
                .extracting(each -> each.path("column").asText() + " " + each.path("values"))
                .containsExactlyElementsOf(
                        columns.stream().map(each -> each.name() + " 1").toList());
    }

    @Test
    default void policyNullWritesNullAndCountsItForEveryColumn(@TempDir Path folder)
            throws Exception {
        List<TypeCase> cases = table().cases();
        Workspace workspace = workspace(folder, export("nulls", cases, "null"));
        RivetProcess.Result result = workspace.run("--validate");

        Map<String, List<@Nullable String>> read =
                Readers.duckDbParquet(cases, workspace.parts("out/nulls").getFirst());
        Map<String, List<@Nullable String>> source = table().values();
        for (TypeCase each : cases) {
            List<@Nullable String> values = requireNonNull(source.get(each.name()));
            assertThat(read.get(each.name()))
                    .as(each.name())
                    .isEqualTo(Arrays.asList(values.getFirst(), null, null));
        }
        assertOneReplacedInEach(workspace.manifest("out/nulls").get("replaced"), cases);
        for (TypeCase each : cases) {
            assertThat(result.stderr()).contains(each.name());
        }
    }

    @Test
    default void policyStringWritesTheSourcesOwnText(@TempDir Path folder) throws Exception {
        List<TypeCase> asText =
                table().cases().stream()
                        .map(
                                each ->
                                        TypeCase.column(
                                                each.name(),
                                                each.sqlType(),
                                                each.nativeType(),
                                                text(),
                                                FileType.TEXT))
                        .toList();
        Workspace workspace = workspace(folder, export("texts", table().cases(), "string"));
        workspace.run("--validate");

        Path file = workspace.parts("out/texts").getFirst();
        assertThat(Readers.duckDbParquet(asText, file))
                .isEqualTo(new TypeTable(table().database(), asText).values());
        assertThat(Readers.pyArrow(List.of(file)).getFirst())
                .filteredOn(column -> column.path("metadata").has("rivet.native_type"))
                .extracting(column -> column.path("type").asText())
                .contains("string")
                .doesNotContain("date32[day]", "timestamp[us]", "time64[us]");
        assertThat(workspace.manifest("out/texts").get("replaced")).isEmpty();
    }

    @Test
    default void strictFailsOnEveryOneOfThem(@TempDir Path folder) {
        assertEachFails(folder, "null", "--strict");
    }

    @Test
    default void policyFailFailsOnEveryOneOfThem(@TempDir Path folder) {
        assertEachFails(folder, "fail");
    }

    private void assertEachFails(Path folder, String policy, String... options) {
        Workspace workspace =
                workspace(
                        folder,
                        table().cases().stream()
                                .map(each -> export(each.name(), List.of(each), policy))
                                .collect(joining()));
        String[] words = Arrays.copyOf(options, options.length + 1);
        words[options.length] = "--json-errors";
        RivetProcess.Result result = workspace.rivet("run", words).run();

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(5);
        JsonNode failures = Workspace.lastError(result).get("failures");
        assertThat(failures)
                .extracting(each -> each.path("export").asText() + " " + each.path("code").asText())
                .containsExactlyInAnyOrderElementsOf(
                        table().cases().stream()
                                .map(each -> each.name() + " RIVET_SOURCE_VALUE_UNREPRESENTABLE")
                                .toList());
        assertThat(failures)
                .allSatisfy(
                        each ->
                                assertThat(each.path("message").asText())
                                        .contains(each.path("export").asText()));
        assertThat(workspace.files("out")).noneMatch(name -> name.endsWith(".parquet"));
    }
}
