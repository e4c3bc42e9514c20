package dev.rivet.source.postgres.decode;

import dev.rivet.source.postgres.type.Misfits;
import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.math.BigInteger;

/// `numeric` into a decimal or an integer, exactly. On the wire: number of digit groups, weight of
/// the first group, sign, display scale (16 bits each), then groups of four decimal digits.
final class NumericCell implements Cell {
    private static final int GROUP_DIGITS = 4;
    private static final int HEADER_BYTES = 4 * Short.BYTES;
    private static final int NEGATIVE = 0x4000;
    private static final int NOT_A_NUMBER = 0xC000;
    private static final int PLUS_INFINITY = 0xD000;
    private static final int MINUS_INFINITY = 0xF000;

    private final NumericTarget target;
    private final Misfits misfits;

    NumericCell(NumericTarget target, Misfits misfits) {
        this.target = target;
        this.misfits = misfits;
    }

    @Override
    public void append(ByteBuf in, int from, int length) {
        Widths.check(length, HEADER_BYTES + in.getUnsignedShort(from) * Short.BYTES);
        int sign = in.getUnsignedShort(from + 4);
        switch (sign) {
            case NOT_A_NUMBER -> throw misfits.refuse("NaN");
            case PLUS_INFINITY -> throw misfits.refuse("Infinity");
            case MINUS_INFINITY -> throw misfits.refuse("-Infinity");
            default -> {
                if (!collect(in, from) || !target.append(sign == NEGATIVE)) {
                    throw misfits.refuse(text(in, from));
                }
            }
        }
    }

    private boolean collect(ByteBuf in, int from) {
        target.clear();
        int groups = in.getUnsignedShort(from);
        int weight = in.getShort(from + 2);
        int lastDigit = 0;
        boolean fits = true;
        for (int i = 0; fits && i < groups; i++) {
            lastDigit = GROUP_DIGITS * (weight - i) + target.scale();
            fits = addGroup(in.getUnsignedShort(from + HEADER_BYTES + 2 * i), lastDigit);
        }
        return fits && target.shiftZeros(lastDigit);
    }

    /// Takes one group, or the part of it that the target keeps, if the rest is zero.
    ///
    /// @param lastDigit how far the group's last digit is left of the target's last digit
    private boolean addGroup(int group, int lastDigit) {
        if (lastDigit >= 0) {
            return target.shift(PowersOfTen.upTo4(GROUP_DIGITS), group);
        }
        if (lastDigit <= -GROUP_DIGITS) {
            return group == 0;
        }
        int dropped = PowersOfTen.upTo4(-lastDigit);
        return group % dropped == 0
                && target.shift(PowersOfTen.upTo4(GROUP_DIGITS + lastDigit), group / dropped);
    }

    static String text(ByteBuf in, int from) {
        int groups = in.getUnsignedShort(from);
        BigInteger digits = BigInteger.ZERO;
        for (int i = 0; i < groups; i++) {
            int group = in.getUnsignedShort(from + HEADER_BYTES + 2 * i);
            digits = digits.multiply(BigInteger.valueOf(10_000)).add(BigInteger.valueOf(group));
        }
        int lastDigit = GROUP_DIGITS * (in.getShort(from + 2) - groups + 1);
        BigDecimal value = new BigDecimal(digits, -lastDigit);
        return (in.getUnsignedShort(from + 4) == NEGATIVE ? value.negate() : value)
                .stripTrailingZeros()
                .toPlainString();
    }
}
