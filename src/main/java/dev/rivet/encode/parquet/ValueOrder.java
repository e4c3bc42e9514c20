package dev.rivet.encode.parquet;

import dev.rivet.row.LogicalType;
import java.util.Arrays;

/// How values compare, given in plain encoding.
enum ValueOrder {
    BYTES,
    SIGNED_BYTES,
    INT,
    LONG,
    UNSIGNED_LONG,
    FLOAT,
    DOUBLE;

    static ValueOrder of(LogicalType type) {
        return switch (type.storage()) {
            case BOOLEAN, BYTES -> BYTES;
            case INT -> INT;
            case LONG -> {
                if (type instanceof LogicalType.UInt64) {
                    yield UNSIGNED_LONG;
                }
                yield FileSchema.isInt(type) ? INT : LONG;
            }
            case FLOAT -> FLOAT;
            case DOUBLE -> DOUBLE;
            case FIXED -> type instanceof LogicalType.Decimal ? SIGNED_BYTES : BYTES;
            case LIST -> throw new IllegalArgumentException("a list inside a list: " + type);
        };
    }

    int compare(byte[] left, byte[] right) {
        return switch (this) {
            case BYTES -> Arrays.compareUnsigned(left, right);
            case SIGNED_BYTES ->
                    left[0] == right[0]
                            ? Arrays.compareUnsigned(left, right)
                            : Byte.compare(left[0], right[0]);
            case INT -> Integer.compare(getInt(left), getInt(right));
            case LONG -> Long.compare(getLong(left), getLong(right));
            case UNSIGNED_LONG -> Long.compareUnsigned(getLong(left), getLong(right));
            case FLOAT ->
                    Float.compare(
                            Float.intBitsToFloat(getInt(left)),
                            Float.intBitsToFloat(getInt(right)));
            case DOUBLE ->
                    Double.compare(
                            Double.longBitsToDouble(getLong(left)),
                            Double.longBitsToDouble(getLong(right)));
        };
    }

    private static int getInt(byte[] plain) {
        return (int) PageBuffer.INTS.get(plain, 0);
    }

    private static long getLong(byte[] plain) {
        return (long) PageBuffer.LONGS.get(plain, 0);
    }
}
