package dev.rivet.source.postgres.decode;

import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.LogicalType;
import dev.rivet.source.postgres.type.Misfits;
import dev.rivet.source.postgres.type.WireType;
import io.netty.buffer.ByteBuf;

/// Integers into integers of any width, checked, into decimals, and into truth values.
final class IntegerCells {
    private IntegerCells() {}

    @FunctionalInterface
    private interface Reader {
        long read(ByteBuf in, int from);
    }

    static Cell of(WireType wire, LogicalType type, ColumnBuilder builder, Misfits misfits) {
        Reader reader = reader(wire);
        if (type instanceof LogicalType.Decimal) {
            return decimal(reader, NumericTarget.of(type, builder), misfits);
        }
        if (builder instanceof ColumnBuilder.Booleans booleans) {
            return bool(reader, booleans, misfits);
        }
        if (builder instanceof ColumnBuilder.Ints ints) {
            return narrow(reader, type, ints, misfits);
        }
        var longs = (ColumnBuilder.Longs) builder;
        return (in, from, length) -> longs.append(reader.read(in, from));
    }

    private static Reader reader(WireType wire) {
        return switch (wire) {
            case INT2 -> ByteBuf::getShort;
            case INT4 -> ByteBuf::getInt;
            case INT8 -> ByteBuf::getLong;
            case OID -> ByteBuf::getUnsignedInt;
            default -> throw new IllegalArgumentException("no integer: " + wire);
        };
    }

    private static Cell bool(Reader reader, ColumnBuilder.Booleans booleans, Misfits misfits) {
        return (in, from, length) -> {
            long value = reader.read(in, from);
            if (value == 0 || value == 1) {
                booleans.append(value == 1);
            } else {
                misfits.replace(booleans, Long.toString(value));
            }
        };
    }

    private static Cell narrow(
            Reader reader, LogicalType type, ColumnBuilder.Ints ints, Misfits misfits) {
        boolean small = type instanceof LogicalType.Int16;
        long min = small ? Short.MIN_VALUE : Integer.MIN_VALUE;
        long max = small ? Short.MAX_VALUE : Integer.MAX_VALUE;
        return (in, from, length) -> {
            long value = reader.read(in, from);
            if (value < min || value > max) {
                throw misfits.refuse(Long.toString(value));
            }
            ints.append((int) value);
        };
    }

    private static Cell decimal(Reader reader, NumericTarget target, Misfits misfits) {
        return (in, from, length) -> {
            long value = reader.read(in, from);
            if (!target.appendInteger(value)) {
                throw misfits.refuse(Long.toString(value));
            }
        };
    }
}
