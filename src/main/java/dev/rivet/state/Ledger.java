package dev.rivet.state;

import dev.rivet.journal.FileKind;
import dev.rivet.journal.RunId;
import dev.rivet.manifest.Part;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Every file that was ever committed.
public interface Ledger {
    void record(RunId run, String export, Part part, FileKind kind);

    /// Newest first.
    ///
    /// @param exports only these
    List<Entry> latest(Set<String> exports, int limit);

    record Entry(
            String runId,
            String exportName,
            String fileName,
            long rowCount,
            long bytes,
            FileKind kind,
            Instant createdAt) {}
}
