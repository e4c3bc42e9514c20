package dev.rivet.source.postgres.decode;

import dev.rivet.row.ColumnVector;
import dev.rivet.row.LogicalType;
import dev.rivet.row.LogicalType.Decimal;
import dev.rivet.row.RowBatch;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Shows what a batch holds: dates and times as their numbers, decimals as [BigDecimal], text as
/// [String], bytes as hexadecimal digits.
public final class Values {
    private Values() {}

    public static List<List<@Nullable Object>> rows(RowBatch batch) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int column = 0; column < batch.schema().size(); column++) {
                values.add(
                        value(
                                batch.schema().column(column).type(),
                                batch.columns().get(column),
                                row));
            }
            rows.add(values);
        }
        return rows;
    }

    static @Nullable Object value(LogicalType type, ColumnVector vector, int index) {
        if (vector.nulls().isNull(index)) {
            return null;
        }
        return switch (vector) {
            case ColumnVector.Booleans booleans -> booleans.values()[index] != 0;
            case ColumnVector.Ints ints -> ints.values()[index];
            case ColumnVector.Longs longs ->
                    type instanceof Decimal(int precision, int scale)
                            ? BigDecimal.valueOf(longs.values()[index], scale)
                            : (Object) longs.values()[index];
            case ColumnVector.Floats floats -> floats.values()[index];
            case ColumnVector.Doubles doubles -> doubles.values()[index];
            case ColumnVector.Bytes bytes ->
                    bytes(
                            type,
                            Arrays.copyOfRange(
                                    bytes.data(),
                                    bytes.offsets()[index],
                                    bytes.offsets()[index + 1]));
            case ColumnVector.Fixed fixed ->
                    fixed(
                            type,
                            Arrays.copyOfRange(
                                    fixed.data(),
                                    index * fixed.width(),
                                    (index + 1) * fixed.width()));
            case ColumnVector.Lists lists -> list(type, lists, index);
        };
    }

    private static Object bytes(LogicalType type, byte[] value) {
        return type instanceof LogicalType.Binary
                ? HexFormat.of().formatHex(value)
                : new String(value, StandardCharsets.UTF_8);
    }

    private static Object fixed(LogicalType type, byte[] value) {
        if (type instanceof Decimal(int precision, int scale)) {
            return new BigDecimal(new BigInteger(value), scale);
        }
        ByteBuffer buffer = ByteBuffer.wrap(value);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private static List<@Nullable Object> list(
            LogicalType type, ColumnVector.Lists lists, int index) {
        LogicalType element = ((LogicalType.ListOf) type).element();
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = lists.offsets()[index]; i < lists.offsets()[index + 1]; i++) {
            values.add(value(element, lists.elements(), i));
        }
        return values;
    }
}
