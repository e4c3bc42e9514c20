package dev.rivet.source.mysql;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/// Follows the answer to one executed statement: gives the columns and the binary rows to a sink
/// and leaves the rest, its end or its error, to the driver.
final class ResultSet implements WireTap.Listener {
    private static final int ERROR = 0xFF;
    private static final int END = 0xFE;
    private static final int OK = 0;
    private static final int EOF_BYTES = 5;

    private final Sink sink;
    private final List<WireColumn> columns = new ArrayList<>();
    private State state = State.BEGIN;
    private int columnsToCome;
    private boolean firstAfterColumns;

    ResultSet(Sink sink) {
        this.sink = sink;
    }

    /// Where columns and rows go.
    interface Sink {
        void columns(List<WireColumn> columns);

        /// One row in the protocol's binary form; TAKE or HOLD.
        WireTap.Verdict row(ByteBuf bytes, int at, int length);

        void incompleteRow(ByteBuf bytes, int at, int length);
    }

    private enum State {
        BEGIN,
        COLUMNS,
        ROWS,
        DONE
    }

    @Override
    public WireTap.Verdict message(ByteBuf bytes, int at, int length) {
        return switch (state) {
            case BEGIN -> begin(bytes, at);
            case COLUMNS -> column(bytes, at, length);
            case ROWS -> rowOrEnd(bytes, at, length);
            case DONE -> WireTap.Verdict.PASS;
        };
    }

    private WireTap.Verdict begin(ByteBuf bytes, int at) {
        int first = bytes.getUnsignedByte(at);
        if (first == ERROR || first == OK) {
            state = State.DONE;
        } else {
            columnsToCome = (int) Lenenc.get(bytes, at);
            state = State.COLUMNS;
        }
        return WireTap.Verdict.PASS;
    }

    private WireTap.Verdict column(ByteBuf bytes, int at, int length) {
        columns.add(WireColumn.parse(bytes.slice(at, length)));
        if (--columnsToCome == 0) {
            state = State.ROWS;
            firstAfterColumns = true;
            sink.columns(List.copyOf(columns));
        }
        return WireTap.Verdict.PASS;
    }

    private WireTap.Verdict rowOrEnd(ByteBuf bytes, int at, int length) {
        if (bytes.getUnsignedByte(at) == OK) {
            firstAfterColumns = false;
            return sink.row(bytes, at, length);
        }
        // Servers of before 5.7.5 end the columns, too, with a packet of these five bytes.
        boolean endOfColumns =
                firstAfterColumns && bytes.getUnsignedByte(at) == END && length == EOF_BYTES;
        firstAfterColumns = false;
        if (!endOfColumns) {
            state = State.DONE;
        }
        return WireTap.Verdict.PASS;
    }

    @Override
    public void incomplete(ByteBuf bytes, int at, int length) {
        if (state == State.ROWS && length > 0 && bytes.getUnsignedByte(at) == OK) {
            sink.incompleteRow(bytes, at, length);
        }
    }
}
