package dev.rivet.extract;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.encode.RowPrinter;
import dev.rivet.encode.RowPrints;
import dev.rivet.plan.Edge;
import dev.rivet.plan.ExportPlan;
import dev.rivet.plan.Watermark;
import dev.rivet.row.PickedRows;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Drops rows that an earlier run has delivered, and remembers those of the margin. Whatever its
/// key, a row that has all values of one that was delivered, is that one.
final class MarginSieve implements Sieve {
    private final KeyCells keys;
    private final KeyCells.Bound margin;
    private final KeyCells.@Nullable Bound delivered;
    private final DeliveredRows.Rest rest;
    private final long room;
    private final RowPrints remembered = new RowPrints();

    /// @param start where the margin begins
    /// @param before what earlier runs have delivered of the rows that are read again
    /// @param room most rows to remember
    MarginSieve(
            RowSchema schema,
            ExportPlan.Progress progress,
            Edge start,
            DeliveredRows before,
            long room) {
        Watermark to = progress.to();
        this.keys = KeyCells.of(schema, to.key(), to.value().type());
        this.margin = keys.from(start);
        this.delivered =
                before.isEmpty()
                        ? null
                        : progress.start().map(mark -> keys.to(mark.edge())).orElse(null);
        this.rest = before.new Rest();
        this.room = room;
    }

    @Override
    public RowBatch sift(RowBatch read) {
        int[] rows = new int[read.rows()];
        int printed = 0;
        RowPrints prints = new RowPrints();
        RowPrinter printer = new RowPrinter();
        for (int row = 0; row < read.rows(); row++) {
            if (mayBeDelivered(read, row) || keys.isAtLeast(read, row, margin)) {
                printer.print(read, row, prints);
                rows[printed++] = row;
            }
        }
        return printed == 0 ? read : sift(read, Arrays.copyOf(rows, printed), prints);
    }

    private boolean mayBeDelivered(RowBatch read, int row) {
        return delivered != null && keys.isAtMost(read, row, delivered);
    }

    private synchronized RowBatch sift(RowBatch read, int[] rows, RowPrints prints) {
        boolean[] dropped = new boolean[read.rows()];
        int drops = 0;
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            if (mayBeDelivered(read, row) && rest.take(prints.high(i), prints.low(i))) {
                dropped[row] = true;
                drops++;
            }
            if (keys.isAtLeast(read, row, margin)) {
                remember(prints.high(i), prints.low(i));
            }
        }
        return drops == 0 ? read : PickedRows.of(read, others(dropped, drops));
    }

    private void remember(long high, long low) {
        if (remembered.size() >= room) {
            throw Diagnostic.of(
                            Code.CONFIG_MODE_SETTING_INVALID,
                            String.format(
                                    Locale.ROOT,
                                    "`overlap` reaches over more than %,d rows, which are too many to remember. Nothing was delivered.",
                                    Margin.MOST_ROWS),
                            "Write a smaller `overlap`.")
                    .toException();
        }
        remembered.add(high, low);
    }

    private static int[] others(boolean[] dropped, int drops) {
        int[] others = new int[dropped.length - drops];
        int count = 0;
        for (int row = 0; row < dropped.length; row++) {
            if (!dropped[row]) {
                others[count++] = row;
            }
        }
        return others;
    }

    @Override
    public synchronized RowPrints remembered() {
        return remembered;
    }
}
