package dev.rivet.product;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A table of every type, filled once and exported once in every format and codec.
///
/// @param values the source's own canonical texts, by column
/// @param arrow what pyarrow sees in the files: one of each codec, in their order, then the
///     CSV file
record RoundTrip(
        TypeTable table,
        Workspace workspace,
        Map<String, List<@Nullable String>> values,
        List<JsonNode> arrow) {

    static final List<String> CODECS = List.of("zstd", "snappy", "gzip", "lz4", "none");

    /// Fills the table on that server, then runs the product on it.
    static RoundTrip of(LiveDatabase database, List<TypeCase> cases, Path folder)
            throws SQLException, IOException, InterruptedException {
        TypeTable table = new TypeTable(database, cases);
        table.fill();
        Stream<String> parquet =
                CODECS.stream()
                        .map(
                                codec ->
                                        table.export(
                                                codec,
                                                cases,
                                                "format: parquet\ncompression: " + codec));
        Stream<String> csv = Stream.of(table.export("csv", inCsv(cases), "format: csv"));
        Workspace workspace =
                Workspace.of(
                        folder,
                        database.engine(),
                        database.endpoint(),
                        Stream.concat(parquet, csv).collect(joining()));
        workspace.run("--validate");
        List<JsonNode> arrow = Readers.pyArrow(files(workspace));
        return new RoundTrip(table, workspace, table.values(), arrow);
    }

    private static List<Path> files(Workspace workspace) {
        List<Path> files = new ArrayList<>();
        CODECS.forEach(codec -> files.add(part(workspace, codec)));
        files.add(part(workspace, "csv"));
        return files;
    }

    private static Path part(Workspace workspace, String export) {
        return workspace.parts("out/" + export).getFirst();
    }

    /// The one file of the export with that name, which is its codec or `csv`.
    Path file(String export) {
        return part(workspace, export);
    }

    JsonNode arrow(String codec) {
        return arrow.get(CODECS.indexOf(codec));
    }

    JsonNode arrowCsv() {
        return arrow.getLast();
    }

    List<TypeCase> inCsv() {
        return inCsv(table.cases());
    }

    private static List<TypeCase> inCsv(List<TypeCase> cases) {
        return cases.stream().filter(each -> each.file().csv()).toList();
    }

    List<TypeCase> inDuckDb() {
        return table.cases().stream().filter(each -> each.file().duck() != null).toList();
    }
}
