package dev.rivet.product;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.encode.DuckDb;
import dev.rivet.encode.PyArrow;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Independent readers of what was written, each giving the canonical text of every value.
final class Readers {
    private static final Path SCRIPT = Path.of("src/test/python/dump_values.py");

    /// Years as ISO 8601 writes them, which DuckDB's own texts do not.
    private static final List<String> MACROS =
            List.of(
                    """
                    CREATE MACRO iso_date(d) AS
                      CASE WHEN year(d) > 9999 THEN '+' || year(d)
                           WHEN year(d) < 0 THEN format('{:05d}', year(d))
                           ELSE format('{:04d}', year(d)) END
                      || format('-{:02d}-{:02d}', month(d), day(d))""",
                    "CREATE MACRO iso_timestamp(t) AS"
                            + " iso_date(t::DATE) || strftime(t, 'T%H:%M:%S.%f')");

    private Readers() {}

    static Map<String, List<@Nullable String>> duckDbParquet(List<TypeCase> cases, Path file)
            throws SQLException {
        String expressions =
                cases.stream()
                        .map(each -> each.about(String.valueOf(each.file().duck())))
                        .collect(joining(", "));
        try (DuckDb duck = new DuckDb()) {
            for (String macro : MACROS) {
                duck.rows(macro);
            }
            return TypeTable.columns(
                    cases,
                    duck.rows("SELECT " + expressions + " FROM read_parquet('" + file + "')"));
        }
    }

    /// All fields as text, as they stand in the file.
    static Map<String, List<@Nullable String>> duckDbCsv(List<TypeCase> cases, Path file)
            throws SQLException {
        String names = cases.stream().map(TypeCase::name).collect(joining(", "));
        try (DuckDb duck = new DuckDb()) {
            return columns(
                    cases,
                    duck.rows(
                            "SELECT "
                                    + names
                                    + " FROM read_csv('"
                                    + file
                                    + "', header = true, all_varchar = true, delim = ',',"
                                    + " quote = '\"', escape = '\"', nullstr = '',"
                                    + " allow_quoted_nulls = false, auto_detect = false,"
                                    + " columns = "
                                    + cases.stream()
                                            .map(each -> each.name() + ": 'VARCHAR'")
                                            .collect(joining(", ", "{", "}"))
                                    + ")"));
        }
    }

    private static Map<String, List<@Nullable String>> columns(
            List<TypeCase> cases, List<List<@Nullable String>> rows) {
        Map<String, List<@Nullable String>> columns = new LinkedHashMap<>();
        for (int i = 0; i < cases.size(); i++) {
            List<@Nullable String> column = new ArrayList<>();
            for (List<@Nullable String> row : rows) {
                column.add(row.get(i));
            }
            columns.put(cases.get(i).name(), column);
        }
        return columns;
    }

    /// What pyarrow sees in Parquet or CSV files: an object per file, by column `type`, `nullable`,
    /// `metadata` and `values`.
    static List<JsonNode> pyArrow(List<Path> files) throws IOException, InterruptedException {
        return PyArrow.run(SCRIPT, files).valueStream().toList();
    }

    /// The values of some columns of such an object.
    static Map<String, List<@Nullable String>> values(List<TypeCase> cases, JsonNode file) {
        Map<String, List<@Nullable String>> columns = new LinkedHashMap<>();
        for (TypeCase each : cases) {
            List<@Nullable String> column = new ArrayList<>();
            for (JsonNode value : file.path(each.name()).path("values")) {
                column.add(value.isNull() ? null : canonical(each, value.textValue()));
            }
            columns.put(each.name(), column);
        }
        return columns;
    }

    /// Only lists, JSON within JSON, may be written in several ways.
    private static String canonical(TypeCase each, String text) {
        return each.file().arrow().startsWith("list") ? each.file().canonical().apply(text) : text;
    }
}
