package dev.rivet.source.mysql.decode;

import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.FixedBuilder;
import dev.rivet.row.LogicalType;
import dev.rivet.row.Storage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Decimals, which the server sends as text. They never pass through a binary float.
final class DecimalCells {
    private static final int SCRATCH_BYTES = 128;

    private DecimalCells() {}

    /// Takes the first `length` bytes of a decimal's text into the batch.
    interface Appender {
        void append(byte[] text, int length);
    }

    static Cell of(CellSite site) {
        Appender appender =
                switch (site.column().type()) {
                    case LogicalType.Decimal decimal -> appender(decimal, site);
                    case LogicalType.Int16() -> ints(Short.MIN_VALUE, Short.MAX_VALUE, site);
                    case LogicalType.Int32() -> ints(Integer.MIN_VALUE, Integer.MAX_VALUE, site);
                    case LogicalType.Int64() -> longs(site);
                    default -> text(site);
                };
        return fromWire(appender);
    }

    /// Hands each value's bytes to the appender, in a buffer that is reused.
    static Cell fromWire(Appender appender) {
        byte[] scratch = new byte[SCRATCH_BYTES];
        return (in, at, length) -> {
            byte[] target = length <= SCRATCH_BYTES ? scratch : new byte[length];
            System.arraycopy(in, at, target, 0, length);
            appender.append(target, length);
        };
    }

    static Appender appender(LogicalType.Decimal decimal, CellSite site) {
        return decimal.storage() == Storage.LONG ? small(decimal, site) : large(decimal, site);
    }

    /// The unscaled value of a decimal's text, `text[from] .. text[to]`.
    interface Unscaled {
        long of(byte[] text, int from, int to);
    }

    static Unscaled unscaled(LogicalType.Decimal decimal, CellSite site) {
        return (text, from, to) -> {
            try {
                return DecimalText.unscaled(text, from, to, decimal.precision(), decimal.scale());
            } catch (ArithmeticException | NumberFormatException e) {
                byte[] only = Arrays.copyOfRange(text, from, to);
                throw misfit(only, only.length, site);
            }
        };
    }

    private static Appender small(LogicalType.Decimal decimal, CellSite site) {
        var values = (ColumnBuilder.Longs) site.builder();
        Unscaled unscaled = unscaled(decimal, site);
        return (text, length) -> values.append(unscaled.of(text, 0, length));
    }

    private static Appender large(LogicalType.Decimal decimal, CellSite site) {
        var values = (FixedBuilder) site.builder();
        byte[] out = new byte[values.width()];
        DecimalText parser = new DecimalText();
        return (text, length) -> {
            try {
                parser.fixed(text, 0, length, decimal.precision(), decimal.scale(), out);
            } catch (ArithmeticException | NumberFormatException e) {
                throw misfit(text, length, site);
            }
            values.append(out, 0);
        };
    }

    static Appender ints(int low, int high, CellSite site) {
        var values = (ColumnBuilder.Ints) site.builder();
        return (text, length) -> {
            long value = exactLong(text, length, site);
            if (value < low || value > high) {
                throw misfit(text, length, site);
            }
            values.append((int) value);
        };
    }

    static Appender longs(CellSite site) {
        var values = (ColumnBuilder.Longs) site.builder();
        return (text, length) -> values.append(exactLong(text, length, site));
    }

    private static Appender text(CellSite site) {
        var values = (ColumnBuilder.Bytes) site.builder();
        return (text, length) -> values.append(text, 0, length);
    }

    private static long exactLong(byte[] text, int length, CellSite site) {
        if (!isPlain(text, length)) {
            throw misfit(text, length, site);
        }
        try {
            return new BigDecimal(string(text, length)).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw misfit(text, length, site);
        }
    }

    /// Without an exponent, and in the digits of ASCII.
    private static boolean isPlain(byte[] text, int length) {
        for (int i = 0; i < length; i++) {
            byte each = text[i];
            boolean digit = each >= '0' && each <= '9';
            if (!digit && each != '.' && each != '-' && each != '+') {
                return false;
            }
        }
        return true;
    }

    private static RuntimeException misfit(byte[] text, int length, CellSite site) {
        return site.doesNotFit("'" + string(text, length) + "'", "text");
    }

    private static String string(byte[] text, int length) {
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }
}
