package dev.rivet.encode.parquet;

import dev.rivet.encode.Rows;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Rows of every type, by a seed: edge values, runs, repeated and unrepeated values, NULLs.
final class RandomRows {
    static final List<LogicalType> SCALARS =
            List.of(
                    new LogicalType.Bool(),
                    new LogicalType.Int16(),
                    new LogicalType.Int32(),
                    new LogicalType.Int64(),
                    new LogicalType.UInt64(),
                    new LogicalType.Float32(),
                    new LogicalType.Float64(),
                    new LogicalType.Decimal(9, 2),
                    new LogicalType.Decimal(18, 4),
                    new LogicalType.Decimal(19, 0),
                    new LogicalType.Decimal(38, 10),
                    new LogicalType.Decimal(76, 3),
                    new LogicalType.Date(),
                    new LogicalType.Time(),
                    new LogicalType.Timestamp(),
                    new LogicalType.TimestampTz(),
                    new LogicalType.Text(),
                    new LogicalType.Binary(),
                    new LogicalType.Json(),
                    new LogicalType.Uuid(),
                    new LogicalType.Label(),
                    new LogicalType.Interval());

    /// Each type, and a list of each.
    static final RowSchema EVERY_TYPE =
            Rows.schema(
                    Stream.concat(SCALARS.stream(), SCALARS.stream().map(LogicalType.ListOf::new))
                            .toArray(LogicalType[]::new));

    private final Random random;
    private final int variety;

    /// @param variety how many different values there are, roughly
    RandomRows(long seed, int variety) {
        this.random = new Random(seed);
        this.variety = variety;
    }

    /// Batches of any lengths, with these rows in all.
    static RowBatch[] batches(RowSchema schema, long seed, int rows) {
        Random random = new Random(seed);
        RandomRows values = new RandomRows(seed, 1 + random.nextInt(1 << (2 + random.nextInt(15))));
        int nullsIn = 1 + random.nextInt(20);
        List<RowBatch> batches = new ArrayList<>();
        for (int left = rows; left > 0; ) {
            int length = Math.min(left, 1 + random.nextInt(rows));
            batches.add(values.batch(schema, length, random.nextInt(4) == 0 ? 0 : nullsIn));
            left -= length;
        }
        return batches.toArray(RowBatch[]::new);
    }

    /// @param nullsIn one of so many values is NULL; none for 0
    RowBatch batch(RowSchema schema, int rows, int nullsIn) {
        Rows builder = Rows.of(schema);
        @Nullable Object[] row = new Object[schema.size()];
        int repeat = 0;
        for (int i = 0; i < rows; i++) {
            if (repeat-- <= 0) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = nullable(schema.column(j).type(), nullsIn);
                }
                repeat = random.nextInt(10) == 0 ? random.nextInt(40) : 0;
            }
            builder.row(row);
        }
        return builder.build();
    }

    private @Nullable Object nullable(LogicalType type, int nullsIn) {
        if (nullsIn > 0 && random.nextInt(nullsIn) == 0) {
            return null;
        }
        if (type instanceof LogicalType.ListOf(var element)) {
            List<@Nullable Object> list = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                list.add(nullable(element, nullsIn));
            }
            return list;
        }
        return value(type);
    }

    private Object value(LogicalType type) {
        long which = random.nextInt(variety);
        Random value = new Random(which * 31 + 7);
        return switch (type) {
            case LogicalType.Bool() -> random.nextInt(100) < Math.min(variety, 50);
            case LogicalType.Int16() -> value.nextInt(1 << 16) - (1 << 15);
            case LogicalType.Int32() -> edge(value, which, 31).intValue();
            case LogicalType.Date() -> value.nextInt(1_000_000) - 500_000;
            case LogicalType.Int64(), LogicalType.UInt64() -> edge(value, which, 63).longValue();
            case LogicalType.Timestamp(), LogicalType.TimestampTz() -> value.nextLong() >> 8;
            case LogicalType.Time() -> value.nextLong(86_400_000_000L);
            case LogicalType.Float32() -> real(value);
            case LogicalType.Float64() ->
                    value.nextBoolean() ? (double) real(value) : value.nextGaussian();
            case LogicalType.Decimal(int precision, int scale) ->
                    new BigDecimal(unscaled(precision, value), scale);
            case LogicalType.Binary() -> bytes(value);
            case LogicalType.Uuid() -> new UUID(value.nextLong(), value.nextLong());
            case LogicalType.Json() -> "{\"a\": \"" + text(value) + "\"}";
            case LogicalType.Text(), LogicalType.Label(), LogicalType.Interval() -> text(value);
            case LogicalType.ListOf _ -> throw new IllegalArgumentException("a list");
        };
    }

    private static BigInteger edge(Random value, long which, int bits) {
        BigInteger edge = BigInteger.ONE.shiftLeft(bits);
        return switch (value.nextInt(8)) {
            case 0 -> edge.subtract(BigInteger.ONE);
            case 1 -> edge.negate();
            case 2 -> BigInteger.ZERO;
            case 3 -> BigInteger.valueOf(-which);
            default -> new BigInteger(value.nextInt(bits), value);
        };
    }

    private static float real(Random value) {
        return switch (value.nextInt(12)) {
            case 0 -> -0.0f;
            case 1 -> 0.0f;
            case 2 -> Float.NaN;
            case 3 -> Float.NEGATIVE_INFINITY;
            case 4 -> Float.MIN_VALUE;
            default -> Float.intBitsToFloat(value.nextInt());
        };
    }

    private static BigInteger unscaled(int precision, Random value) {
        BigInteger bound = BigInteger.TEN.pow(1 + value.nextInt(precision));
        return switch (value.nextInt(5)) {
            case 0 -> bound.subtract(BigInteger.ONE);
            case 1 -> BigInteger.ONE.subtract(bound);
            case 2 -> BigInteger.ZERO;
            default -> new BigInteger(bound.bitLength() + 8, value).mod(bound);
        };
    }

    private static byte[] bytes(Random value) {
        byte[] bytes = new byte[value.nextInt(value.nextInt(10) == 0 ? 500 : 20)];
        value.nextBytes(bytes);
        return bytes;
    }

    private static String text(Random value) {
        String text =
                switch (value.nextInt(6)) {
                    case 0 -> "";
                    case 1 -> "日本 🙂 straße ";
                    case 2 -> "common prefix of many values, number ";
                    default -> Long.toString(value.nextLong() & 0xFFFF, 36);
                };
        return value.nextInt(8) == 0 ? text.repeat(value.nextInt(20)) : text + value.nextInt(99);
    }
}
