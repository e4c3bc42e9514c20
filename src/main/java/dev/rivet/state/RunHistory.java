package dev.rivet.state;

import dev.rivet.journal.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The runs that are remembered, also those that go on or never ended.
public interface RunHistory {
    /// Newest first.
    List<Run> latest(Set<String> exports, Which which, int limit);

    Optional<Run> find(RunId run);

    /// All exports that ever ran.
    Set<String> exports();

    /// When the export last delivered; empty if it never did.
    Optional<Instant> lastDelivered(String export);

    /// Writes down that a run which never ended was interrupted. When it died is not known, and
    /// the next run of its export still takes care of what it left.
    void close(RunId run);

    enum Which {
        ALL,
        /// Those that have not ended, whether anybody is at work or not.
        RUNNING
    }

    /// A run, whether it has ended or not.
    ///
    /// @param status `running`, `success`, `failed`, `interrupted`
    /// @param output where it writes, as a URI
    /// @param finishedAt null while it goes on, and for a run that never ended
    /// @param measured null unless it ended
    record Run(
            RunId id,
            String exportName,
            String status,
            String output,
            Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Measured measured) {
        public boolean isRunning() {
            return status.equals("running");
        }

        /// How it ended, else where it stands.
        public String outcome() {
            return measured == null ? status : measured.outcome();
        }
    }

    /// What was measured of a run.
    ///
    /// @param outcome as the status, or `skipped`
    record Measured(String mode, String outcome, long rows) {}
}
