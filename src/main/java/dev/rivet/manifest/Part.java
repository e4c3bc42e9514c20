package dev.rivet.manifest;

import dev.rivet.destination.CommittedFile;

/// One published file with its counts.
///
/// @param id from 1, unique in its manifest
public record Part(int id, CommittedFile file, long rows) {}
