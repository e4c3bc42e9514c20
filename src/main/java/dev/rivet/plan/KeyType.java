package dev.rivet.plan;

import java.util.Locale;

/// What kind of values a key has, and so how one of them is written as text and compared.
public enum KeyType {
    /// `-12`: any size, unsigned 64 bits included.
    INTEGER,
    /// `-12.50`, without an exponent.
    DECIMAL,
    /// The shortest text that the source reads back as the same number, for example `1.5E10`.
    FLOAT,
    /// `2026-11-27`.
    DATE,
    /// `2026-11-27T10:00:00.123456`, of no zone; up to six digits behind the point.
    TIMESTAMP,
    /// `2026-11-27T10:00:00.123456Z`, in UTC; up to six digits behind the point.
    INSTANT,
    /// The text itself. Only its source knows the order: its collation decides.
    TEXT,
    /// 36 characters, lower case; in the source's own order.
    UUID,
    /// Hexadecimal digits, lower case.
    BINARY,
    /// Values of several columns: [KeyValue#row] makes one of them.
    ROW;

    /// As it is stored and shown: `integer`, `timestamp`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether values tell points in time.
    public boolean isTemporal() {
        return this == DATE || this == TIMESTAMP || this == INSTANT;
    }
}
