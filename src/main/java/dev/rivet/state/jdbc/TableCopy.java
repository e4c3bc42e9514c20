package dev.rivet.state.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes the rows of a table from one engine to another.
final class TableCopy {
    /// Journals are large.
    private static final int ROWS_AT_ONCE = 100;

    private final Session source;
    private final Session target;
    private final String table;

    TableCopy(Session source, Session target, String table) {
        this.source = source;
        this.target = target;
        this.table = table;
    }

    private int rowsAtOnce() {
        return table.equals(StateTables.MARGINS) ? 1 : ROWS_AT_ONCE;
    }

    void make() throws SQLException {
        int rowsAtOnce = rowsAtOnce();
        Map<String, Integer> columns = target.columns(table);
        String names = String.join(", ", columns.keySet());
        String insert =
                "INSERT INTO %s (%s) VALUES (%s)"
                        .formatted(table, names, Values.placeholders(columns.size()));
        List<@Nullable Object[]> waiting = new ArrayList<>();
        source.forEach(
                "SELECT " + names + " FROM " + table,
                rowsAtOnce,
                row -> {
                    waiting.add(values(row, columns));
                    if (waiting.size() == rowsAtOnce) {
                        target.insertAll(insert, waiting);
                        waiting.clear();
                    }
                });
        target.insertAll(insert, waiting);
    }

    private static @Nullable Object[] values(ResultSet row, Map<String, Integer> columns)
            throws SQLException {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        int at = 0;
        for (Map.Entry<String, Integer> column : columns.entrySet()) {
            values[at++] = value(row.getObject(column.getKey()), column.getValue());
        }
        return values;
    }

    /// SQLite knows no booleans, and takes them for numbers by itself.
    private static @Nullable Object value(@Nullable Object value, int type) {
        boolean isFlag = type == Types.BIT || type == Types.BOOLEAN;
        return isFlag && value instanceof Number number ? number.intValue() != 0 : value;
    }
}
