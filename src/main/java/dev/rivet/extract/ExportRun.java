package dev.rivet.extract;

import dev.rivet.config.ExportConfig;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.RunId;
import dev.rivet.journal.RunListener;
import dev.rivet.journal.RunSummary;
import dev.rivet.state.ChunkStore.ChunkRun;
import dev.rivet.state.Leases.Lease;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One run of one export, from lease to summary. Blocks; interrupting the thread stops the run
/// cleanly. Whatever goes wrong ends in the summary, so that other exports of the same call go
/// on.
public final class ExportRun {
    private final Job job;
    private final Equipment equipment;
    private final List<RunListener> listeners;

    public ExportRun(
            ExportConfig export,
            RunOptions options,
            Equipment equipment,
            List<RunListener> listeners) {
        Instant startedAt = equipment.clock().instant();
        RunId id = RunId.of(export.name(), startedAt, ProcessHandle.current().pid());
        this.job = new Job(id, startedAt, export, options);
        this.equipment = equipment;
        this.listeners = List.copyOf(listeners);
    }

    public RunSummary run() {
        RunSummary summary = leased();
        listeners.forEach(each -> each.finished(summary));
        return summary;
    }

    /// The summary of a run that was not begun, because the call was stopped before its turn.
    public RunSummary notBegun() {
        return new LeasedRun(job, equipment, List.of())
                .failed(LeasedRun.interrupted("stopped before this export began"));
    }

    /// The summary of a run that could not begin, because it could not be found out what to run.
    public RunSummary notBegun(RivetException failure) {
        return new LeasedRun(job, equipment, List.of()).failed(failure);
    }

    /// The summary of a run that has nothing to run.
    public RunSummary nothing() {
        return new LeasedRun(job, equipment, List.of()).nothing();
    }

    /// A run that could not take its lease, or whose state could not be written, says so last.
    private RunSummary leased() {
        LeasedRun run = new LeasedRun(job, equipment, listeners);
        try (Lease lease = lease()) {
            Optional<ChunkRun> unfinished =
                    equipment.state().chunks().unfinished(job.export().name());
            if (unfinished.isPresent()) {
                run = new LeasedRun(job.continuing(unfinished.get().id()), equipment, listeners);
            }
            return run.run(lease, unfinished);
        } catch (RivetException failure) {
            return run.failed(failure);
        }
    }

    /// Of state that is ours: otherwise nobody is waited for.
    private Lease lease() {
        equipment.state().owners().claim(job.export().name(), equipment.owner());
        return equipment
                .state()
                .leases()
                .acquire(job.export().name(), job.id().value(), job.options().lockWait());
    }
}
