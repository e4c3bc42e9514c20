package dev.rivet.config;

/// How binary values look in CSV.
public enum CsvBinary {
    /// Lower-case hexadecimal digits.
    HEX,

    /// The same after `\x`, which PostgreSQL loads into bytea.
    POSTGRES,

    /// RFC 4648, with padding.
    BASE64
}
