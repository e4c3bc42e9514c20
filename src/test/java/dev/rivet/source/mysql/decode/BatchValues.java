package dev.rivet.source.mysql.decode;

import dev.rivet.row.ColumnVector;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Batches as plain Java values, to compare with.
public final class BatchValues {
    private BatchValues() {}

    public static List<List<@Nullable Object>> rows(List<RowBatch> batches) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (RowBatch batch : batches) {
            for (int i = 0; i < batch.rows(); i++) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int column = 0; column < batch.columns().size(); column++) {
                    row.add(value(batch, column, i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    public static List<@Nullable Object> column(List<RowBatch> batches, int column) {
        List<@Nullable Object> values = new ArrayList<>();
        for (RowBatch batch : batches) {
            for (int i = 0; i < batch.rows(); i++) {
                values.add(value(batch, column, i));
            }
        }
        return values;
    }

    static @Nullable Object value(RowBatch batch, int column, int row) {
        ColumnVector vector = batch.columns().get(column);
        return vector.nulls().isNull(row)
                ? null
                : value(batch.schema().column(column).type(), vector, row);
    }

    private static Object value(LogicalType type, ColumnVector vector, int row) {
        return switch (vector) {
            case ColumnVector.Booleans values -> values.values()[row] == 1;
            case ColumnVector.Ints values -> ofInt(type, values.values()[row]);
            case ColumnVector.Longs values -> ofLong(type, values.values()[row]);
            case ColumnVector.Floats values -> values.values()[row];
            case ColumnVector.Doubles values -> values.values()[row];
            case ColumnVector.Bytes values -> ofBytes(type, slice(values, row));
            case ColumnVector.Fixed values ->
                    ofFixed(
                            type,
                            Arrays.copyOfRange(
                                    values.data(),
                                    row * values.width(),
                                    (row + 1) * values.width()));
            case ColumnVector.Lists lists -> throw new IllegalStateException("a list");
        };
    }

    private static byte[] slice(ColumnVector.Bytes values, int row) {
        return Arrays.copyOfRange(values.data(), values.offsets()[row], values.offsets()[row + 1]);
    }

    private static Object ofInt(LogicalType type, int value) {
        return type instanceof LogicalType.Date ? LocalDate.ofEpochDay(value) : value;
    }

    private static Object ofLong(LogicalType type, long value) {
        return switch (type) {
            case LogicalType.Decimal decimal -> BigDecimal.valueOf(value, decimal.scale());
            case LogicalType.UInt64() -> new BigInteger(Long.toUnsignedString(value));
            case LogicalType.Time() -> LocalTime.ofNanoOfDay(value * 1000);
            case LogicalType.Timestamp() -> dateTime(value);
            case LogicalType.TimestampTz() -> dateTime(value).toInstant(ZoneOffset.UTC);
            default -> value;
        };
    }

    private static LocalDateTime dateTime(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L),
                (int) Math.floorMod(micros, 1_000_000L) * 1000,
                ZoneOffset.UTC);
    }

    private static Object ofBytes(LogicalType type, byte[] bytes) {
        return type instanceof LogicalType.Binary
                ? "0x" + HexFormat.of().formatHex(bytes)
                : new String(bytes, StandardCharsets.UTF_8);
    }

    private static Object ofFixed(LogicalType type, byte[] bytes) {
        if (type instanceof LogicalType.Decimal decimal) {
            return new BigDecimal(new BigInteger(bytes), decimal.scale());
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
