package dev.rivet.source.mysql.query;

import dev.rivet.config.Selection;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import java.util.List;
import java.util.stream.Collectors;

/// Fails a read whose rows did not come in the order of the table's key: rows may be missing, or
/// may have come twice.
record OutOfOrder(Selection.Table table, List<PageKey> key) {
    OutOfOrder {
        key = List.copyOf(key);
    }

    RivetException because(String reason) {
        String columns = key.stream().map(PageKey::column).collect(Collectors.joining(", "));
        String message = "table %s, key %s: %s".formatted(table.display(), columns, reason);
        return Diagnostic.of(Code.SOURCE_KEYS_OUT_OF_ORDER, message)
                .at(Place.column(key.getFirst().column()).inTable(table.display()))
                .toException();
    }
}
