package dev.rivet.destination;

/// What a destination can promise.
///
/// @param atomicCommit a file appears whole or not at all
/// @param readBack committed files can be opened again
/// @param manyFiles more than one file can be written
public record Capabilities(boolean atomicCommit, boolean readBack, boolean manyFiles) {}
