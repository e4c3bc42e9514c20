package dev.rivet.manifest;

import dev.rivet.destination.FileContent;
import org.jspecify.annotations.Nullable;

/// One file of a delivery with its counts.
///
/// @param id from 1, unique in its manifest
/// @param moment what its rows were read as of, in the source's words; parts with the same one
///     were read as of the same moment; null when that is not known
public record Part(int id, FileContent file, long rows, @Nullable String moment) {}
