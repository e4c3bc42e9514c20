package dev.rivet.source.postgres.query;

/// A condition that leaves some rows of a selection.
///
/// @param sql the condition
/// @param display what it is about, for people
public record Filter(String sql, String display) {}
