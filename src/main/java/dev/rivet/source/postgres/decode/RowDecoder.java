package dev.rivet.source.postgres.decode;

import dev.rivet.row.BatchBuilder;
import dev.rivet.row.ColumnBuilder;
import dev.rivet.source.postgres.query.PostgresReadPlan;
import dev.rivet.source.postgres.type.ColumnPlan;
import dev.rivet.source.postgres.type.Misfits;
import io.netty.buffer.ByteBuf;

/// Takes rows from the wire into a batch, value by value. Event loop only.
public final class RowDecoder {
    private final PostgresReadPlan plan;
    private final BatchBuilder batch;
    private final ColumnBuilder[] builders;
    private final Cell[] cells;
    private final long maxValueBytes;

    public RowDecoder(PostgresReadPlan plan, BatchBuilder batch) {
        this.plan = plan;
        this.batch = batch;
        long limit = plan.tuning().maxValueBytes();
        this.maxValueBytes = limit == 0 ? Long.MAX_VALUE : limit;
        Cells choice = new Cells(plan.trust());
        this.builders = new ColumnBuilder[plan.columns().size()];
        this.cells = new Cell[builders.length];
        for (int i = 0; i < cells.length; i++) {
            int index = i;
            ColumnPlan column = plan.columns().get(i);
            builders[i] = batch.column(i);
            Misfits misfits =
                    new Misfits(column.column(), column.policy(), () -> batch.countReplaced(index));
            cells[i] = choice.of(column, builders[i], misfits);
        }
    }

    /// Appends the row of a DataRow message.
    public void append(ByteBuf in, int from) {
        int at = from + Short.BYTES;
        for (int i = 0; i < cells.length; i++) {
            int length = in.getInt(at);
            at += Integer.BYTES;
            if (length < 0) {
                builders[i].appendNull();
            } else {
                check(i, length);
                cells[i].append(in, at, length);
                at += length;
            }
        }
        batch.endRow();
    }

    /// Looks for a value that is too large in a row that is still arriving, before it has all been
    /// kept in memory.
    public void checkArriving(ByteBuf in, int from, int rowLength, int arrived) {
        if (rowLength <= maxValueBytes) {
            return;
        }
        long at = (long) from + Short.BYTES;
        long end = (long) from + arrived;
        for (int i = 0; i < cells.length && at + Integer.BYTES <= end; i++) {
            int length = in.getInt((int) at);
            check(i, length);
            at += (long) Integer.BYTES + Math.max(0, length);
        }
    }

    private void check(int column, int length) {
        if (length > maxValueBytes) {
            throw Misfits.tooLarge(
                    plan.columns().get(column).column().name(), length, maxValueBytes);
        }
    }
}
