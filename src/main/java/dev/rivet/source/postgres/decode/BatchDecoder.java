package dev.rivet.source.postgres.decode;

import dev.rivet.diag.RivetException;
import dev.rivet.observe.StageProfile;
import dev.rivet.observe.StageProfile.Stage;
import dev.rivet.observe.StageProfile.Timer;
import dev.rivet.row.BatchBuilder;
import dev.rivet.row.BatchLimits;
import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.LogicalType;
import dev.rivet.source.postgres.decode.RowScan.Stop;
import dev.rivet.source.postgres.decode.RowScan.ValueTooLarge;
import dev.rivet.source.postgres.query.PostgresReadPlan;
import dev.rivet.source.postgres.type.ColumnPlan;
import dev.rivet.source.postgres.type.Misfits;
import dev.rivet.source.postgres.type.WireType;
import dev.rivet.source.postgres.wire.Window;

/// Takes rows from a window into a batch, in two passes over some of them at a time: where the
/// fields are, then each column by itself. Event loop only.
public final class BatchDecoder {
    private final PostgresReadPlan plan;
    private final BatchBuilder batch;
    private final BatchLimits limits;
    private final RowScan scan;
    private final ColumnLoop[] loops;
    private final Timer scanning;
    private final Timer[] decoding;
    private final long leastRowBytes;
    private long rows;

    public BatchDecoder(
            PostgresReadPlan plan, BatchLimits limits, BatchBuilder batch, StageProfile profile) {
        this.plan = plan;
        this.batch = batch;
        this.limits = limits;
        long most = plan.tuning().maxValueBytes();
        int columns = plan.columns().size();
        this.scan =
                new RowScan(
                        plan.columns().stream().map(BatchDecoder::wire).toList(),
                        most == 0 ? Integer.MAX_VALUE : Math.clamp(most, 1, Integer.MAX_VALUE));
        this.scanning = profile.timer(Stage.SCAN, StageProfile.ALL_COLUMNS);
        this.decoding = new Timer[columns];
        this.loops = new ColumnLoop[columns];
        this.leastRowBytes =
                plan.columns().stream().mapToLong(column -> leastBytes(column.type())).sum();
        ColumnLoops choice = new ColumnLoops(plan.trust());
        for (int i = 0; i < columns; i++) {
            int index = i;
            ColumnPlan column = plan.columns().get(i);
            ColumnBuilder builder = batch.column(i);
            Misfits misfits =
                    new Misfits(
                            column,
                            () -> batch.countReplaced(index),
                            () -> batch.countRebased(index));
            decoding[i] = profile.timer(Stage.DECODE, column.column().name());
            loops[i] = choice.of(column, builder, misfits);
        }
    }

    /// How a value comes as a whole; that of a list says how its elements do.
    private static WireType wire(ColumnPlan column) {
        return column.type() instanceof LogicalType.ListOf
                ? WireType.VERBATIM
                : column.choice().wire();
    }

    /// What a value takes in a batch whatever it is, NULL included.
    private static long leastBytes(LogicalType type) {
        return switch (type.storage()) {
            case BOOLEAN -> 1;
            case INT, FLOAT, BYTES, LIST -> Integer.BYTES;
            case LONG, DOUBLE -> Long.BYTES;
            case FIXED -> type.fixedWidth();
        };
    }

    /// Counts rows from zero again.
    public void restart() {
        rows = 0;
    }

    /// Rows since the last [#restart()].
    public long rows() {
        return rows;
    }

    /// Takes rows out of the window until the batch is full or the window has no more.
    ///
    /// @return why it stopped: FULL stands for a full batch
    /// @throws RivetException for a value that cannot be taken
    public Stop decode(Window window) {
        Stop stop = Stop.FULL;
        while (stop == Stop.FULL && !batch.isFull()) {
            long scanStart = scanning.start();
            stop = scan(window);
            scanning.stop(scanStart);
            int found = scan.rows();
            if (found > 0) {
                append(window, found);
            }
            rows += found;
            window.consume(scan.end());
        }
        return stop;
    }

    private void append(Window window, int found) {
        for (int i = 0; i < loops.length; i++) {
            long start = decoding[i].start();
            append(window, i, found);
            decoding[i].stop(start);
        }
        batch.endRows(found);
    }

    private void append(Window window, int column, int found) {
        try {
            loops[column].append(window, scan.starts(), RowScan.base(column), found);
        } catch (RivetException failure) {
            throw new FailedRow(plan.columns(), scan, window)
                    .located(failure, column, loops[column]);
        }
    }

    private Stop scan(Window window) {
        long room = Math.max(1, limits.bytes() - batch.bytes());
        int mostRows = (int) Math.min(limits.rows() - batch.rows(), 1 + room / leastRowBytes);
        try {
            return scan.scan(window.bytes(), window.from(), window.to(), mostRows, room);
        } catch (ValueTooLarge found) {
            String column = plan.columns().get(found.column).column().name();
            throw Misfits.tooLarge(column, found.length, plan.tuning().maxValueBytes());
        }
    }
}
