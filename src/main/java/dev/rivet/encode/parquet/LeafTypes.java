package dev.rivet.encode.parquet;

import dev.rivet.row.LogicalType;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.JsonType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.UUIDType;

/// Canonical types as Parquet's physical types, and what is said about them beside that: the
/// logical type, and for older readers the converted type.
final class LeafTypes {
    /// The most digits of a decimal that every reader takes: those of 128 bits.
    static final int MAX_COMMON_PRECISION = 38;

    private static final TimeUnit MICROS = TimeUnit.MICROS(new MicroSeconds());

    private LeafTypes() {}

    static Type physical(LogicalType type) {
        return switch (type.storage()) {
            case BOOLEAN -> Type.BOOLEAN;
            case INT -> Type.INT32;
            case LONG -> FileSchema.isInt(type) ? Type.INT32 : Type.INT64;
            case FLOAT -> Type.FLOAT;
            case DOUBLE -> Type.DOUBLE;
            case BYTES -> Type.BYTE_ARRAY;
            case FIXED -> Type.FIXED_LEN_BYTE_ARRAY;
            case LIST -> throw new IllegalArgumentException("a list inside a list: " + type);
        };
    }

    /// Bytes of a value in the file, for types that are stored as FIXED_LEN_BYTE_ARRAY. A batch may
    /// hold wide decimals in fewer: DuckDB reads those right only in multiples of eight bytes.
    static int fixedWidth(LogicalType type) {
        int width = type.fixedWidth();
        return isWide(type) ? (width + Long.BYTES - 1) / Long.BYTES * Long.BYTES : width;
    }

    /// Whether it is a decimal of more digits than most readers know.
    static boolean isWide(LogicalType type) {
        return type instanceof LogicalType.Decimal decimal
                && decimal.precision() > MAX_COMMON_PRECISION;
    }

    static void annotate(SchemaElement element, LogicalType type) {
        if (physical(type) == Type.FIXED_LEN_BYTE_ARRAY) {
            element.setType_length(fixedWidth(type));
        }
        switch (type) {
            case LogicalType.Int16() -> integer(element, 16, true, ConvertedType.INT_16);
            case LogicalType.UInt64() -> integer(element, 64, false, ConvertedType.UINT_64);
            case LogicalType.Decimal(int precision, int scale) ->
                    decimal(element, precision, scale);
            case LogicalType.Date() ->
                    element.setConverted_type(ConvertedType.DATE)
                            .setLogicalType(
                                    org.apache.parquet.format.LogicalType.DATE(new DateType()));
            case LogicalType.Time() ->
                    element.setConverted_type(ConvertedType.TIME_MICROS)
                            .setLogicalType(
                                    org.apache.parquet.format.LogicalType.TIME(
                                            new TimeType(false, MICROS)));
            case LogicalType.Timestamp() -> timestamp(element, false);
            case LogicalType.TimestampTz() -> timestamp(element, true);
            case LogicalType.Text(), LogicalType.Label(), LogicalType.Interval() ->
                    element.setConverted_type(ConvertedType.UTF8)
                            .setLogicalType(
                                    org.apache.parquet.format.LogicalType.STRING(new StringType()));
            case LogicalType.Json() ->
                    element.setConverted_type(ConvertedType.JSON)
                            .setLogicalType(
                                    org.apache.parquet.format.LogicalType.JSON(new JsonType()));
            case LogicalType.Uuid() ->
                    element.setLogicalType(
                            org.apache.parquet.format.LogicalType.UUID(new UUIDType()));
            case LogicalType.Bool(), LogicalType.Int32(), LogicalType.Int64() -> {}
            case LogicalType.Float32(), LogicalType.Float64(), LogicalType.Binary() -> {}
            case LogicalType.ListOf list ->
                    throw new IllegalArgumentException("a list inside a list: " + list);
        }
    }

    private static void integer(
            SchemaElement element, int bits, boolean signed, ConvertedType converted) {
        element.setConverted_type(converted)
                .setLogicalType(
                        org.apache.parquet.format.LogicalType.INTEGER(
                                new IntType((byte) bits, signed)));
    }

    private static void decimal(SchemaElement element, int precision, int scale) {
        element.setConverted_type(ConvertedType.DECIMAL)
                .setPrecision(precision)
                .setScale(scale)
                .setLogicalType(
                        org.apache.parquet.format.LogicalType.DECIMAL(
                                new DecimalType(scale, precision)));
    }

    private static void timestamp(SchemaElement element, boolean utc) {
        element.setConverted_type(ConvertedType.TIMESTAMP_MICROS)
                .setLogicalType(
                        org.apache.parquet.format.LogicalType.TIMESTAMP(
                                new TimestampType(utc, MICROS)));
    }
}
