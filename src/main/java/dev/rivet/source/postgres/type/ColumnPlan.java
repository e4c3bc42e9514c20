package dev.rivet.source.postgres.type;

import dev.rivet.row.Column;
import dev.rivet.row.LogicalType;
import dev.rivet.row.Unrepresentable;

/// How one result column is read.
///
/// @param policy what to do with values without a place in the column's type
public record ColumnPlan(Column column, TypeChoice choice, Unrepresentable policy) {
    public LogicalType type() {
        return column.type();
    }
}
