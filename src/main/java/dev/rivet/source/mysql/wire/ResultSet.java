package dev.rivet.source.mysql.wire;

import java.util.ArrayList;
import java.util.List;

/// Follows the answer to one executed statement: gives the columns and the binary rows to a sink
/// and leaves the rest, its end or its error, to the driver.
public final class ResultSet implements WireTap.Listener {
    private static final int ERROR = 0xFF;
    private static final int END = 0xFE;
    private static final int OK = 0;
    private static final int EOF_BYTES = 5;

    private final Sink sink;
    private final List<WireColumn> columns = new ArrayList<>();
    private State state = State.BEGIN;
    private int columnsToCome;
    private boolean firstAfterColumns;

    public ResultSet(Sink sink) {
        this.sink = sink;
    }

    /// Where columns and rows go.
    public interface Sink {
        void columns(List<WireColumn> columns);

        /// Takes complete rows from the front of `bytes[from] .. bytes[to]`, headers included;
        /// returns how many bytes.
        int rows(byte[] bytes, int from, int to);

        /// One row that [#rows] did not take: because it came in several packets, or because
        /// there is no demand. TAKE or HOLD.
        WireTap.Verdict row(byte[] bytes, int at, int length);

        void incompleteRow(byte[] bytes, int at, int length);
    }

    private enum State {
        BEGIN,
        COLUMNS,
        ROWS,
        DONE
    }

    @Override
    public int rows(byte[] bytes, int from, int to) {
        int taken = state == State.ROWS ? sink.rows(bytes, from, to) : 0;
        firstAfterColumns &= taken == 0;
        return taken;
    }

    @Override
    public WireTap.Verdict message(byte[] bytes, int at, int length) {
        return switch (state) {
            case BEGIN -> begin(bytes, at);
            case COLUMNS -> column(bytes, at);
            case ROWS -> rowOrEnd(bytes, at, length);
            case DONE -> WireTap.Verdict.PASS;
        };
    }

    private WireTap.Verdict begin(byte[] bytes, int at) {
        int first = LittleEndian.u8(bytes, at);
        if (first == ERROR || first == OK) {
            state = State.DONE;
        } else {
            columnsToCome = (int) Lenenc.get(bytes, at);
            state = State.COLUMNS;
        }
        return WireTap.Verdict.PASS;
    }

    private WireTap.Verdict column(byte[] bytes, int at) {
        columns.add(WireColumn.parse(bytes, at));
        if (--columnsToCome == 0) {
            state = State.ROWS;
            firstAfterColumns = true;
            sink.columns(List.copyOf(columns));
        }
        return WireTap.Verdict.PASS;
    }

    private WireTap.Verdict rowOrEnd(byte[] bytes, int at, int length) {
        if (LittleEndian.u8(bytes, at) == OK) {
            firstAfterColumns = false;
            return sink.row(bytes, at, length);
        }
        // Servers of before 5.7.5 end the columns, too, with a packet of these five bytes.
        boolean endOfColumns =
                firstAfterColumns && LittleEndian.u8(bytes, at) == END && length == EOF_BYTES;
        firstAfterColumns = false;
        if (!endOfColumns) {
            state = State.DONE;
        }
        return WireTap.Verdict.PASS;
    }

    @Override
    public void incomplete(byte[] bytes, int at, int length) {
        if (state == State.ROWS && length > 0 && LittleEndian.u8(bytes, at) == OK) {
            sink.incompleteRow(bytes, at, length);
        }
    }
}
