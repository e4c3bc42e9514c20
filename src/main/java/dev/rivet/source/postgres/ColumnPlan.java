package dev.rivet.source.postgres;

import dev.rivet.row.Column;
import dev.rivet.row.LogicalType;
import dev.rivet.row.Unrepresentable;

/// How one result column is read.
///
/// @param policy what to do with values without a place in the column's type
record ColumnPlan(Column column, TypeChoice choice, Unrepresentable policy) {
    LogicalType type() {
        return column.type();
    }
}
