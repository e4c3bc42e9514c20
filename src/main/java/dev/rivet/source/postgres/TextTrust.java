package dev.rivet.source.postgres;

/// Whether text is known to be valid UTF-8.
enum TextTrust {
    VALID_UTF8,
    /// The database does not know what encoding its text has (`SQL_ASCII`).
    UNCHECKED
}
