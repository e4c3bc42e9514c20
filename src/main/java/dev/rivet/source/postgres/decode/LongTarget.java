package dev.rivet.source.postgres.decode;

import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.LogicalType.Decimal;
import java.util.function.LongConsumer;

/// Numbers that fit a `long`. Counts downwards, because there is one negative number more.
final class LongTarget extends NumericTarget {
    private final long min;
    private final long max;
    private final LongConsumer column;
    private long negated;

    private LongTarget(int scale, long min, long max, LongConsumer column) {
        super(scale);
        this.min = min;
        this.max = max;
        this.column = column;
    }

    static LongTarget decimal(Decimal type, ColumnBuilder.Longs column) {
        long max = PowersOfTen.asLong(type.precision()) - 1;
        return new LongTarget(type.scale(), -max, max, column::append);
    }

    static LongTarget integer(ColumnBuilder.Longs column) {
        return new LongTarget(0, Long.MIN_VALUE, Long.MAX_VALUE, column::append);
    }

    /// Whole numbers of at most 32 bits.
    ///
    /// @param min the most negative value; the largest is `-min - 1`
    static LongTarget integer(int min, ColumnBuilder.Ints column) {
        long max = -(min + 1L);
        return new LongTarget(0, min, max, value -> column.append((int) value));
    }

    @Override
    void clear() {
        negated = 0;
    }

    @Override
    boolean shift(int factor, int digits) {
        if (negated < (Long.MIN_VALUE + digits) / factor) {
            return false;
        }
        negated = negated * factor - digits;
        return true;
    }

    @Override
    boolean append(boolean negative) {
        if (negative ? negated < min : negated < -max) {
            return false;
        }
        column.accept(negative ? negated : -negated);
        return true;
    }
}
