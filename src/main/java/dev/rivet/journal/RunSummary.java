package dev.rivet.journal;

import dev.rivet.diag.Diagnostic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run, folded: what cards, reports, metrics and the aggregate show. Null where not known
/// or not applicable.
///
/// @param output where the files are, as a URI
/// @param schemaChanged null when there was nothing to compare with
/// @param validated null when no validation was asked for
/// @param replaced values that became NULL under `on_unrepresentable: null`, by column
/// @param peakRssBytes null when the platform does not tell
/// @param skipReason only for [Outcome#SKIPPED]
/// @param failure only for [Outcome#FAILED] and [Outcome#INTERRUPTED]
public record RunSummary(
        RunId runId,
        String exportName,
        String mode,
        Outcome outcome,
        Instant startedAt,
        Instant finishedAt,
        String sourceEngine,
        String destinationKind,
        @Nullable String output,
        String format,
        String compression,
        String tuningProfile,
        int batchSize,
        @Nullable String readPath,
        long rows,
        int files,
        long bytesRead,
        long bytesWritten,
        @Nullable Long peakRssBytes,
        @Nullable Boolean validated,
        @Nullable Boolean schemaChanged,
        Map<String, Long> replaced,
        List<String> warnings,
        @Nullable String skipReason,
        @Nullable Diagnostic failure) {
    public RunSummary {
        replaced = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(replaced));
        warnings = List.copyOf(warnings);
    }

    public Duration duration() {
        return Duration.between(startedAt, finishedAt);
    }

    public Optional<Diagnostic> failed() {
        return Optional.ofNullable(failure);
    }
}
