package dev.rivet.source.mysql.catalog;

import dev.rivet.config.Selection;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import dev.rivet.source.mysql.catalog.Catalog.CatalogColumn;
import dev.rivet.source.mysql.wire.WireColumn;
import java.util.List;
import java.util.Map;

/// The columns of a table as the catalog has them, beside those that `SELECT *` shows: of
/// invisible columns, such as a generated primary key, `*` says nothing.
///
/// @param columns by name, in the table's order
record TableColumns(Selection.Table table, Map<String, CatalogColumn> columns) {

    List<String> names() {
        return List.copyOf(columns.keySet());
    }

    /// Whether there are more than those; not where the catalog speaks of something else.
    boolean hiddenBeside(List<WireColumn> shown) {
        List<String> visible = shown.stream().map(WireColumn::name).toList();
        return columns.size() > visible.size() && columns.keySet().containsAll(visible);
    }

    /// Whether there seems to be a column that the catalog does not tell this user of: it leaves
    /// out those that the user has no right to, but counts them.
    boolean mayBeKeptBack() {
        return columns.values().stream().mapToLong(CatalogColumn::position).max().orElse(0)
                > columns.size();
    }

    RivetException keptBack() {
        String message =
                "table %s has an invisible column that the user may not read"
                        .formatted(table.display());
        return Diagnostic.of(
                        Code.SOURCE_QUERY_FAILED,
                        message,
                        "Grant SELECT on the table to the user, or name the columns in a query.")
                .at(Place.table(table.display()))
                .toException();
    }
}
