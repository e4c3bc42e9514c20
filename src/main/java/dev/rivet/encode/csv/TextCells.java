package dev.rivet.encode.csv;

import dev.rivet.row.ColumnVector;

/// UTF-8 as it is; quoted when it holds a comma, a quote or a line end, or nothing at all.
final class TextCells {
    private TextCells() {}

    static void write(ColumnVector column, int row, FieldBuffer out) {
        ColumnVector.Bytes bytes = (ColumnVector.Bytes) column;
        write(bytes.data(), bytes.offsets()[row], bytes.offsets()[row + 1], out);
    }

    /// Writes the text in `data[from] .. data[to]`.
    static void write(byte[] data, int from, int to, FieldBuffer out) {
        if (from < to && !needsQuotes(data, from, to)) {
            out.put(data, from, to - from);
            return;
        }
        out.put('"');
        int start = from;
        for (int i = from; i < to; i++) {
            if (data[i] == '"') {
                out.put(data, start, i - start);
                out.put('"');
                start = i;
            }
        }
        out.put(data, start, to - start);
        out.put('"');
    }

    private static boolean needsQuotes(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            byte value = data[i];
            if (value == ',' || value == '"' || value == '\n' || value == '\r') {
                return true;
            }
        }
        return false;
    }
}
