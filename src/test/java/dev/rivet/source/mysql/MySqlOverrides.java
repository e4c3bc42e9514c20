package dev.rivet.source.mysql;

import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.OverridesContract;
import dev.rivet.source.mysql.decode.BatchValues;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The same overrides over MySQL and MariaDB. Values come from a table: expressions have types of
/// their own there.
interface MySqlOverrides extends OverridesContract {
    LiveSource live();

    @Override
    default String expression(Kind kind, String literal) {
        return switch (kind) {
            case TEXT -> "VARCHAR(100)|'" + literal + "'";
            case SMALL -> "SMALLINT|" + literal;
            case INTEGER -> "INT|" + literal;
            case BIG -> "BIGINT|" + literal;
            case DECIMAL -> "DECIMAL(12,3)|" + literal;
            case BYTES -> "VARBINARY(100)|X'" + literal + "'";
        };
    }

    @Override
    default Outcome read(
            String sql, Map<String, LogicalType> overrides, @Nullable Unrepresentable policy) {
        String typed = sql.substring("SELECT ".length(), sql.length() - " AS v".length());
        int bar = typed.indexOf('|');
        live().server()
                .execute(
                        "DROP TABLE IF EXISTS overridden",
                        "CREATE TABLE overridden (v " + typed.substring(0, bar) + ")",
                        "INSERT INTO overridden VALUES (" + typed.substring(bar + 1) + ")");
        List<RowBatch> batches =
                live().read(LiveSource.query("SELECT v FROM overridden", overrides, policy));
        return new Outcome(
                batches.getFirst().schema().column(0).fidelity(), BatchValues.column(batches, 0));
    }
}
