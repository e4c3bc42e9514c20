package dev.rivet.source.postgres.decode;

import dev.rivet.row.ByteRuns;
import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.FixedBuilder;
import dev.rivet.row.LogicalType;
import dev.rivet.row.NullMarks;
import dev.rivet.source.postgres.type.ColumnPlan;
import dev.rivet.source.postgres.type.Misfits;
import dev.rivet.source.postgres.type.TextTrust;
import dev.rivet.source.postgres.type.WireType;
import dev.rivet.source.postgres.wire.Window;
import java.util.Optional;

/// Chooses how a column is taken from the wire: in a loop of its own for the types that tables are
/// made of, value by value for the rest.
final class ColumnLoops {
    private static final int DAYS_1970_TO_2000 = 10_957;
    private static final long MICROS_1970_TO_2000 = DAYS_1970_TO_2000 * 86_400_000_000L;

    private final TextTrust trust;
    private final Cells cells;

    ColumnLoops(TextTrust trust) {
        this.trust = trust;
        this.cells = new Cells(trust);
    }

    ColumnLoop of(ColumnPlan plan, ColumnBuilder builder, Misfits misfits) {
        Cell cell = cells.of(plan, builder, misfits);
        ColumnLoop single = new CellLoop(cell, builder);
        if (plan.type() instanceof LogicalType.ListOf) {
            return single;
        }
        return switch (plan.choice().wire()) {
            case BOOL -> booleans((ColumnBuilder.Booleans) builder);
            case INT2, INT4, INT8 -> integers(plan, builder).orElse(single);
            case FLOAT4 -> builder instanceof ColumnBuilder.Floats some ? floats(some) : single;
            case FLOAT8 -> doubles((ColumnBuilder.Doubles) builder);
            case NUMERIC ->
                    plan.type() instanceof LogicalType.Decimal decimal
                                    && builder instanceof ColumnBuilder.Longs longs
                            ? new DecimalLoop(decimal, longs, cell)
                            : single;
            case DATE -> dates((ColumnBuilder.Ints) builder, cell);
            case TIMESTAMP -> timestamps((ColumnBuilder.Longs) builder, cell);
            case UUID -> fixed((FixedBuilder) builder);
            case VERBATIM ->
                    trust == TextTrust.VALID_UTF8 || plan.type() instanceof LogicalType.Binary
                            ? bytes((ColumnBuilder.Bytes) builder)
                            : single;
            case JSONB ->
                    trust == TextTrust.VALID_UTF8
                            ? documents((ColumnBuilder.Bytes) builder)
                            : single;
            case OID, TIME, INTERVAL, UUID_TEXT, UUID_BYTES, NUMBER_TEXT -> single;
        };
    }

    /// Integers that keep their width; the rest is checked value by value.
    private static Optional<ColumnLoop> integers(ColumnPlan plan, ColumnBuilder builder) {
        WireType wire = plan.choice().wire();
        return switch (plan.type()) {
            case LogicalType.Int16 _ when wire == WireType.INT2 ->
                    Optional.of(shorts((ColumnBuilder.Ints) builder));
            case LogicalType.Int32 _ when wire == WireType.INT4 ->
                    Optional.of(ints((ColumnBuilder.Ints) builder));
            case LogicalType.Int64 _ when wire == WireType.INT8 ->
                    Optional.of(longs((ColumnBuilder.Longs) builder));
            default -> Optional.empty();
        };
    }

    private static boolean isNull(byte[] in, int at) {
        return in[at - Integer.BYTES] < 0;
    }

    private static ColumnLoop booleans(ColumnBuilder.Booleans builder) {
        return (window, starts, base, rows) -> {
            byte[] in = window.bytes();
            byte[] values = builder.room(rows);
            NullMarks nulls = builder.nulls();
            int first = builder.length();
            for (int i = 0; i < rows; i++) {
                int at = starts[base + i];
                if (isNull(in, at)) {
                    nulls.mark(first + i);
                } else {
                    values[first + i] = (byte) (in[at] != 0 ? 1 : 0);
                }
            }
            builder.filled(rows);
        };
    }

    private static ColumnLoop shorts(ColumnBuilder.Ints builder) {
        return (window, starts, base, rows) -> {
            byte[] in = window.bytes();
            int[] values = builder.room(rows);
            NullMarks nulls = builder.nulls();
            int first = builder.length();
            for (int i = 0; i < rows; i++) {
                int at = starts[base + i];
                if (isNull(in, at)) {
                    nulls.mark(first + i);
                } else {
                    values[first + i] = Window.getShort(in, at);
                }
            }
            builder.filled(rows);
        };
    }

    private static ColumnLoop ints(ColumnBuilder.Ints builder) {
        return (window, starts, base, rows) -> {
            byte[] in = window.bytes();
            int[] values = builder.room(rows);
            NullMarks nulls = builder.nulls();
            int first = builder.length();
            for (int i = 0; i < rows; i++) {
                int at = starts[base + i];
                if (isNull(in, at)) {
                    nulls.mark(first + i);
                } else {
                    values[first + i] = Window.getInt(in, at);
                }
            }
            builder.filled(rows);
        };
    }

    private static ColumnLoop longs(ColumnBuilder.Longs builder) {
        return (window, starts, base, rows) -> {
            byte[] in = window.bytes();
            long[] values = builder.room(rows);
            NullMarks nulls = builder.nulls();
            int first = builder.length();
            for (int i = 0; i < rows; i++) {
                int at = starts[base + i];
                if (isNull(in, at)) {
                    nulls.mark(first + i);
                } else {
                    values[first + i] = Window.getLong(in, at);
                }
            }
            builder.filled(rows);
        };
    }

    private static ColumnLoop floats(ColumnBuilder.Floats builder) {
        return (window, starts, base, rows) -> {
            byte[] in = window.bytes();
            float[] values = builder.room(rows);
            NullMarks nulls = builder.nulls();
            int first = builder.length();
            for (int i = 0; i < rows; i++) {
                int at = starts[base + i];
                if (isNull(in, at)) {
                    nulls.mark(first + i);
                } else {
                    values[first + i] = Float.intBitsToFloat(Window.getInt(in, at));
                }
            }
            builder.filled(rows);
        };
    }

    private static ColumnLoop doubles(ColumnBuilder.Doubles builder) {
        return (window, starts, base, rows) -> {
            byte[] in = window.bytes();
            double[] values = builder.room(rows);
            NullMarks nulls = builder.nulls();
            int first = builder.length();
            for (int i = 0; i < rows; i++) {
                int at = starts[base + i];
                if (isNull(in, at)) {
                    nulls.mark(first + i);
                } else {
                    values[first + i] = Double.longBitsToDouble(Window.getLong(in, at));
                }
            }
            builder.filled(rows);
        };
    }

    /// Infinite dates are left to the cell.
    private static ColumnLoop dates(ColumnBuilder.Ints builder, Cell cell) {
        return (window, starts, base, rows) -> {
            byte[] in = window.bytes();
            for (int i = 0; i < rows; i++) {
                int at = starts[base + i];
                if (isNull(in, at)) {
                    builder.appendNull();
                    continue;
                }
                int days = Window.getInt(in, at);
                if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
                    cell.append(window.wrapped(), at, Integer.BYTES);
                } else {
                    builder.append(days + DAYS_1970_TO_2000);
                }
            }
        };
    }

    /// Infinite times, and those beyond 64 bits, are left to the cell.
    private static ColumnLoop timestamps(ColumnBuilder.Longs builder, Cell cell) {
        return (window, starts, base, rows) -> {
            byte[] in = window.bytes();
            for (int i = 0; i < rows; i++) {
                int at = starts[base + i];
                if (isNull(in, at)) {
                    builder.appendNull();
                    continue;
                }
                long micros = Window.getLong(in, at);
                if (micros == Long.MIN_VALUE || micros > Long.MAX_VALUE - MICROS_1970_TO_2000) {
                    cell.append(window.wrapped(), at, Long.BYTES);
                } else {
                    builder.append(micros + MICROS_1970_TO_2000);
                }
            }
        };
    }

    private static ColumnLoop fixed(FixedBuilder builder) {
        return (window, starts, base, rows) -> {
            byte[] in = window.bytes();
            byte[] values = builder.room(rows);
            NullMarks nulls = builder.nulls();
            int width = builder.width();
            int first = builder.length();
            for (int i = 0; i < rows; i++) {
                int at = starts[base + i];
                if (isNull(in, at)) {
                    nulls.mark(first + i);
                } else {
                    ByteRuns.copy(in, at, values, (first + i) * width, width);
                }
            }
            builder.filled(rows);
        };
    }

    private static ColumnLoop bytes(ColumnBuilder.Bytes builder) {
        return (window, starts, base, rows) -> copy(window.bytes(), starts, base, rows, 0, builder);
    }

    /// Text behind a byte that says how it is written.
    private static ColumnLoop documents(ColumnBuilder.Bytes builder) {
        return (window, starts, base, rows) -> {
            byte[] in = window.bytes();
            for (int i = 0; i < rows; i++) {
                int at = starts[base + i];
                if (!isNull(in, at)) {
                    Cells.checkJsonb(in[at]);
                }
            }
            copy(in, starts, base, rows, 1, builder);
        };
    }

    /// @param skipped bytes at the beginning of each value
    private static void copy(
            byte[] in, int[] starts, int base, int rows, int skipped, ColumnBuilder.Bytes builder) {
        byte[] data = builder.dataRoom(total(in, starts, base, rows));
        int[] offsets = builder.room(rows);
        NullMarks nulls = builder.nulls();
        int first = builder.length();
        int end = offsets[first];
        for (int i = 0; i < rows; i++) {
            int at = starts[base + i];
            int length = Window.getInt(in, at - Integer.BYTES) - skipped;
            if (length + skipped < 0) {
                nulls.mark(first + i);
            } else {
                ByteRuns.copy(in, at + skipped, data, end, length);
                end += length;
            }
            offsets[first + i + 1] = end;
        }
        builder.filled(rows);
    }

    private static long total(byte[] in, int[] starts, int base, int rows) {
        long total = 0;
        for (int i = 0; i < rows; i++) {
            total += Math.max(0, Window.getInt(in, starts[base + i] - Integer.BYTES));
        }
        return total;
    }
}
