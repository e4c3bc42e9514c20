package dev.rivet.encode;

import org.jspecify.annotations.Nullable;

/// What a finished file was found to hold when it was read back.
///
/// @param values sums over them; null where the format does not give them back as they were
public record FileContents(long rows, @Nullable ColumnChecksums values) {}
