package dev.rivet.encode;

import dev.rivet.row.BatchBuilder;
import dev.rivet.row.BatchLimits;
import dev.rivet.row.Column;
import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.Fidelity;
import dev.rivet.row.FixedBuilder;
import dev.rivet.row.ListBuilder;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Batches from Java values, for tests. Numbers of a type's own storage are taken as they are.
public final class Rows {
    private static final BatchLimits NO_LIMITS = new BatchLimits(Integer.MAX_VALUE, Long.MAX_VALUE);

    private final RowSchema schema;
    private final BatchBuilder builder;

    private Rows(RowSchema schema) {
        this.schema = schema;
        this.builder = new BatchBuilder(schema, NO_LIMITS);
    }

    public static Column column(String name, LogicalType type) {
        return new Column(name, "test", type, Fidelity.EXACT);
    }

    /// A schema with the columns `c0`, `c1` and so on.
    public static RowSchema schema(LogicalType... types) {
        return new RowSchema(
                IntStream.range(0, types.length).mapToObj(i -> column("c" + i, types[i])).toList());
    }

    public static Rows of(RowSchema schema) {
        return new Rows(schema);
    }

    public Rows row(@Nullable Object... values) {
        for (int i = 0; i < values.length; i++) {
            append(builder.column(i), schema.column(i).type(), values[i]);
        }
        builder.endRow();
        return this;
    }

    public RowBatch build() {
        return builder.build();
    }

    private static void append(ColumnBuilder column, LogicalType type, @Nullable Object value) {
        if (value == null) {
            column.appendNull();
            return;
        }
        switch (column) {
            case ColumnBuilder.Booleans booleans -> booleans.append((Boolean) value);
            case ColumnBuilder.Ints ints -> ints.append(asInt(value));
            case ColumnBuilder.Longs longs -> longs.append(asLong(type, value));
            case ColumnBuilder.Floats floats -> floats.append((Float) value);
            case ColumnBuilder.Doubles doubles -> doubles.append((Double) value);
            case ColumnBuilder.Bytes bytes -> bytes.append(asBytes(value));
            case FixedBuilder fixed -> fixed.append(asFixed(type, value, fixed.width()), 0);
            case ListBuilder lists -> appendList(lists, type, (List<?>) value);
        }
    }

    private static void appendList(ListBuilder lists, LogicalType type, List<?> elements) {
        for (Object element : elements) {
            append(lists.elements(), ((LogicalType.ListOf) type).element(), element);
        }
        lists.endList();
    }

    private static int asInt(Object value) {
        return value instanceof LocalDate date
                ? Math.toIntExact(date.toEpochDay())
                : ((Number) value).intValue();
    }

    private static long asLong(LogicalType type, Object value) {
        return switch (value) {
            case LocalTime time -> time.toNanoOfDay() / 1000;
            case LocalDateTime local -> micros(local.toInstant(ZoneOffset.UTC));
            case Instant instant -> micros(instant);
            case BigDecimal decimal -> unscaled(type, decimal).longValueExact();
            case BigInteger integer -> integer.longValue();
            default -> ((Number) value).longValue();
        };
    }

    public static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static BigInteger unscaled(LogicalType type, BigDecimal value) {
        return value.setScale(((LogicalType.Decimal) type).scale()).unscaledValue();
    }

    private static byte[] asBytes(Object value) {
        return value instanceof String text
                ? text.getBytes(StandardCharsets.UTF_8)
                : (byte[]) value;
    }

    private static byte[] asFixed(LogicalType type, Object value, int width) {
        if (value instanceof UUID uuid) {
            return ByteBuffer.allocate(16)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array();
        }
        byte[] minimal = unscaled(type, (BigDecimal) value).toByteArray();
        byte[] padded = new byte[width];
        Arrays.fill(padded, (byte) (minimal[0] < 0 ? -1 : 0));
        System.arraycopy(minimal, 0, padded, width - minimal.length, minimal.length);
        return padded;
    }
}
