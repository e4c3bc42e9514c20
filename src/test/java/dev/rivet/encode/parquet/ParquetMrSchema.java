package dev.rivet.encode.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import dev.rivet.encode.MetaColumnAppender;
import dev.rivet.row.Column;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowSchema;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/// A row schema as parquet-java builds schemas: one leaf per column, in the same order. Data
/// columns are optional, rivet's own are required.
final class ParquetMrSchema {
    /// Decimals up to this precision are stored as INT32.
    static final int MAX_INT_PRECISION = 9;

    private ParquetMrSchema() {}

    static MessageType of(RowSchema schema) {
        return new MessageType(
                "rivet", schema.columns().stream().map(ParquetMrSchema::field).toList());
    }

    private static Type field(Column column) {
        Repetition repetition =
                MetaColumnAppender.isMeta(column) ? Repetition.REQUIRED : Repetition.OPTIONAL;
        return column.type() instanceof LogicalType.ListOf(var element)
                ? list(column.name(), leaf("element", element, Repetition.OPTIONAL))
                : leaf(column.name(), column.type(), repetition);
    }

    private static Type list(String name, Type element) {
        return Types.optionalGroup()
                .as(LogicalTypeAnnotation.listType())
                .addField(Types.repeatedGroup().addFields(element).named("list"))
                .named(name);
    }

    private static Type leaf(String name, LogicalType type, Repetition repetition) {
        return switch (type) {
            case LogicalType.Bool() -> Types.primitive(BOOLEAN, repetition).named(name);
            case LogicalType.Int16() ->
                    Types.primitive(INT32, repetition).as(intType(16, true)).named(name);
            case LogicalType.Int32() -> Types.primitive(INT32, repetition).named(name);
            case LogicalType.Int64() -> Types.primitive(INT64, repetition).named(name);
            case LogicalType.UInt64() ->
                    Types.primitive(INT64, repetition).as(intType(64, false)).named(name);
            case LogicalType.Float32() -> Types.primitive(FLOAT, repetition).named(name);
            case LogicalType.Float64() -> Types.primitive(DOUBLE, repetition).named(name);
            case LogicalType.Decimal decimal -> decimal(name, decimal, repetition);
            case LogicalType.Date() ->
                    annotated(name, INT32, LogicalTypeAnnotation.dateType(), repetition);
            case LogicalType.Time() ->
                    annotated(name, INT64, timeType(false, TimeUnit.MICROS), repetition);
            case LogicalType.Timestamp() ->
                    annotated(name, INT64, timestampType(false, TimeUnit.MICROS), repetition);
            case LogicalType.TimestampTz() ->
                    annotated(name, INT64, timestampType(true, TimeUnit.MICROS), repetition);
            case LogicalType.Text(), LogicalType.Label(), LogicalType.Interval() ->
                    annotated(name, BINARY, LogicalTypeAnnotation.stringType(), repetition);
            case LogicalType.Binary() -> Types.primitive(BINARY, repetition).named(name);
            case LogicalType.Json() ->
                    annotated(name, BINARY, LogicalTypeAnnotation.jsonType(), repetition);
            case LogicalType.Uuid() ->
                    Types.primitive(FIXED_LEN_BYTE_ARRAY, repetition)
                            .length(16)
                            .as(LogicalTypeAnnotation.uuidType())
                            .named(name);
            case LogicalType.ListOf list ->
                    throw new IllegalArgumentException("a list inside a list: " + list);
        };
    }

    private static Type annotated(
            String name,
            PrimitiveType.PrimitiveTypeName physical,
            LogicalTypeAnnotation annotation,
            Repetition repetition) {
        return Types.primitive(physical, repetition).as(annotation).named(name);
    }

    private static Type decimal(String name, LogicalType.Decimal type, Repetition repetition) {
        LogicalTypeAnnotation annotation = decimalType(type.scale(), type.precision());
        if (type.precision() <= MAX_INT_PRECISION) {
            return annotated(name, INT32, annotation, repetition);
        }
        if (type.precision() <= LogicalType.Decimal.MAX_LONG_PRECISION) {
            return annotated(name, INT64, annotation, repetition);
        }
        return Types.primitive(FIXED_LEN_BYTE_ARRAY, repetition)
                .length(width(type))
                .as(annotation)
                .named(name);
    }

    private static int width(LogicalType.Decimal type) {
        if (type.precision() <= 38) {
            return type.byteWidth();
        }
        return type.precision() <= 57 ? 24 : 32;
    }
}
