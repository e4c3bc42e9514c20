package dev.rivet.row;

import java.util.List;

/// Collects rows into batches. Append one value to each column, then call [#endRow()]. Not
/// thread-safe.
public final class BatchBuilder {
    private final RowSchema schema;
    private final BatchLimits limits;
    private final List<ColumnBuilder> columns;
    private int[] replaced;
    private int rows;

    public BatchBuilder(RowSchema schema, BatchLimits limits) {
        this.schema = schema;
        this.limits = limits;
        this.columns = schema.columns().stream().map(c -> ColumnBuilder.of(c.type())).toList();
        this.replaced = new int[columns.size()];
    }

    public ColumnBuilder column(int index) {
        return columns.get(index);
    }

    /// Counts one value of this column that had no place in its type and became NULL.
    public void countReplaced(int column) {
        replaced[column]++;
    }

    public void endRow() {
        rows++;
    }

    /// Ends several rows at once, after their values were added column by column.
    public void endRows(int count) {
        rows += count;
    }

    public int rows() {
        return rows;
    }

    public long bytes() {
        long bytes = 0;
        for (int i = 0; i < columns.size(); i++) {
            bytes += columns.get(i).bytes();
        }
        return bytes;
    }

    /// True once a limit is reached: the next row belongs to the next batch.
    public boolean isFull() {
        return rows >= limits.rows() || (rows > 0 && bytes() >= limits.bytes());
    }

    /// Hands over the rows so far and starts anew.
    public RowBatch build() {
        long bytes = bytes();
        List<ColumnVector> vectors = columns.stream().map(ColumnBuilder::build).toList();
        RowBatch batch = new RowBatch(schema, rows, vectors, bytes, replaced);
        replaced = new int[columns.size()];
        rows = 0;
        return batch;
    }
}
