package dev.rivet.journal;

/// What files hold the rows, in the words that users write.
///
/// @param format `parquet`, `csv`
/// @param compression `none` for files that are not compressed
public record FileKind(String format, String compression) {}
