package dev.rivet.encode.csv;

import dev.rivet.row.ColumnVector;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.Predicate;

/// The shortest decimal digits that give the number back; never an exponent.
final class FloatCells {
    private FloatCells() {}

    static void writeFloat(ColumnVector column, int row, FieldBuffer out) {
        float value = ((ColumnVector.Floats) column).values()[row];
        if (!Float.isFinite(value)) {
            out.putAscii(special(value));
        } else {
            out.putAscii(plain(Float.toString(value), each -> each.floatValue() == value));
        }
    }

    static void writeDouble(ColumnVector column, int row, FieldBuffer out) {
        double value = ((ColumnVector.Doubles) column).values()[row];
        if (!Double.isFinite(value)) {
            out.putAscii(special(value));
        } else {
            out.putAscii(plain(Double.toString(value), each -> each.doubleValue() == value));
        }
    }

    private static String special(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return value > 0 ? "inf" : "-inf";
    }

    /// @param shortest as Java writes it, which are two digits at least
    private static String plain(String shortest, Predicate<BigDecimal> isTheSame) {
        if (shortest.indexOf('E') < 0) {
            return shortest.endsWith(".0")
                    ? shortest.substring(0, shortest.length() - 2)
                    : shortest;
        }
        BigDecimal number = new BigDecimal(shortest);
        BigDecimal oneDigit = number.round(new MathContext(1));
        boolean oneIsEnough = number.precision() == 2 && isTheSame.test(oneDigit);
        return (oneIsEnough ? oneDigit : number).toPlainString();
    }
}
