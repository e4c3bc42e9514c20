package dev.rivet.encode.parquet;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.rivet.row.LogicalType;
import org.apache.arrow.flatbuf.Binary;
import org.apache.arrow.flatbuf.Bool;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.FixedSizeBinary;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.List;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Time;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;

/// Canonical types as Arrow types.
final class ArrowTypes {
    private final FlatBufferBuilder builder;

    ArrowTypes(FlatBufferBuilder builder) {
        this.builder = builder;
    }

    /// Which member of Arrow's type union it is.
    static byte tag(LogicalType type) {
        return switch (type) {
            case LogicalType.Bool() -> Type.Bool;
            case LogicalType.Int16(), LogicalType.Int32(), LogicalType.Int64() -> Type.Int;
            case LogicalType.UInt64() -> Type.Int;
            case LogicalType.Float32(), LogicalType.Float64() -> Type.FloatingPoint;
            case LogicalType.Decimal _ -> Type.Decimal;
            case LogicalType.Date() -> Type.Date;
            case LogicalType.Time() -> Type.Time;
            case LogicalType.Timestamp(), LogicalType.TimestampTz() -> Type.Timestamp;
            case LogicalType.Text(), LogicalType.Label(), LogicalType.Interval() -> Type.Utf8;
            case LogicalType.Json() -> Type.Utf8;
            case LogicalType.Binary() -> Type.Binary;
            case LogicalType.Uuid() -> Type.FixedSizeBinary;
            case LogicalType.ListOf _ -> Type.List;
        };
    }

    /// Writes the type's parameters and returns where.
    int offset(LogicalType type) {
        return switch (type) {
            case LogicalType.Bool() -> bool();
            case LogicalType.Int16() -> Int.createInt(builder, Short.SIZE, true);
            case LogicalType.Int32() -> Int.createInt(builder, Integer.SIZE, true);
            case LogicalType.Int64() -> Int.createInt(builder, Long.SIZE, true);
            case LogicalType.UInt64() -> Int.createInt(builder, Long.SIZE, false);
            case LogicalType.Float32() ->
                    FloatingPoint.createFloatingPoint(builder, Precision.SINGLE);
            case LogicalType.Float64() ->
                    FloatingPoint.createFloatingPoint(builder, Precision.DOUBLE);
            case LogicalType.Decimal(int precision, int scale) ->
                    Decimal.createDecimal(builder, precision, scale, decimalBits(precision));
            case LogicalType.Date() -> Date.createDate(builder, DateUnit.DAY);
            case LogicalType.Time() -> Time.createTime(builder, TimeUnit.MICROSECOND, Long.SIZE);
            case LogicalType.Timestamp() ->
                    Timestamp.createTimestamp(builder, TimeUnit.MICROSECOND, 0);
            case LogicalType.TimestampTz() ->
                    Timestamp.createTimestamp(
                            builder, TimeUnit.MICROSECOND, builder.createString("UTC"));
            case LogicalType.Text(), LogicalType.Label(), LogicalType.Interval() -> utf8();
            case LogicalType.Json() -> utf8();
            case LogicalType.Binary() -> binary();
            case LogicalType.Uuid() ->
                    FixedSizeBinary.createFixedSizeBinary(builder, type.fixedWidth());
            case LogicalType.ListOf _ -> list();
        };
    }

    private static int decimalBits(int precision) {
        return precision <= LeafTypes.MAX_COMMON_PRECISION ? 128 : 256;
    }

    private int bool() {
        Bool.startBool(builder);
        return Bool.endBool(builder);
    }

    private int utf8() {
        Utf8.startUtf8(builder);
        return Utf8.endUtf8(builder);
    }

    private int binary() {
        Binary.startBinary(builder);
        return Binary.endBinary(builder);
    }

    private int list() {
        List.startList(builder);
        return List.endList(builder);
    }
}
