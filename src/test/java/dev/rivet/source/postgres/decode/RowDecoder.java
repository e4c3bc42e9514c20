package dev.rivet.source.postgres.decode;

import dev.rivet.row.BatchBuilder;
import dev.rivet.row.BatchLimits;
import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.RowBatch;
import dev.rivet.source.postgres.query.PostgresReadPlan;
import dev.rivet.source.postgres.type.ColumnPlan;
import dev.rivet.source.postgres.type.Misfits;
import io.netty.buffer.ByteBuf;

/// Takes rows from the wire into one batch, value by value and each by its own length: what the
/// loops over columns are compared with.
public final class RowDecoder {
    private final BatchBuilder batch;
    private final ColumnBuilder[] builders;
    private final Cell[] cells;

    public RowDecoder(PostgresReadPlan plan) {
        this.batch =
                new BatchBuilder(
                        plan.schema(), new BatchLimits(Integer.MAX_VALUE, Integer.MAX_VALUE));
        Cells choice = new Cells(plan.trust());
        this.builders = new ColumnBuilder[plan.columns().size()];
        this.cells = new Cell[builders.length];
        for (int i = 0; i < cells.length; i++) {
            int index = i;
            ColumnPlan column = plan.columns().get(i);
            builders[i] = batch.column(i);
            Misfits misfits =
                    new Misfits(
                            column,
                            () -> batch.countReplaced(index),
                            () -> batch.countRebased(index));
            cells[i] = choice.of(column, builders[i], misfits);
        }
    }

    /// Appends the row of a DataRow message, whose body begins here.
    public void append(ByteBuf in, int from) {
        int at = from + Short.BYTES;
        for (int i = 0; i < cells.length; i++) {
            int length = in.getInt(at);
            at += Integer.BYTES;
            if (length < 0) {
                builders[i].appendNull();
            } else {
                cells[i].append(in, at, length);
                at += length;
            }
        }
        batch.endRow();
    }

    /// All rows.
    public RowBatch build() {
        return batch.build();
    }
}
