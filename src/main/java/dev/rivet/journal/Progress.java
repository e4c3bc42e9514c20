package dev.rivet.journal;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How far a run is; sent after every batch.
///
/// @param volume so far
/// @param rowEstimate the catalog's guess of all rows; null when unknown
public record Progress(Volume volume, @Nullable Long rowEstimate) {
    public static Progress none(@Nullable Long rowEstimate) {
        return new Progress(Volume.NONE, rowEstimate);
    }

    public OptionalLong estimate() {
        return rowEstimate == null ? OptionalLong.empty() : OptionalLong.of(rowEstimate);
    }
}
