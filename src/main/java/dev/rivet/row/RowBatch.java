package dev.rivet.row;

import java.util.List;

/// Some rows of a read, column by column. Immutable by convention: built once from the wire, then
/// handed over; it belongs to whoever received it, who may give it back ([BatchBuilder#recycle]).
///
/// @param rows number of rows, the length of every column
/// @param bytes size of the arrays' used parts; what byte budgets count
/// @param replaced per column, how many values of this batch were unrepresentable and became NULL
/// @param rebased per column, how many arrays of this batch had an index that did not begin at 1
public record RowBatch(
        RowSchema schema,
        int rows,
        List<ColumnVector> columns,
        long bytes,
        int[] replaced,
        int[] rebased) {
    public RowBatch {
        columns = List.copyOf(columns);
    }
}
