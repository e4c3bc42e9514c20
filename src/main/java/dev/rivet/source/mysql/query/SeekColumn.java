package dev.rivet.source.mysql.query;

/// A column of an index that rows are found by.
///
/// @param descending whether the index has the largest value first
public record SeekColumn(PageKey key, boolean nullable, boolean descending) {}
