package dev.rivet.journal;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How far a run is; sent after every batch.
///
/// @param rowEstimate the catalog's guess of all rows; null when unknown
public record Progress(
        long rows, long bytesRead, long bytesWritten, int files, @Nullable Long rowEstimate) {
    public static Progress none(@Nullable Long rowEstimate) {
        return new Progress(0, 0, 0, 0, rowEstimate);
    }

    public OptionalLong estimate() {
        return rowEstimate == null ? OptionalLong.empty() : OptionalLong.of(rowEstimate);
    }
}
