package dev.rivet.source.postgres.type;

/// Whether text is known to be valid UTF-8.
public enum TextTrust {
    VALID_UTF8,
    /// The database does not know what encoding its text has (`SQL_ASCII`).
    UNCHECKED
}
