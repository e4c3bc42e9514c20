package dev.rivet.source.postgres.type;

/// The binary forms that rivet reads, one for each layout of bytes.
public enum WireType {
    BOOL,
    INT2,
    INT4,
    INT8,
    /// Unsigned, 32 bits.
    OID,
    FLOAT4,
    FLOAT8,
    /// Groups of four decimal digits.
    NUMERIC,
    /// Days since 2000-01-01.
    DATE,
    /// Microseconds since midnight.
    TIME,
    /// Microseconds since 2000-01-01, with or without a time zone.
    TIMESTAMP,
    /// Microseconds, days and months apart.
    INTERVAL,
    UUID,
    /// A version byte, then JSON text.
    JSONB,
    /// Bytes to be kept as they are: `bytea`, and text of any kind.
    VERBATIM,
    /// The 36 characters of a UUID.
    UUID_TEXT
}
