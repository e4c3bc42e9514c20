package dev.rivet.encode;

import dev.rivet.row.Column;
import dev.rivet.row.RowSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Columns whose names differ by the case of letters only.
public final class CaseTwins {
    private CaseTwins() {}

    /// One for each name that several columns have.
    public static List<String> remarks(RowSchema schema) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (Column column : schema.columns()) {
            byName.computeIfAbsent(column.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(column.name());
        }
        return byName.values().stream()
                .filter(names -> names.size() > 1)
                .map(CaseTwins::remark)
                .toList();
    }

    private static String remark(List<String> names) {
        return ColumnNames.of(names)
                + " differ by case only: Spark, Athena and BigQuery refuse such files; give one of"
                + " them another name in a `query:` (… AS "
                + names.getLast()
                + "_2), and quote its own there: unquoted it may be the other column's";
    }
}
