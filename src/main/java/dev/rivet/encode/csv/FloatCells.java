package dev.rivet.encode.csv;

import dev.rivet.row.ColumnVector;
import java.math.BigDecimal;

/// The shortest decimal digits that give the number back; never an exponent.
final class FloatCells {
    private FloatCells() {}

    static void writeFloat(ColumnVector column, int row, FieldBuffer out) {
        float value = ((ColumnVector.Floats) column).values()[row];
        out.putAscii(Float.isFinite(value) ? plain(Float.toString(value)) : special(value));
    }

    static void writeDouble(ColumnVector column, int row, FieldBuffer out) {
        double value = ((ColumnVector.Doubles) column).values()[row];
        out.putAscii(Double.isFinite(value) ? plain(Double.toString(value)) : special(value));
    }

    private static String special(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return value > 0 ? "inf" : "-inf";
    }

    private static String plain(String shortest) {
        String digits =
                shortest.indexOf('E') < 0 ? shortest : new BigDecimal(shortest).toPlainString();
        return digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
    }
}
