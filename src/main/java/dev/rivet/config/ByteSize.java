package dev.rivet.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes as users write them: `1.5GB`, `256 mb`; units are powers of 1,024.
final class ByteSize {
    /// What parser and schema accept.
    static final String PATTERN = "[0-9]{1,15}(\\.[0-9]{1,15})? *([bB]|[kKmMgG][bB])";

    private static final Pattern SIZE = Pattern.compile(PATTERN);
    private static final int UNIT_LETTERS = 2;

    private ByteSize() {}

    /// Bytes, rounded down; empty when the text is no size or less than one byte.
    static OptionalLong parse(String text) {
        Matcher size = SIZE.matcher(text.strip());
        if (!size.matches()) {
            return OptionalLong.empty();
        }
        String unit = size.group(2).toLowerCase(Locale.ROOT);
        String number = text.strip().substring(0, size.start(2)).strip();
        BigDecimal bytes =
                new BigDecimal(number)
                        .multiply(BigDecimal.valueOf(factor(unit)))
                        .setScale(0, RoundingMode.DOWN);
        return bytes.signum() > 0 && bytes.toBigInteger().bitLength() < Long.SIZE
                ? OptionalLong.of(bytes.longValueExact())
                : OptionalLong.empty();
    }

    private static long factor(String unit) {
        if (unit.length() < UNIT_LETTERS) {
            return 1;
        }
        return switch (unit.charAt(0)) {
            case 'k' -> 1L << 10;
            case 'm' -> 1L << 20;
            default -> 1L << 30;
        };
    }
}
