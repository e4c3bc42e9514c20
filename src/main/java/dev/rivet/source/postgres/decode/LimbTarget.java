package dev.rivet.source.postgres.decode;

import dev.rivet.row.FixedBuilder;
import dev.rivet.row.LogicalType.Decimal;
import java.math.BigInteger;
import java.util.Arrays;

/// Decimals beyond 18 digits: big-endian two's complement of the column's width. Allocates nothing
/// per value.
final class LimbTarget extends NumericTarget {
    private static final long LOW_32_BITS = 0xFFFF_FFFFL;

    private final FixedBuilder column;
    private final int[] limbs;
    private final int[] bound;
    private final byte[] bytes;

    LimbTarget(Decimal type, FixedBuilder column) {
        super(type.scale());
        this.column = column;
        BigInteger firstTooLarge = BigInteger.TEN.pow(type.precision());
        this.bound = new int[(firstTooLarge.bitLength() + 31) / 32];
        for (int i = 0; i < bound.length; i++) {
            bound[i] = firstTooLarge.shiftRight(32 * i).intValue();
        }
        this.limbs = new int[bound.length];
        this.bytes = new byte[column.width()];
    }

    @Override
    void clear() {
        Arrays.fill(limbs, 0);
    }

    @Override
    boolean shift(int factor, int digits) {
        long carry = digits;
        for (int i = 0; i < limbs.length; i++) {
            long product = (limbs[i] & LOW_32_BITS) * factor + carry;
            limbs[i] = (int) product;
            carry = product >>> 32;
        }
        return carry == 0;
    }

    @Override
    boolean append(boolean negative) {
        if (!belowBound()) {
            return false;
        }
        int carry = negative ? 1 : 0;
        for (int i = 0; i < bytes.length; i++) {
            int magnitude = i / 4 < limbs.length ? (limbs[i / 4] >>> (8 * (i % 4))) & 0xFF : 0;
            int value = (negative ? magnitude ^ 0xFF : magnitude) + carry;
            bytes[bytes.length - 1 - i] = (byte) value;
            carry = value >>> 8;
        }
        column.append(bytes, 0);
        return true;
    }

    private boolean belowBound() {
        for (int i = limbs.length - 1; i >= 0; i--) {
            int order = Integer.compareUnsigned(limbs[i], bound[i]);
            if (order != 0) {
                return order < 0;
            }
        }
        return false;
    }
}
