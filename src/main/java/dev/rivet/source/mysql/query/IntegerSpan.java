package dev.rivet.source.mysql.query;

import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.type.SourceKind;
import java.math.BigInteger;

/// What an integer column can hold, both ends included.
record IntegerSpan(BigInteger first, BigInteger last) {
    private static final BigInteger LAST_YEAR = BigInteger.valueOf(2155);
    private static final int MEDIUM_BITS = 24;

    static IntegerSpan of(SourceColumn column) {
        if (column.kind() == SourceKind.YEAR) {
            return new IntegerSpan(BigInteger.ZERO, LAST_YEAR);
        }
        int bits =
                switch (column.wire().type()) {
                    case TINY -> Byte.SIZE;
                    case SHORT -> Short.SIZE;
                    case INT24 -> MEDIUM_BITS;
                    case LONG -> Integer.SIZE;
                    default -> Long.SIZE;
                };
        if (column.wire().isUnsigned()) {
            return new IntegerSpan(
                    BigInteger.ZERO, BigInteger.TWO.pow(bits).subtract(BigInteger.ONE));
        }
        BigInteger half = BigInteger.TWO.pow(bits - 1);
        return new IntegerSpan(half.negate(), half.subtract(BigInteger.ONE));
    }

    boolean isBelow(BigInteger value) {
        return last.compareTo(value) < 0;
    }

    boolean isAbove(BigInteger value) {
        return first.compareTo(value) > 0;
    }
}
