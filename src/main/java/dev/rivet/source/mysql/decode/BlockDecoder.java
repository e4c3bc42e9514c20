package dev.rivet.source.mysql.decode;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.row.BatchBuilder;
import dev.rivet.row.BatchLimits;
import dev.rivet.source.mysql.query.KeyTrail;
import dev.rivet.source.mysql.query.MySqlPlan;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.LittleEndian;
import dev.rivet.source.mysql.wire.WireColumn;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Decodes binary rows straight into a batch, a block of them at a time: one pass finds the
/// fields, then each column is taken over in a loop of its own. Batches are cut by rows alone,
/// never by how the rows arrived. Event loop.
public final class BlockDecoder {
    private static final int HEADER_BYTES = 4;
    private static final int LARGEST_PACKET = 0xFFFFFF;
    private static final int ROW = 0;

    private final MySqlPlan plan;
    private final List<WireColumn> running;
    private final BatchBuilder batch;
    private final RowBlock block;
    private final @Nullable BlockKeys keys;
    private final RowWalk walk;
    private final ColumnLoop[] loops;
    private @Nullable RowDecoder careful;
    private final BatchLimits limits;
    private long held;
    private long rows;

    /// A decoder for the rows of one statement.
    ///
    /// @param running the columns as the running statement defines them
    /// @param limits when a batch is full
    /// @param trail sees each block's keys
    public BlockDecoder(
            MySqlPlan plan,
            List<WireColumn> running,
            BatchBuilder batch,
            BatchLimits limits,
            @Nullable KeyTrail trail) {
        this.plan = plan;
        this.running = running;
        this.batch = batch;
        this.limits = limits;
        this.held = batch.rows() == 0 ? 0 : batch.bytes();
        long limit = plan.tuning().maxValueBytes();
        this.block = new RowBlock(running.size());
        this.walk = new RowWalk(running, plan.schema(), block, limit > 0 ? limit : Long.MAX_VALUE);
        this.keys = trail == null ? null : BlockKeys.of(block, trail, running.size());
        this.loops = new ColumnLoop[plan.columns().size()];
        for (int i = 0; i < loops.length; i++) {
            String catalogType = plan.columns().get(i).catalogType();
            loops[i] =
                    ColumnLoops.of(
                            new SourceColumn(running.get(i), catalogType),
                            CellSite.of(plan, i, batch));
        }
    }

    /// True once the batch has to be handed over before the next row.
    public boolean isFull() {
        return batch.rows() >= limits.rows() || held >= limits.bytes();
    }

    /// The batch was handed over.
    public void batchTaken() {
        held = 0;
    }

    /// Takes rows from the front of `data[from] .. data[to]`, until something else comes, or a row
    /// that is not there completely, or the batch is full.
    ///
    /// @return bytes that were taken, headers included
    public int decode(byte[] data, int from, int to) {
        if (!awaitsRepeat()) {
            return decodeRows(data, from, to);
        }
        int end = rowEnd(data, from, to);
        if (end == from) {
            return 0;
        }
        repeated(data, from + HEADER_BYTES, end);
        return end - from + decodeRows(data, end, to);
    }

    private boolean awaitsRepeat() {
        return keys != null && keys.awaitsRepeat();
    }

    /// Where the row ends whose header is at `at`; `at` itself when it is not there completely.
    private static int rowEnd(byte[] data, int at, int to) {
        if (at + HEADER_BYTES >= to) {
            return at;
        }
        int length = LittleEndian.u24(data, at);
        int end = at + HEADER_BYTES + length;
        boolean whole = length > 0 && length < LARGEST_PACKET && end <= to;
        return whole && data[at + HEADER_BYTES] == ROW ? end : at;
    }

    /// Compares the row that a page begins with, and forgets it.
    private void repeated(byte[] data, int row, int end) {
        long heldBefore = held;
        block.begin(data);
        walk(data, row, end);
        held = heldBefore;
        Objects.requireNonNull(keys).repeated();
    }

    private int decodeRows(byte[] data, int from, int to) {
        block.begin(data);
        int at = from;
        int most = Math.min(RowBlock.MOST_ROWS, limits.rows() - batch.rows());
        while (block.rows() < most && held < limits.bytes() && at + HEADER_BYTES < to) {
            int length = LittleEndian.u24(data, at);
            int row = at + HEADER_BYTES;
            int end = row + length;
            if (length == 0 || length == LARGEST_PACKET || end > to || data[row] != ROW) {
                break;
            }
            walk(data, row, end);
            at = end;
        }
        takeOver();
        return at - from;
    }

    /// Takes one row that came in several packets; returns its length.
    public int decodeOne(byte[] data, int row, int length) {
        if (awaitsRepeat()) {
            repeated(data, row, row + length);
            return length;
        }
        block.begin(data);
        walk(data, row, row + length);
        takeOver();
        return length;
    }

    private void walk(byte[] data, int row, int end) {
        int bytes = RowWalk.REFUSED;
        try {
            bytes = walk.add(data, row, end);
        } catch (IndexOutOfBoundsException beyondTheArray) {
            // The row does not add up, as if it ended within the array.
        }
        if (bytes == RowWalk.REFUSED) {
            throw refused(data, row, end - row);
        }
        held += bytes;
    }

    /// Looks at the beginning of a row that is still arriving, so that a value beyond the limit is
    /// refused before it fills the memory.
    public void checkIncomplete(byte[] data, int row, int length) {
        careful(rows).checkIncomplete(data, row, length);
    }

    /// Why a row was not let through.
    private RivetException refused(byte[] data, int row, int length) {
        try {
            careful(rows + block.rows()).checkIncomplete(data, row, length);
        } catch (RivetException tooLong) {
            return tooLong;
        } catch (IndexOutOfBoundsException e) {
            return doesNotAddUp(length, e);
        }
        return doesNotAddUp(length, null);
    }

    private static RivetException doesNotAddUp(int length, @Nullable Throwable cause) {
        String message = "the server sent a row of " + length + " bytes that does not add up";
        Diagnostic found = Diagnostic.of(Code.INTERNAL_SOURCE_INVARIANT, message);
        return cause == null ? found.toException() : found.toException(cause);
    }

    /// The block's first failure, row by row, with its row and key.
    private RivetException located(RivetException found) {
        RowDecoder again = careful(rows);
        try {
            for (int i = 0; i < block.rows(); i++) {
                again.decode(block.data(), block.begin(i), block.end(i) - block.begin(i));
            }
        } catch (RivetException first) {
            return first;
        }
        return found;
    }

    /// The decoder that goes row by row, over a batch that nobody will see.
    private RowDecoder careful(long rowsBefore) {
        RowDecoder decoder = careful;
        if (decoder == null) {
            decoder = new RowDecoder(plan, running, new BatchBuilder(plan.schema(), limits));
            careful = decoder;
        }
        decoder.startAfter(rowsBefore);
        return decoder;
    }

    private void takeOver() {
        int count = block.rows();
        if (count == 0) {
            return;
        }
        try {
            for (int i = 0; i < loops.length; i++) {
                loops[i].append(block, RowBlock.base(i));
            }
        } catch (RivetException e) {
            throw located(e);
        }
        batch.endRows(count);
        rows += count;
        if (keys != null) {
            keys.passed();
        }
    }
}
