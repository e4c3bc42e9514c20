package dev.rivet.source;

import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.util.List;

/// The columns of a table that its user may read, where that is not all of them.
///
/// @param table quoted
/// @param columns quoted, in the table's order
public record PermittedColumns(String table, List<String> columns) {
    public PermittedColumns {
        columns = List.copyOf(columns);
    }

    /// The refusal to read the table, with a query for what may be read, if anything may.
    public RivetException added(RivetException refusal) {
        Diagnostic refused = refusal.diagnostic();
        String action =
                columns.isEmpty()
                        ? refused.action()
                        : refused.action()
                                + "\nOr read, instead of `table:`, the columns that this user may"
                                + " read:\n"
                                + query();
        return new Diagnostic(
                        refused.code(),
                        refused.message(),
                        action,
                        refused.outlook(),
                        refused.place())
                .toException(refusal);
    }

    /// As it stands in a configuration: in a block, in which YAML leaves every character alone.
    private String query() {
        return "query: |\n  SELECT " + String.join(", ", columns) + "\n  FROM " + table;
    }
}
