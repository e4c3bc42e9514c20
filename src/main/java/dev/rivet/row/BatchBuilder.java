package dev.rivet.row;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Collects rows into batches. Append one value to each column, then call [#endRow()]. Not
/// thread-safe, but for [#recycle].
public final class BatchBuilder {
    /// As many as are on their way between a connection and its encoder.
    private static final int MOST_SPARE = 4;

    private final RowSchema schema;
    private final BatchLimits limits;
    private final List<ColumnBuilder> columns;
    private final Queue<RowBatch> spare = new ArrayBlockingQueue<>(MOST_SPARE);
    private int[] replaced;
    private int[] rebased;
    private int rows;

    public BatchBuilder(RowSchema schema, BatchLimits limits) {
        this.schema = schema;
        this.limits = limits;
        this.columns = schema.columns().stream().map(c -> ColumnBuilder.of(c.type())).toList();
        this.replaced = new int[columns.size()];
        this.rebased = new int[columns.size()];
    }

    public ColumnBuilder column(int index) {
        return columns.get(index);
    }

    /// Counts one value of this column that had no place in its type and became NULL.
    public void countReplaced(int column) {
        replaced[column]++;
    }

    /// Counts one array of this column that lost an index that does not begin at 1.
    public void countRebased(int column) {
        rebased[column]++;
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
        RowBatch batch = new RowBatch(schema, rows, vectors, bytes, replaced, rebased);
        replaced = new int[columns.size()];
        rebased = new int[columns.size()];
        rows = 0;
        reuse(spare.poll());
        return batch;
    }

    private void reuse(@Nullable RowBatch done) {
        for (int i = 0; done != null && i < columns.size(); i++) {
            columns.get(i).reuse(done.columns().get(i));
        }
    }

    /// Gives back a batch that was built here and that nobody reads any more: its arrays are used
    /// again. Any thread.
    public void recycle(RowBatch done) {
        var _ = spare.offer(done);
    }
}
