package dev.rivet.encode.csv;

import dev.rivet.row.ColumnVector;

/// Bytes as lower-case hexadecimal digits.
final class HexCells {
    private static final String DIGITS = "0123456789abcdef";
    private static final int[] UUID_GROUPS = {0, 4, 6, 8, 10, 16};

    private HexCells() {}

    static void writeUuid(ColumnVector column, int row, FieldBuffer out) {
        ColumnVector.Fixed fixed = (ColumnVector.Fixed) column;
        int from = row * fixed.width();
        for (int i = 1; i < UUID_GROUPS.length; i++) {
            if (i > 1) {
                out.put('-');
            }
            writeHex(fixed.data(), from + UUID_GROUPS[i - 1], from + UUID_GROUPS[i], out);
        }
    }

    static void writeHex(byte[] data, int from, int to, FieldBuffer out) {
        for (int i = from; i < to; i++) {
            out.put(DIGITS.charAt(data[i] >> 4 & 0xf));
            out.put(DIGITS.charAt(data[i] & 0xf));
        }
    }
}
