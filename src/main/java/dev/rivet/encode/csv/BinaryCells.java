package dev.rivet.encode.csv;

import dev.rivet.config.CsvBinary;
import dev.rivet.row.ColumnVector;
import java.util.Arrays;
import java.util.Base64;

/// Binary values as text. An empty value is `""` where it has no character at all, so that it is
/// not taken for NULL.
final class BinaryCells {
    private BinaryCells() {}

    static Cells of(CsvBinary binary) {
        return switch (binary) {
            case HEX -> BinaryCells::writeHex;
            case POSTGRES -> BinaryCells::writePostgres;
            case BASE64 -> BinaryCells::writeBase64;
        };
    }

    private static void writeHex(ColumnVector column, int row, FieldBuffer out) {
        ColumnVector.Bytes bytes = (ColumnVector.Bytes) column;
        int from = bytes.offsets()[row];
        int to = bytes.offsets()[row + 1];
        if (from == to) {
            out.putAscii("\"\"");
        }
        HexCells.writeHex(bytes.data(), from, to, out);
    }

    private static void writePostgres(ColumnVector column, int row, FieldBuffer out) {
        ColumnVector.Bytes bytes = (ColumnVector.Bytes) column;
        out.putAscii("\\x");
        HexCells.writeHex(bytes.data(), bytes.offsets()[row], bytes.offsets()[row + 1], out);
    }

    /// Quoted by the rules of texts: three bytes can look like NULL.
    private static void writeBase64(ColumnVector column, int row, FieldBuffer out) {
        ColumnVector.Bytes bytes = (ColumnVector.Bytes) column;
        int from = bytes.offsets()[row];
        int to = bytes.offsets()[row + 1];
        byte[] text = Base64.getEncoder().encode(Arrays.copyOfRange(bytes.data(), from, to));
        TextCells.write(text, 0, text.length, out);
    }
}
