package dev.rivet.source.postgres.decode;

import dev.rivet.source.postgres.type.WireType;
import dev.rivet.source.postgres.wire.Window;
import java.util.List;

/// The first of two passes over rows: walks whole DataRow messages and notes where each field
/// begins, column by column, so that the second pass is one tight loop per column. A message whose
/// fields do not fill it exactly is refused, and so is a value of a length that its type has not.
/// Event loop only.
final class RowScan {
    /// Most rows of one pass: their offsets stay in the processor's cache.
    static final int MOST_ROWS = 1024;

    /// Apart by more than a power of two, so that columns do not share the cache's lines.
    private static final int STRIDE = MOST_ROWS + 24;

    private static final int NULL = -1;

    private final int columns;
    private final int maxValueBytes;

    /// The shortest that a field may be, unless it is NULL.
    private final int[] shortest;

    /// How much longer it may be, as an unsigned number whose highest bit is turned around: so one
    /// comparison does for both.
    private final int[] slack;

    private final int[] starts;
    private int rows;
    private int end;

    /// What stopped a pass.
    public enum Stop {
        /// As many rows, or bytes, as were asked for.
        FULL,
        /// The next message has not arrived whole.
        STARVED,
        /// The next message is no row.
        OTHER_MESSAGE
    }

    /// @param types one for each column
    /// @param maxValueBytes longest value; [Integer#MAX_VALUE] for no limit
    RowScan(List<WireType> types, int maxValueBytes) {
        this.columns = types.size();
        this.maxValueBytes = maxValueBytes;
        this.shortest = new int[columns];
        this.slack = new int[columns];
        for (int i = 0; i < columns; i++) {
            int least = types.get(i).shortest();
            shortest[i] = least;
            int most = Math.max(least, Math.min(types.get(i).longest(), maxValueBytes));
            slack[i] = Integer.MIN_VALUE + (most - least);
        }
        this.starts = new int[columns * STRIDE];
    }

    /// Rows that the last pass found.
    int rows() {
        return rows;
    }

    /// Where the last pass stopped: everything before it is in its rows.
    int end() {
        return end;
    }

    /// Where the fields begin, `MOST_ROWS` at most from [#base] on. Their lengths, negative for
    /// NULL, stand in the four bytes before.
    int[] starts() {
        return starts;
    }

    static int base(int column) {
        return column * STRIDE;
    }

    /// Walks the messages in `bytes[from] .. bytes[to]`.
    ///
    /// @param mostRows rows to find at most
    /// @param mostBytes stops after the row that brings their total to this
    /// @throws ValueTooLarge also for a value that has not arrived whole
    Stop scan(byte[] bytes, int from, int to, int mostRows, long mostBytes) {
        int limit = Math.min(mostRows, MOST_ROWS);
        int at = from;
        rows = 0;
        Stop stop = Stop.FULL;
        while (rows < limit && at - from < mostBytes) {
            if (to - at < Window.HEADER_BYTES) {
                stop = Stop.STARVED;
                break;
            }
            if (bytes[at] != Window.ROW) {
                stop = Stop.OTHER_MESSAGE;
                break;
            }
            int length = Window.getInt(bytes, at + 1);
            if (length < Integer.BYTES) {
                throw new IllegalStateException("a message of " + length + " bytes");
            }
            int next = at + 1 + length;
            if (next > to || next < at) {
                checkArriving(bytes, at + Window.HEADER_BYTES, to);
                stop = Stop.STARVED;
                break;
            }
            row(bytes, at + Window.HEADER_BYTES, next);
            at = next;
        }
        end = at;
        return stop;
    }

    private void row(byte[] bytes, int from, int next) {
        int fields = Window.getShort(bytes, from);
        if (fields != columns) {
            throw new IllegalStateException(fields + " fields instead of " + columns);
        }
        int[] starts = this.starts;
        int[] shortest = this.shortest;
        int[] slack = this.slack;
        int at = from + Short.BYTES;
        int slot = rows;
        for (int i = 0; i < fields; i++) {
            int length = Window.getInt(bytes, at);
            at += Integer.BYTES;
            starts[slot] = at;
            slot += STRIDE;
            if (length - shortest[i] + Integer.MIN_VALUE <= slack[i]) {
                at += length;
            } else if (length != NULL) {
                throw refusal(i, length);
            }
            if (at > next) {
                throw new IllegalStateException("a field goes beyond its row");
            }
        }
        if (at != next) {
            throw new IllegalStateException("a row does not end where its message ends");
        }
        rows++;
    }

    private RuntimeException refusal(int column, int length) {
        return length <= maxValueBytes
                ? new IllegalStateException("a field of " + length + " bytes")
                : new ValueTooLarge(column, length);
    }

    /// Looks for a value that is too large in a row that is still arriving, before it has all been
    /// kept in memory.
    private void checkArriving(byte[] bytes, int from, int to) {
        long at = (long) from + Short.BYTES;
        for (int i = 0; i < columns && at + Integer.BYTES <= to; i++) {
            int length = Window.getInt(bytes, (int) at);
            if (length > maxValueBytes) {
                throw new ValueTooLarge(i, length);
            }
            at += Integer.BYTES + (long) Math.max(0, length);
        }
    }

    /// A value beyond the limit.
    static final class ValueTooLarge extends RuntimeException {
        private static final long serialVersionUID = 1;

        final int column;
        final int length;

        ValueTooLarge(int column, int length) {
            super("a value of " + length + " bytes", null, false, false);
            this.column = column;
            this.length = length;
        }
    }
}
