package dev.rivet.source.postgres.decode;

import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.FixedBuilder;
import dev.rivet.row.LogicalType;
import dev.rivet.row.LogicalType.Decimal;

/// Builds one unscaled integer from groups of decimal digits, most significant first, and appends
/// it. Exact: what does not fit is refused, nothing is rounded. Not thread-safe.
abstract sealed class NumericTarget permits LongTarget, LimbTarget {
    /// Digits after the decimal point that the target keeps; may be negative.
    private final int scale;

    NumericTarget(int scale) {
        this.scale = scale;
    }

    static NumericTarget of(LogicalType type, ColumnBuilder builder) {
        return switch (type) {
            case Decimal decimal when builder instanceof ColumnBuilder.Longs longs ->
                    LongTarget.decimal(decimal, longs);
            case Decimal decimal -> new LimbTarget(decimal, (FixedBuilder) builder);
            case LogicalType.Int16() ->
                    LongTarget.integer(Short.MIN_VALUE, (ColumnBuilder.Ints) builder);
            case LogicalType.Int32() ->
                    LongTarget.integer(Integer.MIN_VALUE, (ColumnBuilder.Ints) builder);
            case LogicalType.Int64() -> LongTarget.integer((ColumnBuilder.Longs) builder);
            default -> throw new IllegalArgumentException("no numeric target: " + type);
        };
    }

    final int scale() {
        return scale;
    }

    /// Forgets what was added.
    abstract void clear();

    /// Appends `digits` to the number's right: `number × factor + digits`. False when it does not
    /// fit any more.
    ///
    /// @param factor a power of ten up to 10,000
    abstract boolean shift(int factor, int digits);

    /// Appends the number to the column. False when it does not fit.
    abstract boolean append(boolean negative);

    /// Appends a whole number, scaled. False when it does not fit.
    final boolean appendInteger(long value) {
        clear();
        for (int i = scale; i < 0; i++) {
            if (value % 10 != 0) {
                return false;
            }
            value /= 10;
        }
        long divisor = 1;
        while (value / divisor >= 10 || value / divisor <= -10) {
            divisor *= 10;
        }
        boolean fits = true;
        for (long each = divisor; fits && each > 0; each /= 10) {
            fits = shift(10, (int) Math.abs(value / each % 10));
        }
        return fits && shiftZeros(scale) && append(value < 0);
    }

    /// Appends this many zeros to the number's right; none when negative.
    final boolean shiftZeros(int count) {
        boolean fits = true;
        for (int left = count; fits && left > 0; left -= 4) {
            fits = shift(PowersOfTen.upTo4(Math.min(left, 4)), 0);
        }
        return fits;
    }
}
