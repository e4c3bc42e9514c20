package dev.rivet.source.postgres.type;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Names of result columns that do not tell one column from another.
final class SharedNames {
    private SharedNames() {}

    /// All of them in one; empty when every column has a name of its own.
    static Optional<Diagnostic> among(List<ResultColumn> columns) {
        Map<String, List<Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            places.computeIfAbsent(columns.get(i).name(), _ -> new ArrayList<>()).add(i + 1);
        }
        String shared =
                places.entrySet().stream()
                        .filter(each -> each.getKey().isEmpty() || each.getValue().size() > 1)
                        .map(each -> told(each.getKey(), each.getValue()))
                        .collect(Collectors.joining(", "));
        return shared.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Diagnostic.of(
                                Code.SOURCE_QUERY_COLUMN_UNREFERENCEABLE,
                                "Columns of the query share a name, or have none: "
                                        + shared
                                        + "."));
    }

    private static String told(String name, List<Integer> places) {
        String numbers = places.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return (name.isEmpty() ? "no name" : '"' + name + '"')
                + (places.size() == 1 ? " (column " : " (columns ")
                + numbers
                + ")";
    }
}
