package dev.rivet.journal;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happens in a run and is worth remembering. The first is [PlanResolved], unless attempts
/// fail before; the last is [RunCompleted]. There is one of each, however many attempts.
public sealed interface RunEvent {
    /// What the run is about to do.
    ///
    /// @param strategy how the rows will be read
    record PlanResolved(
            String exportName,
            String baseQuery,
            String strategy,
            FileKind files,
            String destinationType,
            RunSummary.Tuning tuning,
            boolean validate)
            implements RunEvent {}

    record FileWritten(String fileName, long rows, long bytes, int partIndex) implements RunEvent {}

    /// A chunk is about to be read.
    ///
    /// @param startKey null for no lower edge
    /// @param endKey null for no upper edge
    record ChunkStarted(int chunkIndex, @Nullable String startKey, @Nullable String endKey)
            implements RunEvent {}

    /// A chunk is whole.
    ///
    /// @param fileName its first file; null for none
    record ChunkCompleted(int chunkIndex, long rows, @Nullable String fileName)
            implements RunEvent {}

    /// An attempt at a chunk has failed.
    ///
    /// @param attempt from 1
    record ChunkFailed(int chunkIndex, String error, int attempt) implements RunEvent {}

    /// Something the user should know that does not stop the run.
    ///
    /// @param context what it is about, for example `unrepresentable:created_at`
    record Warning(String context, String message) implements RunEvent {}

    record SchemaChanged(List<String> added, List<String> removed, List<String> typeChanged)
            implements RunEvent {}

    /// An attempt to read has failed, and another one begins after a pause.
    ///
    /// @param attempt the how-manieth further one, from 1
    /// @param reason why the one before failed
    record RetryAttempted(int attempt, String reason, Duration backoff) implements RunEvent {}

    record ValidationResult(boolean passed) implements RunEvent {}

    record RunCompleted(Outcome status, @Nullable String errorMessage, Duration duration)
            implements RunEvent {}
}
