package dev.rivet.product;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The table `round_trip`, one column per [TypeCase], and what the source says about its values.
record TypeTable(LiveDatabase database, List<TypeCase> cases) {
    static final String NAME = "round_trip";

    /// Makes and fills it; the last row holds nothing but its key.
    void fill() throws SQLException {
        database.execute(List.of("DROP TABLE IF EXISTS " + NAME, create()));
        database.execute(IntStream.range(0, rows()).mapToObj(this::insert).toList());
    }

    int rows() {
        return 1 + cases.stream().mapToInt(each -> each.values().size()).max().orElse(0);
    }

    private String create() {
        return Stream.concat(
                        Stream.of("id INT PRIMARY KEY"),
                        cases.stream().map(each -> each.name() + " " + each.sqlType()))
                .collect(joining(", ", "CREATE TABLE " + NAME + " (", ")"));
    }

    private String insert(int row) {
        return Stream.concat(
                        Stream.of(Integer.toString(row)),
                        cases.stream().map(each -> each.literal(row)))
                .collect(joining(", ", "INSERT INTO " + NAME + " VALUES (", ")"));
    }

    /// The source's own canonical text of every value, by column; null for NULL.
    Map<String, List<@Nullable String>> values() throws SQLException {
        String expressions =
                cases.stream().map(each -> each.about(each.source())).collect(joining(", "));
        return columns(
                cases, database.ask("SELECT " + expressions + " FROM " + NAME + " ORDER BY id"));
    }

    /// Rows of texts as columns of canonical texts.
    static Map<String, List<@Nullable String>> columns(
            List<TypeCase> cases, List<List<@Nullable String>> rows) {
        Map<String, List<@Nullable String>> columns = new LinkedHashMap<>();
        for (int i = 0; i < cases.size(); i++) {
            List<@Nullable String> column = new ArrayList<>();
            for (List<@Nullable String> row : rows) {
                column.add(canonical(row.get(i), cases.get(i).file().canonical()));
            }
            columns.put(cases.get(i).name(), column);
        }
        return columns;
    }

    private static @Nullable String canonical(
            @Nullable String text, UnaryOperator<String> canonical) {
        return text == null ? null : canonical.apply(text);
    }

    /// An export of these columns, as YAML.
    ///
    /// @param settings more lines of the export
    String export(String name, List<TypeCase> columns, String settings) {
        String selection =
                columns.equals(cases)
                        ? "table: " + NAME
                        : "query: SELECT "
                                + columns.stream().map(TypeCase::name).collect(joining(", "))
                                + " FROM "
                                + NAME
                                + " ORDER BY id";
        String overrides =
                columns.stream()
                        .filter(each -> each.override() != null)
                        .map(each -> each.name() + ": \"" + each.override() + "\"")
                        .collect(joining(", ", "{", "}"));
        return """
        - name: %1$s
          %2$s
          columns: %3$s
          destination: {type: local, path: out/%1$s}
        """
                        .formatted(name, selection, overrides)
                + settings.indent(2);
    }
}
