package dev.rivet.source.mysql.type;

import dev.rivet.row.Fidelity;
import dev.rivet.row.LogicalType;

/// Which types a user may give a source column. Whatever is allowed converts exactly, or fails on
/// the first value that does not.
final class Overrides {
    private Overrides() {}

    static boolean allow(SourceColumn column, LogicalType wish) {
        return allow(column.kind(), wish);
    }

    static boolean allow(SourceKind kind, LogicalType wish) {
        return switch (wish) {
            case LogicalType.Bool() -> isInteger(kind) || kind == SourceKind.BITS;
            case LogicalType.Int16(), LogicalType.Int32() -> isNumber(kind);
            case LogicalType.Int64() -> isNumber(kind) || kind == SourceKind.TIME;
            case LogicalType.UInt64() -> isInteger(kind);
            case LogicalType.Float32() -> kind == SourceKind.FLOAT;
            case LogicalType.Float64() -> kind == SourceKind.FLOAT || kind == SourceKind.DOUBLE;
            case LogicalType.Decimal decimal -> isNumber(kind);
            case LogicalType.Date() -> kind == SourceKind.DATE;
            case LogicalType.Time() -> kind == SourceKind.TIME;
            case LogicalType.Timestamp(), LogicalType.TimestampTz() -> isInstant(kind);
            case LogicalType.Text() -> hasText(kind);
            case LogicalType.Binary() -> kind == SourceKind.BYTES || kind == SourceKind.TEXT;
            case LogicalType.Json() -> isText(kind) || kind == SourceKind.BYTES;
            case LogicalType.Uuid() -> isText(kind) || kind == SourceKind.BYTES;
            case LogicalType.Label() -> kind == SourceKind.LABEL;
            case LogicalType.Interval() -> false;
            case LogicalType.ListOf list -> false;
        };
    }

    /// For people: the spellings that a column of this kind accepts.
    static String acceptedBy(SourceKind kind) {
        return switch (kind) {
            case TINY_BOOLEAN, INTEGER, BITS, YEAR -> "bool, int2, int4, int8, decimal(p,s), text";
            case DECIMAL -> "int2, int4, int8, decimal(p,s), text";
            case FLOAT -> "float4, float8";
            case DOUBLE -> "float8";
            case DATE -> "date, text";
            case DATETIME, TIMESTAMP -> "timestamp, timestamp_tz, text";
            case TIME -> "text, int8 (microseconds)";
            case TEXT -> "text, json, uuid, binary, int2, int4, int8, decimal(p,s)";
            case BYTES -> "binary, uuid, text, json";
            case LABEL, ADDRESS_TEXT -> "text";
            case JSON -> "json, text";
            case UUID_TEXT -> "uuid, text";
            case GEOMETRY, UNTYPED, UNKNOWN -> "none";
        };
    }

    static Fidelity fidelity(SourceColumn column, LogicalType wish) {
        SourceKind kind = column.kind();
        return switch (wish) {
            case LogicalType.Json() -> Fidelity.LOGICAL_STRING;
            case LogicalType.Label() -> Fidelity.COMPATIBLE;
            case LogicalType.Text() ->
                    kind == SourceKind.TEXT ? Fidelity.EXACT : Fidelity.COMPATIBLE;
            case LogicalType.TimestampTz() ->
                    kind == SourceKind.TIMESTAMP ? Fidelity.EXACT : Fidelity.COMPATIBLE;
            case LogicalType.Timestamp() ->
                    kind == SourceKind.DATETIME ? Fidelity.EXACT : Fidelity.COMPATIBLE;
            case LogicalType.Int16() -> whole(column, Short.SIZE - 1);
            case LogicalType.Int32() -> whole(column, Integer.SIZE - 1);
            case LogicalType.Int64() -> whole(column, Long.SIZE - 1);
            case LogicalType.Bool() ->
                    kind == SourceKind.INTEGER || kind == SourceKind.YEAR
                            ? Fidelity.COMPATIBLE
                            : Fidelity.EXACT;
            case LogicalType.Uuid() ->
                    kind == SourceKind.UUID_TEXT ? Fidelity.EXACT : Fidelity.COMPATIBLE;
            case LogicalType.Binary() ->
                    kind == SourceKind.BYTES ? Fidelity.EXACT : Fidelity.COMPATIBLE;
            case LogicalType.UInt64(),
                    LogicalType.Float32(),
                    LogicalType.Float64(),
                    LogicalType.Date(),
                    LogicalType.Time(),
                    LogicalType.Interval() ->
                    Fidelity.EXACT;
            case LogicalType.Decimal decimal -> narrowed(column, decimal);
            case LogicalType.ListOf list -> Fidelity.COMPATIBLE;
        };
    }

    /// A whole number with less room than the source's own type is a risk that reports should
    /// show.
    ///
    /// @param bits that the wanted type has for a number without its sign
    private static Fidelity whole(SourceColumn column, int bits) {
        return switch (column.kind()) {
            case TEXT, TIME -> Fidelity.COMPATIBLE;
            case DECIMAL -> Fidelity.LOSSY;
            default -> wholeBits(column) > bits ? Fidelity.LOSSY : Fidelity.EXACT;
        };
    }

    /// The same of decimals.
    private static Fidelity narrowed(SourceColumn column, LogicalType.Decimal wish) {
        if (column.kind() == SourceKind.TEXT) {
            return Fidelity.COMPATIBLE;
        }
        boolean decimal = column.kind() == SourceKind.DECIMAL;
        int scale = decimal ? column.wire().decimals() : 0;
        int whole = decimal ? column.decimalPrecision() - scale : digits(wholeBits(column));
        boolean fits = wish.scale() >= scale && wish.precision() - wish.scale() >= whole;
        return fits ? Fidelity.EXACT : Fidelity.LOSSY;
    }

    /// Decimal digits of the largest number of so many bits.
    private static int digits(int bits) {
        return (int) (bits * Math.log10(2)) + 1;
    }

    /// Bits of the largest value of a column of whole numbers.
    private static int wholeBits(SourceColumn column) {
        int unsigned = column.wire().isUnsigned() ? 1 : 0;
        return switch (column.wire().type()) {
            case TINY -> Byte.SIZE - 1 + unsigned;
            case YEAR -> 12;
            case SHORT -> Short.SIZE - 1 + unsigned;
            case INT24 -> 23 + unsigned;
            case LONG -> Integer.SIZE - 1 + unsigned;
            case BIT -> column.bits();
            default -> Long.SIZE - 1 + unsigned;
        };
    }

    private static boolean isInteger(SourceKind kind) {
        return kind == SourceKind.TINY_BOOLEAN
                || kind == SourceKind.INTEGER
                || kind == SourceKind.YEAR;
    }

    private static boolean isNumber(SourceKind kind) {
        return isInteger(kind)
                || kind == SourceKind.BITS
                || kind == SourceKind.DECIMAL
                || kind == SourceKind.TEXT;
    }

    private static boolean isInstant(SourceKind kind) {
        return kind == SourceKind.DATETIME || kind == SourceKind.TIMESTAMP;
    }

    private static boolean isText(SourceKind kind) {
        return kind == SourceKind.TEXT || kind == SourceKind.JSON || kind == SourceKind.UUID_TEXT;
    }

    private static boolean hasText(SourceKind kind) {
        return switch (kind) {
            case FLOAT, DOUBLE, GEOMETRY, UNTYPED, UNKNOWN -> false;
            case TINY_BOOLEAN,
                    INTEGER,
                    BITS,
                    YEAR,
                    DECIMAL,
                    DATE,
                    DATETIME,
                    TIMESTAMP,
                    TIME,
                    TEXT,
                    BYTES,
                    LABEL,
                    JSON,
                    UUID_TEXT,
                    ADDRESS_TEXT ->
                    true;
        };
    }
}
