package dev.rivet.destination;

/// What a whole file holds, whether or not readers can see it yet.
///
/// @param name relative to the destination
/// @param fingerprint `xxh3:` and 16 hex digits over the bytes
public record FileContent(String name, long bytes, String fingerprint) {}
