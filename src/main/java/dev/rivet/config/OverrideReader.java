package dev.rivet.config;

import dev.rivet.diag.Code;
import dev.rivet.row.LogicalType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The `columns` block. `table.column` is for one table and wins over the bare name.
final class OverrideReader {
    private final Findings findings;

    OverrideReader(Findings findings) {
        this.findings = findings;
    }

    /// @param selection empty when it is wrong, which is reported already
    Map<String, LogicalType> read(Section export, Optional<Selection> selection) {
        Map<String, LogicalType> bare = new LinkedHashMap<>();
        Map<String, LogicalType> qualified = new LinkedHashMap<>();
        export.named("columns")
                .forEach(
                        (name, type) -> {
                            if (name.indexOf('.') < 0) {
                                bare.put(name, type(type));
                            } else if (selection.isPresent()) {
                                ofTable(name, type, selection.get())
                                        .ifPresent(column -> qualified.put(column, type(type)));
                            }
                        });
        bare.putAll(qualified);
        return bare;
    }

    private Optional<String> ofTable(String name, Scalar type, Selection selection) {
        if (selection instanceof Selection.Table table) {
            for (String prefix : new String[] {table.display() + ".", table.name() + "."}) {
                if (name.startsWith(prefix)) {
                    return Optional.of(name.substring(prefix.length()));
                }
            }
        }
        findings.problem(
                type.spot(),
                Code.CONFIG_COLUMN_OVERRIDE_TABLE_UNKNOWN,
                "names a column of a table that this export does not read as such",
                "Write the column's bare name, here `"
                        + name.substring(name.lastIndexOf('.') + 1)
                        + "`.");
        return Optional.empty();
    }

    private static LogicalType type(Scalar text) {
        return ColumnTypes.parse(text.text()) instanceof ColumnTypes.Known(LogicalType type)
                ? type
                : new LogicalType.Text();
    }
}
