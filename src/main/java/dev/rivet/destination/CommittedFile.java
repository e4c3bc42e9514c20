package dev.rivet.destination;

/// Receipt: readers can see these bytes.
///
/// @param name relative to the destination
/// @param fingerprint `xxh3:` and 16 hex digits over the bytes
public record CommittedFile(String name, long bytes, String fingerprint) {}
