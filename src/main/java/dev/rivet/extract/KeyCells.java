package dev.rivet.extract;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.plan.Edge;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.row.Column;
import dev.rivet.row.ColumnVector;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// The key of rows as batches have it: whole numbers, days or microseconds.
final class KeyCells {
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    private final int[] positions;

    /// Of each column, whether its bits are an unsigned value.
    private final boolean[] unsigned;

    private KeyCells(int[] positions, boolean[] unsigned) {
        this.positions = positions;
        this.unsigned = unsigned;
    }

    /// @throws dev.rivet.diag.RivetException `CONFIG_MODE_SETTING_INVALID` when batches have the
    ///     key in another type than it compares in
    static KeyCells of(RowSchema schema, Key key, KeyType type) {
        int[] positions = new int[key.columns().size()];
        boolean[] unsigned = new boolean[positions.length];
        for (int i = 0; i < positions.length; i++) {
            String name = key.columns().get(i);
            int position = schema.indexOf(name).orElseThrow(() -> unfit(name, "is not read"));
            Column column = schema.column(position);
            if (typeOf(column.type()).filter(type::equals).isEmpty()) {
                throw unfit(name, "is read as " + column.type().label() + ", not " + type.label());
            }
            positions[i] = position;
            unsigned[i] = column.type() instanceof LogicalType.UInt64;
        }
        return new KeyCells(positions, unsigned);
    }

    private static RuntimeException unfit(String column, String why) {
        return Diagnostic.of(
                        Code.CONFIG_MODE_SETTING_INVALID,
                        "`overlap` needs the cursor as it is in the source, and "
                                + column
                                + " "
                                + why
                                + ". Nothing was read.",
                        "Remove `overlap`, or the override of that column's type.")
                .toException();
    }

    private static Optional<KeyType> typeOf(LogicalType type) {
        return switch (type) {
            case LogicalType.Int16 _,
                    LogicalType.Int32 _,
                    LogicalType.Int64 _,
                    LogicalType.UInt64 _ ->
                    Optional.of(KeyType.INTEGER);
            case LogicalType.Date _ -> Optional.of(KeyType.DATE);
            case LogicalType.Timestamp _ -> Optional.of(KeyType.TIMESTAMP);
            case LogicalType.TimestampTz _ -> Optional.of(KeyType.INSTANT);
            case LogicalType.Bool _,
                    LogicalType.Float32 _,
                    LogicalType.Float64 _,
                    LogicalType.Decimal _,
                    LogicalType.Time _,
                    LogicalType.Text _,
                    LogicalType.Binary _,
                    LogicalType.Json _,
                    LogicalType.Uuid _,
                    LogicalType.Label _,
                    LogicalType.Interval _,
                    LogicalType.ListOf _ ->
                    Optional.empty();
        };
    }

    /// An edge in the units of batches, as one that is included.
    ///
    /// @param values by column; those beyond what a column can hold are its ends
    record Bound(long[] values) {}

    /// The first keys of what lies beyond a lower edge.
    Bound from(Edge edge) {
        return bound(edge, BigInteger.ONE);
    }

    /// The last keys of what lies before an upper edge.
    Bound to(Edge edge) {
        return bound(edge, BigInteger.ONE.negate());
    }

    private Bound bound(Edge edge, BigInteger inwards) {
        BigInteger value = units(edge.value()).add(edge.isIncluded() ? BigInteger.ZERO : inwards);
        long[] values = new long[positions.length];
        for (int i = 0; i < values.length; i++) {
            BigInteger ordered = unsigned[i] ? value.add(LEAST) : value;
            values[i] = ordered.max(LEAST).min(MOST).longValueExact();
        }
        return new Bound(values);
    }

    private static BigInteger units(KeyValue value) {
        String text = value.text();
        return switch (value.type()) {
            case INTEGER -> new BigInteger(text);
            case DATE -> BigInteger.valueOf(LocalDate.parse(text).toEpochDay());
            case TIMESTAMP -> micros(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
            case INSTANT -> micros(Instant.parse(text));
            case DECIMAL, FLOAT, TEXT, UUID, BINARY, ROW ->
                    throw new IllegalArgumentException("no margin by " + value.type().label());
        };
    }

    private static BigInteger micros(Instant moment) {
        return BigInteger.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, moment));
    }

    /// Whether a row's key lies at the bound or above; false without a key.
    boolean isAtLeast(RowBatch batch, int row, Bound bound) {
        int column = column(batch, row);
        return column >= 0 && at(batch, row, column) >= bound.values()[column];
    }

    /// Whether a row's key lies at the bound or below; false without a key.
    boolean isAtMost(RowBatch batch, int row, Bound bound) {
        int column = column(batch, row);
        return column >= 0 && at(batch, row, column) <= bound.values()[column];
    }

    /// Which of the key's columns has the row's key; -1 for none.
    private int column(RowBatch batch, int row) {
        for (int i = 0; i < positions.length; i++) {
            if (!batch.columns().get(positions[i]).nulls().isNull(row)) {
                return i;
            }
        }
        return -1;
    }

    private long at(RowBatch batch, int row, int column) {
        long bits =
                switch (batch.columns().get(positions[column])) {
                    case ColumnVector.Ints ints -> ints.values()[row];
                    case ColumnVector.Longs longs -> longs.values()[row];
                    case ColumnVector.Booleans _,
                            ColumnVector.Floats _,
                            ColumnVector.Doubles _,
                            ColumnVector.Bytes _,
                            ColumnVector.Fixed _,
                            ColumnVector.Lists _ ->
                            throw new IllegalStateException("a key of another type");
                };
        return unsigned[column] ? bits ^ Long.MIN_VALUE : bits;
    }
}
