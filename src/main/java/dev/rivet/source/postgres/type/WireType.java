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
    NUMERIC(4 * Short.BYTES, Integer.MAX_VALUE),
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
    JSONB(1, Integer.MAX_VALUE),
    /// Bytes to be kept as they are: `bytea`, and text of any kind.
    VERBATIM(0, Integer.MAX_VALUE),
    /// The 36 characters of a UUID.
    UUID_TEXT(0, Integer.MAX_VALUE),
    /// The 16 bytes of a UUID, or its 36 characters.
    UUID_BYTES(0, Integer.MAX_VALUE),
    /// A number as people write it.
    NUMBER_TEXT(0, Integer.MAX_VALUE);

    private final int shortest;
    private final int longest;

    /// A form of one width.
    WireType(int width) {
        this(width, width);
    }

    WireType(int shortest, int longest) {
        this.shortest = shortest;
        this.longest = longest;
    }

    /// Bytes that a value has at least.
    public int shortest() {
        return shortest;
    }

    /// Bytes that a value has at most; [Integer#MAX_VALUE] when there is no such limit.
    public int longest() {
        return longest;
    }
}
