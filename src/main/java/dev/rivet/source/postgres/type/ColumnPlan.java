package dev.rivet.source.postgres.type;

import dev.rivet.row.Column;
import dev.rivet.row.LogicalType;
import dev.rivet.row.Unrepresentable;
import java.util.List;

/// How one result column is read.
///
/// @param policy what to do with values without a place in the column's type
/// @param rowKey positions of the columns that tell its rows apart; empty when that is not known
public record ColumnPlan(
        Column column,
        TypeChoice choice,
        TypeOrigin origin,
        Unrepresentable policy,
        ArrayBounds bounds,
        List<Integer> rowKey) {
    public ColumnPlan {
        rowKey = List.copyOf(rowKey);
    }

    /// A column that counts arrays, and whose rows nothing tells apart.
    public ColumnPlan(Column column, TypeChoice choice, Unrepresentable policy) {
        this(column, choice, TypeOrigin.SOURCE, policy, ArrayBounds.COUNTED, List.of());
    }

    ColumnPlan withRowKey(List<Integer> positions) {
        return new ColumnPlan(column, choice, origin, policy, bounds, positions);
    }

    public LogicalType type() {
        return column.type();
    }
}
