package dev.rivet.row;

/// The canonical types: what a value means, independent of the database and of the file format.
/// Only this decides how a value is stored in a batch ([#storage()]) and written to a file.
public sealed interface LogicalType {

    record Bool() implements LogicalType {}

    record Int16() implements LogicalType {}

    record Int32() implements LogicalType {}

    record Int64() implements LogicalType {}

    /// Stored in a `long` whose bits are the unsigned value.
    record UInt64() implements LogicalType {}

    record Float32() implements LogicalType {}

    record Float64() implements LogicalType {}

    /// An exact decimal; the batch holds its unscaled integer, `value × 10^scale`.
    ///
    /// @param precision total digits, 1 to 76
    /// @param scale fraction digits, at most `precision`; may be negative
    record Decimal(int precision, int scale) implements LogicalType {
        /// The most digits whose unscaled value fits a `long`.
        public static final int MAX_LONG_PRECISION = 18;

        public static final int MAX_PRECISION = 76;

        public Decimal {
            if (precision < 1 || precision > MAX_PRECISION || scale > precision || scale < -128) {
                throw new IllegalArgumentException("decimal(" + precision + "," + scale + ")");
            }
        }

        /// Smallest number of bytes that holds every value as big-endian two's complement.
        public int byteWidth() {
            return java.math.BigInteger.TEN
                                    .pow(precision)
                                    .subtract(java.math.BigInteger.ONE)
                                    .bitLength()
                            / Byte.SIZE
                    + 1;
        }
    }

    /// Days since 1970-01-01.
    record Date() implements LogicalType {}

    /// Microseconds since midnight.
    record Time() implements LogicalType {}

    /// Microseconds since 1970-01-01T00:00:00 on a wall clock of unknown zone.
    record Timestamp() implements LogicalType {}

    /// Microseconds since 1970-01-01T00:00:00Z.
    record TimestampTz() implements LogicalType {}

    /// UTF-8.
    record Text() implements LogicalType {}

    record Binary() implements LogicalType {}

    /// JSON as UTF-8 text, never parsed.
    record Json() implements LogicalType {}

    /// 16 bytes, most significant first.
    record Uuid() implements LogicalType {}

    /// A value of an enumerated type: its label, as UTF-8.
    record Label() implements LogicalType {}

    /// An ISO 8601 duration, as UTF-8.
    record Interval() implements LogicalType {}

    record ListOf(LogicalType element) implements LogicalType {
        public ListOf {
            if (element instanceof ListOf) {
                throw new IllegalArgumentException("lists of lists are not supported");
            }
        }
    }

    /// How a batch holds values of this type.
    default Storage storage() {
        return switch (this) {
            case Bool() -> Storage.BOOLEAN;
            case Int16(), Int32(), Date() -> Storage.INT;
            case Int64(), UInt64(), Time(), Timestamp(), TimestampTz() -> Storage.LONG;
            case Decimal decimal ->
                    decimal.precision() <= Decimal.MAX_LONG_PRECISION
                            ? Storage.LONG
                            : Storage.FIXED;
            case Float32() -> Storage.FLOAT;
            case Float64() -> Storage.DOUBLE;
            case Text(), Binary(), Json(), Label(), Interval() -> Storage.BYTES;
            case Uuid() -> Storage.FIXED;
            case ListOf(var element) -> Storage.LIST;
        };
    }

    /// Bytes of one value; only for types whose storage is [Storage#FIXED].
    default int fixedWidth() {
        return switch (this) {
            case Uuid() -> 16;
            case Decimal decimal -> decimal.byteWidth();
            default -> throw new IllegalStateException(this + " has no fixed width");
        };
    }

    /// The one spelling used in reports, manifests and messages.
    default String label() {
        return switch (this) {
            case Bool() -> "bool";
            case Int16() -> "int16";
            case Int32() -> "int32";
            case Int64() -> "int64";
            case UInt64() -> "uint64";
            case Float32() -> "float32";
            case Float64() -> "float64";
            case Decimal(int precision, int scale) -> "decimal(" + precision + "," + scale + ")";
            case Date() -> "date";
            case Time() -> "time";
            case Timestamp() -> "timestamp";
            case TimestampTz() -> "timestamp_tz";
            case Text() -> "text";
            case Binary() -> "binary";
            case Json() -> "json";
            case Uuid() -> "uuid";
            case Label() -> "enum";
            case Interval() -> "interval";
            case ListOf(var element) -> "list<" + element.label() + ">";
        };
    }
}
