package dev.rivet.encode.csv;

import dev.rivet.row.ColumnVector;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.Predicate;

/// The shortest decimal digits that give the number back; never an exponent. Java finds the digits,
/// in a text that is used again. Not thread-safe.
final class FloatCells {
    /// Sign, 17 digits, point, `E`, sign, three digits.
    private static final int LONGEST = 24;

    private final StringBuilder text = new StringBuilder(LONGEST);
    private final char[] digits = new char[LONGEST];

    private FloatCells() {}

    static Cells floats() {
        return new FloatCells()::writeFloat;
    }

    static Cells doubles() {
        return new FloatCells()::writeDouble;
    }

    private void writeFloat(ColumnVector column, int row, FieldBuffer out) {
        float value = ((ColumnVector.Floats) column).values()[row];
        if (!Float.isFinite(value)) {
            out.putAscii(special(value));
            return;
        }
        text.setLength(0);
        text.append(value);
        if (Math.abs(value) < Float.MIN_NORMAL && value != 0) {
            out.putAscii(tiny(text.toString(), each -> each.floatValue() == value));
        } else {
            writeText(out);
        }
    }

    private void writeDouble(ColumnVector column, int row, FieldBuffer out) {
        double value = ((ColumnVector.Doubles) column).values()[row];
        if (!Double.isFinite(value)) {
            out.putAscii(special(value));
            return;
        }
        text.setLength(0);
        text.append(value);
        if (Math.abs(value) < Double.MIN_NORMAL && value != 0) {
            out.putAscii(tiny(text.toString(), each -> each.doubleValue() == value));
        } else {
            writeText(out);
        }
    }

    private static String special(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return value > 0 ? "inf" : "-inf";
    }

    /// Numbers this near to zero may need one digit only, and Java always writes two. The second is
    /// a zero in all other numbers of one digit.
    private static String tiny(String shortest, Predicate<BigDecimal> isTheSame) {
        BigDecimal number = new BigDecimal(shortest);
        BigDecimal oneDigit = number.round(new MathContext(1));
        boolean oneIsEnough = number.precision() == 2 && isTheSame.test(oneDigit);
        return (oneIsEnough ? oneDigit : number).toPlainString();
    }

    private void writeText(FieldBuffer out) {
        int from = 0;
        if (text.charAt(0) == '-') {
            out.put('-');
            from = 1;
        }
        int exponentAt = text.indexOf("E");
        int end = exponentAt < 0 ? text.length() : exponentAt;
        int point = text.indexOf(".");
        int exponent =
                exponentAt < 0 ? 0 : Integer.parseInt(text, exponentAt + 1, text.length(), 10);
        text.getChars(from, point, digits, 0);
        text.getChars(point + 1, end, digits, point - from);
        writeDigits(end - from - 1, point - from + exponent, out);
    }

    /// @param count of digits, the last of which may be a zero that Java added
    /// @param whole how many of them stand before the point
    private void writeDigits(int count, int whole, FieldBuffer out) {
        int used = count > Math.max(1, whole) && digits[count - 1] == '0' ? count - 1 : count;
        if (whole <= 0) {
            out.put('0');
        }
        for (int i = 0; i < Math.max(used, whole); i++) {
            if (i == 0 && whole <= 0) {
                out.put('.');
                out.putZeros(-whole);
            } else if (i == whole) {
                out.put('.');
            }
            out.put(i < used ? digits[i] : '0');
        }
    }
}
