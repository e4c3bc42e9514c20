package dev.rivet.source.postgres.decode;

import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.LogicalType;
import dev.rivet.source.postgres.wire.Window;

/// `numeric` into decimals of up to 18 digits. Numbers of up to 16 digits as sent, which are nearly
/// all, are put together here; longer ones, NaN, and what does not fit are left to the cell.
final class DecimalLoop implements ColumnLoop {
    private static final int GROUP_DIGITS = 4;
    private static final int HEADER_BYTES = 4 * Short.BYTES;
    private static final int MOST_GROUPS = 4;
    private static final int POSITIVE = 0;
    private static final int NEGATIVE = 0x4000;

    private final ColumnBuilder.Longs builder;
    private final Cell cell;
    private final int scale;
    private final long bound;

    DecimalLoop(LogicalType.Decimal type, ColumnBuilder.Longs builder, Cell cell) {
        this.builder = builder;
        this.cell = cell;
        this.scale = type.scale();
        this.bound = PowersOfTen.asLong(type.precision());
    }

    @Override
    public void append(Window window, int[] starts, int base, int rows) {
        byte[] in = window.bytes();
        for (int i = 0; i < rows; i++) {
            int at = starts[base + i];
            int length = Window.getInt(in, at - Integer.BYTES);
            if (length < 0) {
                builder.appendNull();
            } else if (!appendShort(in, at, length)) {
                cell.append(window.wrapped(), at, length);
            }
        }
    }

    private boolean appendShort(byte[] in, int at, int length) {
        int groups = Window.getShort(in, at);
        int sign = Window.getShort(in, at + 2 * Short.BYTES);
        if (groups > MOST_GROUPS
                || length != HEADER_BYTES + groups * Short.BYTES
                || (sign != POSITIVE && sign != NEGATIVE)) {
            return false;
        }
        long digits = 0;
        for (int i = 0; i < groups; i++) {
            digits = digits * 10_000 + Window.getShort(in, at + HEADER_BYTES + i * Short.BYTES);
        }
        int lastDigit = GROUP_DIGITS * (Window.getShort(in, at + Short.BYTES) - groups + 1) + scale;
        long value = shifted(digits, lastDigit);
        if (value < 0 || value >= bound) {
            return false;
        }
        builder.append(sign == NEGATIVE ? -value : value);
        return true;
    }

    /// `digits × 10^places`, or a negative number when that is no whole number, or a large one.
    private static long shifted(long digits, int places) {
        if (digits == 0 || places == 0) {
            return digits;
        }
        if (places < 0) {
            if (places <= -GROUP_DIGITS) {
                return -1;
            }
            int divisor = PowersOfTen.upTo4(-places);
            return digits % divisor == 0 ? digits / divisor : -1;
        }
        if (places > 18) {
            return -1;
        }
        long factor = PowersOfTen.asLong(places);
        return digits <= Long.MAX_VALUE / factor ? digits * factor : -1;
    }
}
