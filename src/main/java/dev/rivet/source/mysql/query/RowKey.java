package dev.rivet.source.mysql.query;

/// Where the key of a row lies, as long as the row does.
///
/// @param data holds the row
/// @param at where the key's own bytes begin, which tell it from all others
/// @param textAt where the key begins as the column gives it: the same place, unless its own bytes
///     were read apart
public record RowKey(byte[] data, int at, int length, int textAt, int textLength) {}
