package dev.rivet.state;

import dev.rivet.journal.FileKind;
import dev.rivet.manifest.PublishedManifest;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Every file that was ever delivered.
public interface Ledger {
    /// Writes down all files of a delivery at once. Doing it again changes nothing.
    void record(PublishedManifest delivery);

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
