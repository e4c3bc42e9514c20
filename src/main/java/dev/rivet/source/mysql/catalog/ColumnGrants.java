package dev.rivet.source.mysql.catalog;

import dev.rivet.config.Selection;
import dev.rivet.diag.RivetException;
import dev.rivet.source.PermittedColumns;
import dev.rivet.source.mysql.connect.Link;
import dev.rivet.source.mysql.type.Identifiers;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;

/// What a user may read of a table that was refused as a whole.
record ColumnGrants(Link link, String schema) {
    private static final int TABLE_DENIED = 1142;
    private static final int COLUMN_DENIED = 1143;

    /// Whether this is a refusal of a table, or of some of its columns.
    static boolean areMissing(RivetException failure) {
        return failure.getCause() instanceof MySQLException said
                && (said.getErrorCode() == TABLE_DENIED || said.getErrorCode() == COLUMN_DENIED);
    }

    /// The catalog has rows only for columns that the user has some right to.
    RivetException added(RivetException refusal, Selection.Table table) {
        List<String> columns = new ArrayList<>();
        for (Row each :
                link.ask(
                        """
                        SELECT COLUMN_NAME FROM information_schema.COLUMNS
                        WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
                            AND FIND_IN_SET('select', LOWER(PRIVILEGES)) > 0
                        ORDER BY ORDINAL_POSITION
                        """,
                        schema,
                        table.name())) {
            columns.add(Identifiers.quote(each.getValue(0).toString()));
        }
        return new PermittedColumns(Identifiers.quote(table), columns).added(refusal);
    }
}
