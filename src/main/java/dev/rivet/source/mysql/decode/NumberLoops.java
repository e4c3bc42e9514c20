package dev.rivet.source.mysql.decode;

import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.LogicalType;
import dev.rivet.source.mysql.wire.LittleEndian;
import dev.rivet.source.mysql.wire.WireInteger;
import java.util.Optional;

/// Integers and floating-point numbers that fit their column whatever their value.
final class NumberLoops {
    private NumberLoops() {}

    /// A loop for integers of this form; empty when values must be looked at one by one.
    static Optional<ColumnLoop> integers(WireInteger form, CellSite site) {
        return switch (site.column().type()) {
            case LogicalType.Bool() when form == WireInteger.SIGNED_1 -> Optional.of(flags(site));
            case LogicalType.Int16() -> narrow(form, site);
            case LogicalType.Int32() -> ints(form, site);
            case LogicalType.Int64() -> longs(form, site, WireInteger.UNSIGNED_8);
            case LogicalType.UInt64() when form == WireInteger.UNSIGNED_8 ->
                    Optional.of(longs(site));
            default -> Optional.empty();
        };
    }

    private static Optional<ColumnLoop> narrow(WireInteger form, CellSite site) {
        return switch (form) {
            case SIGNED_1, UNSIGNED_1, SIGNED_2 -> ints(form, site);
            case UNSIGNED_2, SIGNED_4, UNSIGNED_4, SIGNED_8, UNSIGNED_8 -> Optional.empty();
        };
    }

    private static Optional<ColumnLoop> ints(WireInteger form, CellSite site) {
        var values = (ColumnBuilder.Ints) site.builder();
        return switch (form) {
            case SIGNED_1 -> Optional.of(bytes(values, -1));
            case UNSIGNED_1 -> Optional.of(bytes(values, 0xFF));
            case SIGNED_2 -> Optional.of(shorts(values, -1));
            case UNSIGNED_2 -> Optional.of(shorts(values, 0xFFFF));
            case SIGNED_4 -> Optional.of(ints(values));
            case UNSIGNED_4, SIGNED_8, UNSIGNED_8 -> Optional.empty();
        };
    }

    private static Optional<ColumnLoop> longs(
            WireInteger form, CellSite site, WireInteger unfitting) {
        if (form == unfitting) {
            return Optional.empty();
        }
        var values = (ColumnBuilder.Longs) site.builder();
        return switch (form) {
            case SIGNED_8, UNSIGNED_8 -> Optional.of(longs(site));
            case SIGNED_4 -> Optional.of(wideInts(values, -1));
            case UNSIGNED_4 -> Optional.of(wideInts(values, 0xFFFFFFFFL));
            case SIGNED_1, UNSIGNED_1, SIGNED_2, UNSIGNED_2 -> Optional.empty();
        };
    }

    private static ColumnLoop flags(CellSite site) {
        var builder = (ColumnBuilder.Booleans) site.builder();
        return (block, base) -> {
            int rows = block.rows();
            int[] places = block.places();
            byte[] data = block.data();
            byte[] values = builder.room(rows);
            int first = builder.length();
            for (int i = 0; i < rows; i++) {
                int at = places[base + i];
                byte value = at == RowBlock.NULL ? 0 : data[at];
                values[first + i] = value;
                if (at == RowBlock.NULL) {
                    builder.nulls().mark(first + i);
                } else if ((value & ~1) != 0) {
                    site.outside(Byte.toString(value), "int2");
                    builder.nulls().mark(first + i);
                }
            }
            builder.filled(rows);
        };
    }

    private static ColumnLoop bytes(ColumnBuilder.Ints builder, int mask) {
        return (block, base) -> {
            int rows = block.rows();
            int[] places = block.places();
            byte[] data = block.data();
            int[] values = builder.room(rows);
            int first = builder.length();
            for (int i = 0; i < rows; i++) {
                int at = places[base + i];
                if (at == RowBlock.NULL) {
                    builder.nulls().mark(first + i);
                } else {
                    values[first + i] = data[at] & mask;
                }
            }
            builder.filled(rows);
        };
    }

    private static ColumnLoop shorts(ColumnBuilder.Ints builder, int mask) {
        return (block, base) -> {
            int rows = block.rows();
            int[] places = block.places();
            byte[] data = block.data();
            int[] values = builder.room(rows);
            int first = builder.length();
            for (int i = 0; i < rows; i++) {
                int at = places[base + i];
                if (at == RowBlock.NULL) {
                    builder.nulls().mark(first + i);
                } else {
                    values[first + i] = LittleEndian.i16(data, at) & mask;
                }
            }
            builder.filled(rows);
        };
    }

    private static ColumnLoop ints(ColumnBuilder.Ints builder) {
        return (block, base) -> {
            int rows = block.rows();
            int[] places = block.places();
            byte[] data = block.data();
            int[] values = builder.room(rows);
            int first = builder.length();
            for (int i = 0; i < rows; i++) {
                int at = places[base + i];
                if (at == RowBlock.NULL) {
                    builder.nulls().mark(first + i);
                } else {
                    values[first + i] = LittleEndian.i32(data, at);
                }
            }
            builder.filled(rows);
        };
    }

    private static ColumnLoop wideInts(ColumnBuilder.Longs builder, long mask) {
        return (block, base) -> {
            int rows = block.rows();
            int[] places = block.places();
            byte[] data = block.data();
            long[] values = builder.room(rows);
            int first = builder.length();
            for (int i = 0; i < rows; i++) {
                int at = places[base + i];
                if (at == RowBlock.NULL) {
                    builder.nulls().mark(first + i);
                } else {
                    values[first + i] = LittleEndian.i32(data, at) & mask;
                }
            }
            builder.filled(rows);
        };
    }

    private static ColumnLoop longs(CellSite site) {
        var builder = (ColumnBuilder.Longs) site.builder();
        return (block, base) -> {
            int rows = block.rows();
            int[] places = block.places();
            byte[] data = block.data();
            long[] values = builder.room(rows);
            int first = builder.length();
            for (int i = 0; i < rows; i++) {
                int at = places[base + i];
                if (at == RowBlock.NULL) {
                    builder.nulls().mark(first + i);
                } else {
                    values[first + i] = LittleEndian.i64(data, at);
                }
            }
            builder.filled(rows);
        };
    }

    static ColumnLoop floats(ColumnBuilder.Floats builder) {
        return (block, base) -> {
            int rows = block.rows();
            int[] places = block.places();
            byte[] data = block.data();
            float[] values = builder.room(rows);
            int first = builder.length();
            for (int i = 0; i < rows; i++) {
                int at = places[base + i];
                if (at == RowBlock.NULL) {
                    builder.nulls().mark(first + i);
                } else {
                    values[first + i] = LittleEndian.f32(data, at);
                }
            }
            builder.filled(rows);
        };
    }

    static ColumnLoop doubles(ColumnBuilder.Doubles builder) {
        return (block, base) -> {
            int rows = block.rows();
            int[] places = block.places();
            byte[] data = block.data();
            double[] values = builder.room(rows);
            int first = builder.length();
            for (int i = 0; i < rows; i++) {
                int at = places[base + i];
                if (at == RowBlock.NULL) {
                    builder.nulls().mark(first + i);
                } else {
                    values[first + i] = LittleEndian.f64(data, at);
                }
            }
            builder.filled(rows);
        };
    }
}
