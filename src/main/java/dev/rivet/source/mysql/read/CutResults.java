package dev.rivet.source.mysql.read;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Locale;
import java.util.Set;

/// What the server says with no more than a warning: that a value is not the whole one.
final class CutResults {
    /// Warnings of the statement that ran last.
    static final String SQL = "SHOW WARNINGS";

    /// A text of GROUP_CONCAT that was cut; a function's value that was longer than the server can
    /// send, in whose place there is NULL.
    private static final Set<Integer> CODES = Set.of(1260, 1301);

    private CutResults() {}

    /// Gives back warnings of any other kind.
    ///
    /// @throws dev.rivet.diag.RivetException `SOURCE_QUERY_FAILED`
    static RowSet<Row> refuse(RowSet<Row> warnings) {
        for (Row each : warnings) {
            if (CODES.contains(each.getInteger(1))) {
                throw Diagnostic.of(
                                Code.SOURCE_QUERY_FAILED,
                                String.format(
                                        Locale.ROOT,
                                        "the server cut the result [%d: %s]",
                                        each.getInteger(1),
                                        each.getString(2)),
                                "Raise the server's max_allowed_packet, or let the query make"
                                        + " shorter values.")
                        .toException();
            }
        }
        return warnings;
    }
}
