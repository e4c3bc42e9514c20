package dev.rivet.app;

import dev.rivet.journal.Journal;
import dev.rivet.state.ChunkStore;
import dev.rivet.state.CursorStore;
import dev.rivet.state.ExportOwner;
import dev.rivet.state.Leases;
import dev.rivet.state.Retention;
import dev.rivet.state.RunHistory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What rivet can be asked about its state, and told to do with it. None of it needs a source, or
/// values for `${...}`. Methods block.
public interface StateUseCases {
    /// How the declared exports stand, in the configuration's order.
    ///
    /// @param export only this one; null for all
    List<ExportState> show(Path config, @Nullable String export);

    /// Runs, newest first, of exports that the configuration declares.
    ///
    /// @param export only this one; null for all
    List<RunState> runs(Path config, @Nullable String export, RunHistory.Which which, int limit);

    /// Journals of an export, newest first, with those of runs that go on.
    ///
    /// @param run only this one; null for all
    /// @throws dev.rivet.diag.RivetException `CLI_VALUE_INVALID` when there is no such run
    List<RunJournal> journals(Path config, String export, @Nullable String run, int limit);

    /// Throws away what is older than so many days, in the whole state file.
    Retention.Removed vacuum(Path config, int keepDays, Retention.Effect effect);

    /// Closes a run that never ended. One that has ended stays as it is.
    ///
    /// @return as it stood before
    /// @throws dev.rivet.diag.RivetException `STATE_RUN_IN_PROGRESS` when it lives,
    ///     `CLI_VALUE_INVALID` when there is no such run
    RunHistory.Run finishRun(Path config, String run);

    /// Forgets what the next run of an export would compare itself with, and how far it was
    /// delivered, or had come: the next run begins anew.
    ///
    /// @throws dev.rivet.diag.RivetException `STATE_RUN_IN_PROGRESS` while it is being run
    Forgotten reset(Path config, String export);

    /// Takes an export's state over for this configuration, and its cursor for the export as it is
    /// written there now.
    ///
    /// @throws dev.rivet.diag.RivetException `STATE_RUN_IN_PROGRESS` while it is being run
    Accepted accept(Path config, String export);

    /// The newest run of an export that was committed chunk by chunk; empty when there is none.
    Optional<ChunkStore.ChunkRun> chunks(Path config, String export);

    /// Gives up runs that wait to be continued, and forgets those that do not.
    ///
    /// @param export only this one; null for all that the configuration declares
    /// @return how many waited, by export
    /// @throws dev.rivet.diag.RivetException `STATE_RUN_IN_PROGRESS` while one is being run
    Map<String, Integer> resetChunks(Path config, @Nullable String export);

    /// Up to where the declared exports were delivered, of those that were.
    ///
    /// @param export only this one; null for all
    List<CursorStore.Boundary> progression(Path config, @Nullable String export);

    /// Copies the whole state to another place that has none.
    ///
    /// @param to the URL of that place; null when none was named
    /// @throws dev.rivet.diag.RivetException `STATE_COPY_*`, `STATE_RUN_IN_PROGRESS`; nothing has
    ///     changed then
    Copied copy(Path config, @Nullable String to);

    /// A state that was copied.
    ///
    /// @param from where it was, without secrets
    /// @param to where it is too, without secrets
    /// @param rows by table
    record Copied(String from, String to, Map<String, Long> rows) {
        public long total() {
            return rows.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /// An export whose state was taken over.
    ///
    /// @param before whose it was; null for nobody's
    record Accepted(String export, ExportOwner owner, @Nullable ExportOwner before) {}

    /// Where an export stands.
    ///
    /// @param lastRun null when it never ran
    /// @param lastDeliveredAt null when it never delivered
    /// @param cursor how far it was delivered; null where it keeps no cursor
    /// @param holder who runs it now; null for nobody
    record ExportState(
            String name,
            RunHistory.@Nullable Run lastRun,
            @Nullable Instant lastDeliveredAt,
            CursorStore.@Nullable Stored cursor,
            Leases.@Nullable Holder holder) {}

    /// Where a run stands.
    ///
    /// @param holder who is at work; null for nobody, also where the run says that it goes on
    record RunState(RunHistory.Run run, Leases.@Nullable Holder holder) {
        /// It says that it goes on, and does not.
        public boolean isDead() {
            return run.isRunning() && holder == null;
        }
    }

    /// A run with what it wrote down.
    ///
    /// @param journal null when there is none
    record RunJournal(RunState state, @Nullable Journal journal) {}

    /// What was forgotten of an export.
    ///
    /// @param columns how many of the last success
    /// @param cursor how far it had been delivered; null for nothing
    /// @param runs that waited to be continued
    record Forgotten(String export, int columns, CursorStore.@Nullable Stored cursor, int runs) {}
}
