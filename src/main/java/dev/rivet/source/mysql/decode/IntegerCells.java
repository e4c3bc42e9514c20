package dev.rivet.source.mysql.decode;

import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.LogicalType;
import dev.rivet.source.mysql.wire.LittleEndian;
import dev.rivet.source.mysql.wire.WireColumn;
import dev.rivet.source.mysql.wire.WireInteger;
import java.nio.charset.StandardCharsets;

/// Integers, years and bits.
final class IntegerCells {
    private static final String WIDER = "decimal(20,0)";

    private IntegerCells() {}

    /// One number from the wire. Unsigned 64-bit numbers come as the bits of a `long`.
    private interface Reading {
        long read(byte[] in, int at, int length);
    }

    static Cell of(WireColumn wire, CellSite site) {
        WireInteger form = WireInteger.of(wire);
        return of((in, at, length) -> form.read(in, at), form == WireInteger.UNSIGNED_8, site);
    }

    static Cell ofBits(int bits, CellSite site) {
        return of(IntegerCells::readBits, bits == Long.SIZE, site);
    }

    private static long readBits(byte[] in, int at, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << Byte.SIZE | LittleEndian.u8(in, at + i);
        }
        return value;
    }

    private static Cell of(Reading reading, boolean unsigned, CellSite site) {
        return switch (site.column().type()) {
            case LogicalType.Bool() -> bool(reading, site);
            case LogicalType.Int16() ->
                    ints(reading, unsigned, Short.MIN_VALUE, Short.MAX_VALUE, site);
            case LogicalType.Int32() ->
                    ints(reading, unsigned, Integer.MIN_VALUE, Integer.MAX_VALUE, site);
            case LogicalType.Int64() -> longs(reading, unsigned, site);
            case LogicalType.UInt64() -> unsignedLongs(reading, unsigned, site);
            case LogicalType.Decimal decimal -> decimals(reading, unsigned, decimal, site);
            default -> digits(reading, unsigned, site);
        };
    }

    private static Cell bool(Reading reading, CellSite site) {
        var values = (ColumnBuilder.Booleans) site.builder();
        return (in, at, length) -> {
            long value = reading.read(in, at, length);
            if (value == 0 || value == 1) {
                values.append(value == 1);
            } else {
                site.outside(Long.toString(value), "int2");
                values.appendNull();
            }
        };
    }

    private static Cell ints(Reading reading, boolean unsigned, int low, int high, CellSite site) {
        var values = (ColumnBuilder.Ints) site.builder();
        return (in, at, length) -> {
            long value = reading.read(in, at, length);
            if (value < low || value > high) {
                throw site.doesNotFit(text(value, unsigned), "int8");
            }
            values.append((int) value);
        };
    }

    private static Cell longs(Reading reading, boolean unsigned, CellSite site) {
        var values = (ColumnBuilder.Longs) site.builder();
        return (in, at, length) -> {
            long value = reading.read(in, at, length);
            if (unsigned && value < 0) {
                throw site.doesNotFit(Long.toUnsignedString(value), WIDER);
            }
            values.append(value);
        };
    }

    private static Cell unsignedLongs(Reading reading, boolean unsigned, CellSite site) {
        var values = (ColumnBuilder.Longs) site.builder();
        return (in, at, length) -> {
            long value = reading.read(in, at, length);
            if (!unsigned && value < 0) {
                throw site.doesNotFit(Long.toString(value), "int8");
            }
            values.append(value);
        };
    }

    private static Cell decimals(
            Reading reading, boolean unsigned, LogicalType.Decimal decimal, CellSite site) {
        DecimalCells.Appender appender = DecimalCells.appender(decimal, site);
        return (in, at, length) -> {
            byte[] digits = bytes(reading.read(in, at, length), unsigned);
            appender.append(digits, digits.length);
        };
    }

    private static Cell digits(Reading reading, boolean unsigned, CellSite site) {
        var values = (ColumnBuilder.Bytes) site.builder();
        return (in, at, length) -> values.append(bytes(reading.read(in, at, length), unsigned));
    }

    private static byte[] bytes(long value, boolean unsigned) {
        return text(value, unsigned).getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(long value, boolean unsigned) {
        return unsigned ? Long.toUnsignedString(value) : Long.toString(value);
    }
}
