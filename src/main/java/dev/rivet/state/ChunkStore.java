package dev.rivet.state;

import dev.rivet.destination.FileDigest;
import dev.rivet.journal.RunId;
import dev.rivet.manifest.Manifest;
import dev.rivet.manifest.PublishedManifest;
import dev.rivet.plan.ExportPlan;
import dev.rivet.plan.PlanCodec;
import dev.rivet.plan.Terms;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs that are committed chunk by chunk, so that one that dies is continued. Call it with the
/// export's lease in hand.
public interface ChunkStore {
    /// The one that an export has not finished; empty when there is none.
    Optional<ChunkRun> unfinished(String export);

    /// The newest, finished or not.
    Optional<ChunkRun> latest(String export);

    /// Begins one, with all of its chunks pending.
    void begin(RunId run, String export, ExportPlan plan, Terms terms);

    /// A chunk is being read.
    ///
    /// @return which attempt it is, over all runs that continued this one, from 1
    int start(RunId run, int ordinal);

    /// Its files are visible, and these are they.
    void done(RunId run, int ordinal, Manifest chunk);

    void failed(RunId run, int ordinal, String why);

    /// Its files are no longer what they were: it has to be read again.
    void reopen(RunId run, int ordinal, String why);

    /// All of it is delivered.
    void finish(RunId run, PublishedManifest receipt);

    /// Forgets all of an export's runs of this kind, and how far the last of them came.
    ///
    /// @return how many were not finished
    int forgetChunks(String export);

    /// Forgets those of an export that are not finished. What is finished stays.
    ///
    /// @return how many there were
    int forgetUnfinished(String export);

    /// A run with its chunks.
    record ChunkRun(
            RunId id,
            String export,
            Status status,
            ExportPlan plan,
            Terms terms,
            Instant updatedAt,
            List<Task> tasks) {
        public ChunkRun {
            tasks = List.copyOf(tasks);
        }

        /// 16 hex digits over the terms.
        public String planHash() {
            return hash(terms);
        }
    }

    /// 16 hex digits: the same for the same terms.
    static String hash(Terms terms) {
        byte[] text = PlanCodec.write(terms).getBytes(StandardCharsets.UTF_8);
        return FileDigest.fingerprint(text).replaceFirst("^xxh3:", "");
    }

    enum Status {
        IN_PROGRESS,
        COMPLETED,
        INTERRUPTED
    }

    /// A chunk, as it stands.
    ///
    /// @param ordinal as in the plan
    /// @param attempts that were begun
    /// @param lastError of the last attempt that failed; null for none
    /// @param manifest of its files; null unless they were committed
    record Task(
            int ordinal,
            TaskStatus status,
            int attempts,
            @Nullable String lastError,
            @Nullable Manifest manifest) {
        public Optional<Manifest> delivered() {
            return Optional.ofNullable(manifest);
        }
    }

    enum TaskStatus {
        PENDING,
        RUNNING,
        COMPLETED,
        FAILED
    }
}
