package dev.rivet.source.postgres.type;

/// The binary forms that rivet reads, one for each layout of bytes.
public enum WireType {
    BOOL(1),
    INT2(Short.BYTES),
    INT4(Integer.BYTES),
    INT8(Long.BYTES),
    /// Unsigned, 32 bits.
    OID(Integer.BYTES),
    FLOAT4(Float.BYTES),
    FLOAT8(Double.BYTES),
    /// Groups of four decimal digits.
    NUMERIC,
    /// Days since 2000-01-01.
    DATE(Integer.BYTES),
    /// Microseconds since midnight.
    TIME(Long.BYTES),
    /// Microseconds since 2000-01-01, with or without a time zone.
    TIMESTAMP(Long.BYTES),
    /// Microseconds, days and months apart.
    INTERVAL(Long.BYTES + 2 * Integer.BYTES),
    UUID(2 * Long.BYTES),
    /// A version byte, then JSON text.
    JSONB,
    /// Bytes to be kept as they are: `bytea`, and text of any kind.
    VERBATIM,
    /// The 36 characters of a UUID.
    UUID_TEXT;

    private final int width;

    WireType() {
        this(0);
    }

    WireType(int width) {
        this.width = width;
    }

    /// Bytes that every value takes; 0 when they differ.
    public int width() {
        return width;
    }
}
