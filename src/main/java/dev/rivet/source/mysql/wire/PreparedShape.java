package dev.rivet.source.mysql.wire;

import java.util.ArrayList;
import java.util.List;

/// Collects what the server answers to a prepared statement: its parameters and its columns.
public final class PreparedShape implements WireTap.Listener {
    private static final int COLUMN_COUNT_OFFSET = 5;
    private static final int PARAMETER_COUNT_OFFSET = 7;
    private static final int OK_BYTES = 12;
    private static final int DEFINITION = 3;

    private final List<WireColumn> columns = new ArrayList<>();
    private boolean begun;
    private int parameters;
    private int parametersToCome;
    private int columnsToCome;

    @Override
    public WireTap.Verdict message(byte[] bytes, int at, int length) {
        int first = LittleEndian.u8(bytes, at);
        if (!begun) {
            begun = true;
            if (first == 0 && length >= OK_BYTES) {
                columnsToCome = LittleEndian.u16(bytes, at + COLUMN_COUNT_OFFSET);
                parameters = LittleEndian.u16(bytes, at + PARAMETER_COUNT_OFFSET);
                parametersToCome = parameters;
            }
        } else if (first == DEFINITION && parametersToCome > 0) {
            parametersToCome--;
        } else if (first == DEFINITION && columnsToCome > 0) {
            columnsToCome--;
            columns.add(WireColumn.parse(bytes, at));
        }
        return WireTap.Verdict.PASS;
    }

    @Override
    public void incomplete(byte[] bytes, int at, int length) {
        // Definitions are small: nothing to decide before they are complete.
    }

    public int parameters() {
        return parameters;
    }

    public List<WireColumn> columns() {
        return List.copyOf(columns);
    }
}
