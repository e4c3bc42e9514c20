package dev.rivet.manifest;

import dev.rivet.destination.FileContent;

/// One file of a delivery with its counts.
///
/// @param id from 1, unique in its manifest
public record Part(int id, FileContent file, long rows) {}
