package dev.rivet.state;

import dev.rivet.journal.RunId;
import dev.rivet.journal.RunReport;
import dev.rivet.journal.RunSummary;
import dev.rivet.journal.Volume;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs and their metrics.
public interface RunStore {
    /// Marks the run as running; call it with the export's lease in hand. Runs of the same export
    /// that have no end are then dead: they become interrupted and are returned.
    List<DeadRun> begin(RunId run, String export, String prefix, Instant startedAt);

    /// A run that never ended.
    ///
    /// @param prefix where it wrote
    record DeadRun(String id, String prefix) {}

    /// The final metrics row and the terminal status.
    void finish(RunSummary summary);

    /// One row for an invocation of several exports.
    ///
    /// @param details the document that `--json` prints, free of secrets
    void aggregate(RunReport report, String details);

    /// Newest first.
    List<Metric> latest(Set<String> exports, int limit);

    /// What is kept of a run that ended.
    ///
    /// @param spent its memory in whole megabytes
    record Metric(
            RunSummary.Identity run,
            Ended ended,
            String tuningProfile,
            String format,
            Volume volume,
            Checks checks,
            RunSummary.Spent spent) {}

    /// How a run ended.
    ///
    /// @param errorMessage null unless it failed or was interrupted
    record Ended(String status, @Nullable String errorMessage) {}

    /// What a run compared.
    ///
    /// @param validated null when no validation was asked for
    /// @param schemaChanged null when there was nothing to compare with
    record Checks(@Nullable Boolean validated, @Nullable Boolean schemaChanged) {}
}
