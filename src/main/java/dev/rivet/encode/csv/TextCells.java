package dev.rivet.encode.csv;

import dev.rivet.row.ColumnVector;

/// UTF-8 as it is; quoted when it holds a comma, a quote or a line end, or nothing at all, and when
/// some loader would take it for something else without quotes: blanks at its ends, which may be
/// dropped, what looks like NULL, and what psql takes for the end of the data.
final class TextCells {
    /// The bit in which small ASCII letters differ from large ones.
    private static final int CASE = 0x20;

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
        return isBlank(data[from]) || isBlank(data[to - 1]) || hasMeaning(data, from, to - from);
    }

    private static boolean isBlank(byte value) {
        return value == ' ' || value == '\t';
    }

    private static boolean hasMeaning(byte[] data, int from, int length) {
        return switch (length) {
            case 2 -> is("NA", data, from) || is("\\N", data, from) || is("\\.", data, from);
            case 4 -> isNull(data, from);
            default -> false;
        };
    }

    private static boolean is(String word, byte[] data, int from) {
        return data[from] == word.charAt(0) && data[from + 1] == word.charAt(1);
    }

    /// `NULL`, in letters of either case.
    private static boolean isNull(byte[] data, int from) {
        return (data[from] | CASE) == 'n'
                && (data[from + 1] | CASE) == 'u'
                && (data[from + 2] | CASE) == 'l'
                && (data[from + 3] | CASE) == 'l';
    }
}
