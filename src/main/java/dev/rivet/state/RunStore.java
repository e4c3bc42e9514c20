package dev.rivet.state;

import dev.rivet.journal.RunId;
import dev.rivet.journal.RunSummary;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs and their metrics.
public interface RunStore {
    /// Marks the run as running; call it with the export's lease in hand. Runs of the same export
    /// that still say so are then dead: they become interrupted and are returned.
    List<String> begin(RunId run, String export, String prefix, Instant startedAt);

    /// The final metrics row and the terminal status.
    void finish(RunSummary summary);

    /// One row for an invocation of several exports.
    void aggregate(Aggregate aggregate);

    /// Newest first.
    List<Metric> latest(Set<String> exports, int limit);

    record Metric(
            String exportName,
            String runId,
            Instant runAt,
            long durationMs,
            long totalRows,
            @Nullable Long peakRssMb,
            String status,
            @Nullable String errorMessage,
            String tuningProfile,
            String format,
            String mode,
            int filesProduced,
            long bytesWritten,
            int retries,
            @Nullable Boolean validated,
            @Nullable Boolean schemaChanged) {}

    /// One invocation of several exports.
    ///
    /// @param detailsJson the document that `--json` prints, free of secrets
    record Aggregate(
            String id,
            Instant startedAt,
            Instant finishedAt,
            String configPath,
            int totalExports,
            int successCount,
            int failedCount,
            int skippedCount,
            long totalRows,
            long totalFiles,
            long totalBytes,
            String detailsJson) {}
}
