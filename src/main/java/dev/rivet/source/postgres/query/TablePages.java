package dev.rivet.source.postgres.query;

/// The pages of a table that can be read by page ranges.
///
/// @param table qualified and quoted
/// @param count pages of the main fork when the catalog was asked
/// @param bytesPerPage what a page stands for, TOAST included
public record TablePages(String table, long count, long bytesPerPage) {}
