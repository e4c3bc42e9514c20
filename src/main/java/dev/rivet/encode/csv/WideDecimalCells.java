package dev.rivet.encode.csv;

import dev.rivet.row.ColumnVector;
import dev.rivet.row.LogicalType;

/// Decimals of 19 to 76 digits, written without an object: long division of a number of 128 or 256
/// bits by nine digits at a time. Not thread-safe.
final class WideDecimalCells implements Cells {
    private static final int DIGITS_PER_STEP = 9;
    private static final int STEP = 1_000_000_000;
    private static final long UNSIGNED = 0xFFFF_FFFFL;

    private final int scale;

    /// The rest of the absolute value, the highest 32 bits first.
    private final int[] limbs;

    /// Filled from its end.
    private final byte[] digits;

    /// @param type its scale is not negative
    WideDecimalCells(LogicalType.Decimal type) {
        this.scale = type.scale();
        this.limbs = new int[type.byteWidth() <= 16 ? 4 : 8];
        this.digits = new byte[(limbs.length + 1) * DIGITS_PER_STEP];
    }

    @Override
    public void write(ColumnVector column, int row, FieldBuffer out) {
        ColumnVector.Fixed fixed = (ColumnVector.Fixed) column;
        if (take(fixed.data(), row * fixed.width(), fixed.width())) {
            out.put('-');
        }
        int at = digits.length;
        while (at > 0) {
            at = putStep(at, divide());
        }
        int point = digits.length - scale;
        while (at < point - 1 && digits[at] == '0') {
            at++;
        }
        out.put(digits, at, point - at);
        if (scale > 0) {
            out.put('.');
            out.put(digits, point, scale);
        }
    }

    /// Takes a big-endian number in two's complement.
    ///
    /// @return whether it is negative
    private boolean take(byte[] source, int from, int width) {
        boolean negative = source[from] < 0;
        int sign = negative ? -1 : 0;
        long carry = negative ? 1 : 0;
        int next = from + width;
        for (int i = limbs.length - 1; i >= 0; i--) {
            int limb = 0;
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                int octet = --next >= from ? source[next] : sign;
                limb |= (octet & 0xFF) << shift;
            }
            long magnitude = ((limb ^ sign) & UNSIGNED) + carry;
            limbs[i] = (int) magnitude;
            carry = magnitude >>> Integer.SIZE;
        }
        return negative;
    }

    /// Divides the rest by a billion and returns the remainder.
    private int divide() {
        long remainder = 0;
        for (int i = 0; i < limbs.length; i++) {
            long part = remainder << Integer.SIZE | (limbs[i] & UNSIGNED);
            limbs[i] = (int) (part / STEP);
            remainder = part % STEP;
        }
        return (int) remainder;
    }

    private int putStep(int end, int value) {
        int rest = value;
        for (int i = 1; i <= DIGITS_PER_STEP; i++) {
            digits[end - i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end - DIGITS_PER_STEP;
    }
}
