package dev.rivet.source.mysql.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Exact decimals from their text: `-12.50`, in ASCII, without exponent. Never rounds: a text whose
/// value is not a multiple of `10^-scale`, or has more than `precision` digits then, is refused.
final class DecimalText {
    private static final int CHUNK_DIGITS = 9;
    private static final long[] POWERS = new long[19];
    private static final int MAX_DIGITS = 76;
    private static final int LIMBS = 8;
    private static final long LIMB_MASK = 0xFFFFFFFFL;

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private final byte[] digits = new byte[MAX_DIGITS];
    private final int[] limbs = new int[LIMBS];
    private boolean negative;

    /// The unscaled value of a decimal of up to 18 digits.
    ///
    /// @throws ArithmeticException when the value does not fit `decimal(precision,scale)`
    /// @throws NumberFormatException when the text is no decimal
    static long unscaled(byte[] text, int from, int to, int precision, int scale) {
        if (scale < 0) {
            return unscaled(text, from, wholeEnd(text, from, to, -scale), precision, 0);
        }
        boolean negative = from < to && text[from] == '-';
        int at = signEnd(text, from, to);
        long value = 0;
        int point = -1;
        int seen = 0;
        int end = trimmedEnd(text, at, to, scale);
        for (int i = at; i < end; i++) {
            byte each = text[i];
            if (each == '.' && point < 0) {
                point = i;
            } else {
                value = Math.addExact(Math.multiplyExact(value, 10L), digit(each, text, from, to));
                seen++;
            }
        }
        requireDigits(text, from, end);
        int fraction = point < 0 ? 0 : seen - (point - at);
        long unscaled = rescaled(value, scale - fraction);
        if (unscaled >= POWERS[precision]) {
            throw new ArithmeticException("more than " + precision + " digits");
        }
        return negative ? -unscaled : unscaled;
    }

    private static long rescaled(long value, int powersOfTen) {
        if (value == 0) {
            return 0;
        }
        if (powersOfTen >= POWERS.length || powersOfTen <= -POWERS.length) {
            throw new ArithmeticException("out of range");
        }
        if (powersOfTen >= 0) {
            return Math.multiplyExact(value, POWERS[powersOfTen]);
        }
        if (value % POWERS[-powersOfTen] != 0) {
            throw new ArithmeticException("digits would be lost");
        }
        return value / POWERS[-powersOfTen];
    }

    /// The unscaled value as big-endian two's complement that fills `out`, for up to 76 digits.
    ///
    /// @throws ArithmeticException when the value does not fit `decimal(precision,scale)`
    /// @throws NumberFormatException when the text is no decimal
    void fixed(byte[] text, int from, int to, int precision, int scale, byte[] out) {
        int count = unscaledDigits(text, from, to, precision, scale);
        Arrays.fill(limbs, 0);
        for (int i = 0; i < count; i += CHUNK_DIGITS) {
            int chunk = Math.min(CHUNK_DIGITS, count - i);
            long value = 0;
            for (int j = i; j < i + chunk; j++) {
                value = value * 10 + digits[j];
            }
            multiplyAndAdd(POWERS[chunk], value);
        }
        writeBigEndian(out);
    }

    /// Puts the digits of the absolute unscaled value into [#digits], without leading zeros.
    private int unscaledDigits(byte[] text, int from, int to, int precision, int scale) {
        if (scale < 0) {
            int end = wholeEnd(text, from, to, -scale);
            return unscaledDigits(text, from, end, precision, 0);
        }
        negative = from < to && text[from] == '-';
        int at = signEnd(text, from, to);
        int end = trimmedEnd(text, at, to, scale);
        requireDigits(text, from, to);
        int count = 0;
        int point = -1;
        int fraction = 0;
        for (int i = at; i < end; i++) {
            if (text[i] == '.' && point < 0) {
                point = i;
            } else {
                byte value = digit(text[i], text, from, to);
                fraction += point < 0 ? 0 : 1;
                if (value != 0 || count > 0) {
                    count = append(count, value, precision);
                }
            }
        }
        return scaleDigits(count, scale - fraction, precision);
    }

    private int append(int count, byte value, int limit) {
        if (count >= Math.min(limit, MAX_DIGITS)) {
            throw new ArithmeticException("more than " + limit + " digits");
        }
        digits[count] = value;
        return count + 1;
    }

    private int scaleDigits(int count, int powersOfTen, int precision) {
        int scaled = count;
        if (count > 0) {
            for (int i = 0; i < powersOfTen; i++) {
                scaled = append(scaled, (byte) 0, precision);
            }
            for (int i = powersOfTen; i < 0; i++) {
                if (scaled == 0 || digits[--scaled] != 0) {
                    throw new ArithmeticException("digits would be lost");
                }
            }
        }
        if (scaled > precision) {
            throw new ArithmeticException("more than " + precision + " digits");
        }
        return scaled;
    }

    private void multiplyAndAdd(long factor, long addend) {
        long carry = addend;
        for (int i = 0; i < LIMBS; i++) {
            long product = (limbs[i] & LIMB_MASK) * factor + carry;
            limbs[i] = (int) product;
            carry = product >>> Integer.SIZE;
        }
    }

    private void writeBigEndian(byte[] out) {
        int carry = negative ? 1 : 0;
        for (int i = 0; i < out.length; i++) {
            int limb = i >> 2;
            int value = limb < LIMBS ? limbs[limb] >>> ((i & 3) * Byte.SIZE) & 0xFF : 0;
            if (negative) {
                value = (~value & 0xFF) + carry;
                carry = value >>> Byte.SIZE;
            }
            out[out.length - 1 - i] = (byte) value;
        }
    }

    /// Where the text ends without its fraction and its last `zeros` digits, all of which are zero.
    /// At least one digit stays.
    private static int wholeEnd(byte[] text, int from, int to, int zeros) {
        int first = signEnd(text, from, to);
        int end = trimmedEnd(text, first, to, 0);
        if (end > first && text[end - 1] == '.') {
            end--;
        }
        for (int i = 0; i < zeros && (end > first + 1 || text[first] != '0'); i++) {
            if (end == first + 1 || text[end - 1] != '0') {
                throw new ArithmeticException("digits would be lost");
            }
            end--;
        }
        return end;
    }

    private static int signEnd(byte[] text, int from, int to) {
        boolean signed = from < to && (text[from] == '-' || text[from] == '+');
        return signed ? from + 1 : from;
    }

    /// Leaves out trailing zeros of the fraction beyond the scale: they say nothing.
    private static int trimmedEnd(byte[] text, int from, int to, int scale) {
        int point = from;
        while (point < to && text[point] != '.') {
            point++;
        }
        int end = to;
        int keep = point + 1 + Math.max(scale, 0);
        while (point < to && end > keep && text[end - 1] == '0') {
            end--;
        }
        return end;
    }

    private static byte digit(byte each, byte[] text, int from, int to) {
        if (each < '0' || each > '9') {
            throw malformed(text, from, to);
        }
        return (byte) (each - '0');
    }

    private static void requireDigits(byte[] text, int from, int to) {
        int at = signEnd(text, from, to);
        boolean found = false;
        for (int i = at; i < to && !found; i++) {
            found = text[i] >= '0' && text[i] <= '9';
        }
        if (!found) {
            throw malformed(text, from, to);
        }
    }

    private static NumberFormatException malformed(byte[] text, int from, int to) {
        String quoted = new String(text, from, to - from, StandardCharsets.UTF_8);
        return new NumberFormatException("not a decimal: '" + quoted + "'");
    }
}
