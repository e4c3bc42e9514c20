package dev.rivet.product;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the source's own client says about its values, and what independent readers find in the
/// files, is the same: every type, every edge, NULLs included.
interface RoundTripContract {
    RoundTrip roundTrip();

    private void assertSame(
            String reader, List<TypeCase> cases, Map<String, List<@Nullable String>> read) {
        assertThat(cases).isNotEmpty();
        SoftAssertions softly = new SoftAssertions();
        for (TypeCase each : cases) {
            softly.assertThat(read.get(each.name()))
                    .as("%s %s, as %s reads it", each.name(), each.sqlType(), reader)
                    .isEqualTo(roundTrip().values().get(each.name()));
        }
        softly.assertAll();
    }

    @Test
    default void theTableHoldsEveryValueAndARowOfNulls() {
        for (TypeCase each : roundTrip().table().cases()) {
            List<@Nullable String> values = requireNonNull(roundTrip().values().get(each.name()));
            int given = each.values().size();
            assertThat(values).hasSize(roundTrip().table().rows());
            assertThat(values.subList(0, given)).as(each.name()).doesNotContainNull();
            assertThat(values.subList(given, values.size())).as(each.name()).containsOnlyNulls();
        }
    }

    @Test
    default void duckDbReadsEveryValueFromParquetOfEveryCodec() throws Exception {
        List<TypeCase> cases = roundTrip().inDuckDb();
        for (String codec : RoundTrip.CODECS) {
            Path file = roundTrip().file(codec);
            assertSame("DuckDB from " + codec, cases, Readers.duckDbParquet(cases, file));
        }
    }

    @Test
    default void pyArrowReadsEveryValueFromParquetOfEveryCodec() {
        List<TypeCase> cases = roundTrip().table().cases();
        for (String codec : RoundTrip.CODECS) {
            JsonNode file = roundTrip().arrow(codec);
            assertSame("pyarrow from " + codec, cases, Readers.values(cases, file));
        }
    }

    @Test
    default void duckDbReadsEveryValueFromCsv() throws Exception {
        List<TypeCase> cases = roundTrip().inCsv();
        assertSame("DuckDB from CSV", cases, Readers.duckDbCsv(cases, roundTrip().file("csv")));
    }

    @Test
    default void pyArrowReadsEveryValueFromCsv() {
        List<TypeCase> cases = roundTrip().inCsv();
        assertSame("pyarrow from CSV", cases, Readers.values(cases, roundTrip().arrowCsv()));
    }

    @Test
    default void pyArrowSeesTheTypesAndWhereTheyComeFrom() {
        SoftAssertions softly = new SoftAssertions();
        for (TypeCase each : roundTrip().table().cases()) {
            JsonNode column = roundTrip().arrow("zstd").path(each.name());
            JsonNode metadata = column.path("metadata");
            softly.assertThat(
                            "%s, %s, %s, %s"
                                    .formatted(
                                            column.path("type").textValue(),
                                            metadata.path("rivet.native_type").textValue(),
                                            metadata.path("rivet.fidelity").textValue(),
                                            metadata.path("rivet.logical_type").textValue()))
                    .as("%s %s", each.name(), each.sqlType())
                    .isEqualTo(
                            "%s, %s, %s, %s"
                                    .formatted(
                                            each.file().arrow(),
                                            each.nativeType(),
                                            each.file().fidelity(),
                                            each.file().logical()));
            softly.assertThat(column.path("nullable").booleanValue()).as(each.name()).isTrue();
        }
        softly.assertAll();
    }

    @Test
    default void rowHashesStayTheSameFromRunToRunAndFromFormatToFormat() throws Exception {
        TypeTable table = roundTrip().table();
        List<TypeCase> shared = roundTrip().inCsv();
        String names = shared.stream().map(TypeCase::name).collect(joining(", ", "[", "]"));
        String all = "meta_columns: {exported_at: true, row_hash: true}\n";
        String some = "meta_columns: {exported_at: true, row_hash: " + names + "}\n";
        Workspace workspace =
                Workspace.of(
                        Files.createDirectories(roundTrip().workspace().folder().resolve("meta")),
                        table.database().engine(),
                        table.database().endpoint(),
                        table.export("all", table.cases(), all + "format: parquet")
                                + table.export("some", table.cases(), some + "format: parquet")
                                + table.export("csv", shared, some + "format: csv"));
        workspace.run("--validate");
        List<JsonNode> first = Readers.pyArrow(metaFiles(workspace));
        workspace.run("--validate");
        List<JsonNode> second = Readers.pyArrow(metaFiles(workspace));

        for (int i = 0; i < first.size(); i++) {
            assertThat(hashes(second.get(i))).isEqualTo(hashes(first.get(i))).hasSize(table.rows());
            assertThat(exportedAt(first.get(i))).hasSize(1).doesNotContainNull();
            assertThat(exportedAt(second.get(i))).hasSize(1);
            assertThat(exportedAt(second.get(i)).iterator().next())
                    .isGreaterThan(exportedAt(first.get(i)).iterator().next());
        }
        assertThat(hashes(first.get(2))).isEqualTo(hashes(first.get(1)));
        assertThat(hashes(first.getFirst())).doesNotHaveDuplicates();
        JsonNode hash = workspace.manifest("out/some").get("row_hash");
        assertThat(hash.get("column").asText()).isEqualTo("_rivet_row_hash");
        assertThat(hash.get("covered").valueStream().map(JsonNode::asText))
                .containsExactlyElementsOf(shared.stream().map(TypeCase::name).toList());
    }

    private static List<Path> metaFiles(Workspace workspace) {
        return Stream.of("all", "some", "csv")
                .map(name -> workspace.parts("out/" + name).getFirst())
                .toList();
    }

    private static List<String> hashes(JsonNode file) {
        return file.path("_rivet_row_hash")
                .path("values")
                .valueStream()
                .map(JsonNode::textValue)
                .toList();
    }

    private static Set<String> exportedAt(JsonNode file) {
        return file.path("_rivet_exported_at")
                .path("values")
                .valueStream()
                .map(JsonNode::textValue)
                .collect(toSet());
    }
}
