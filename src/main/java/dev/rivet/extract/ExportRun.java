package dev.rivet.extract;

import dev.rivet.config.ExportConfig;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.MemoryShortage;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.Ending;
import dev.rivet.journal.RunEvent;
import dev.rivet.journal.RunId;
import dev.rivet.journal.RunListener;
import dev.rivet.journal.RunSummary;
import dev.rivet.state.Leases.Lease;
import dev.rivet.state.RunStore;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// One run of one export, from lease to summary. Blocks; interrupting the thread stops the run
/// cleanly. Whatever goes wrong ends in the summary, so that other exports of the same call go
/// on.
public final class ExportRun {
    private static final String DISCARDED =
            "stopped on request; files that were being written are discarded";

    private final Job job;
    private final ExportConfig export;
    private final Equipment equipment;
    private final Recorder recorder;
    private final Attempts attempts;

    public ExportRun(
            ExportConfig export,
            RunOptions options,
            Equipment equipment,
            List<RunListener> listeners) {
        Instant startedAt = equipment.clock().instant();
        RunId id = RunId.of(export.name(), startedAt, ProcessHandle.current().pid());
        this.export = export;
        this.job = new Job(id, startedAt, export, options);
        this.equipment = equipment;
        this.recorder =
                new Recorder(
                        id,
                        export.name(),
                        listeners,
                        equipment.state().journals(),
                        equipment.clock());
        this.attempts = new Attempts(job, equipment, recorder);
    }

    public RunSummary run() {
        RunSummary summary = recorded();
        recorder.finished(summary);
        return summary;
    }

    /// The summary of a run that was not begun, because the call was stopped before its turn.
    public RunSummary notBegun() {
        return summary(failed(interrupted("stopped before this export began")));
    }

    /// A run that could not take its lease, or whose state could not be written, says so last.
    private RunSummary recorded() {
        try (Lease lease = lease()) {
            recorder.started(export.mode().label());
            Ending ending = ending(lease, begin());
            boolean stopped = Thread.interrupted();
            try {
                return written(ending);
            } finally {
                if (stopped) {
                    Thread.currentThread().interrupt();
                }
            }
        } catch (RivetException failure) {
            return summary(failed(failure));
        }
    }

    /// Of state that is ours: otherwise nobody is waited for.
    private Lease lease() {
        equipment.state().owners().claim(export.name(), equipment.owner());
        return equipment
                .state()
                .leases()
                .acquire(export.name(), job.id().value(), job.options().lockWait());
    }

    /// Writes down how the run ended. When that fails, it ended so all the same.
    private RunSummary written(Ending ending) {
        try {
            RunSummary summary = summary(ending);
            end(summary);
            return summary;
        } catch (RuntimeException failure) {
            recorder.notWrittenDown("how the run ended", failure);
            return summary(ending);
        }
    }

    /// Takes note of runs that died, and clears away what they left elsewhere.
    private Set<String> begin() {
        List<RunStore.DeadRun> dead =
                equipment
                        .state()
                        .runs()
                        .begin(
                                job.id(),
                                export.name(),
                                equipment.output().destination().uri(),
                                job.startedAt());
        for (RunStore.DeadRun run : dead) {
            recorder.warn(
                    "interrupted_run",
                    "the earlier run "
                            + run.id()
                            + " never ended; it is recorded as interrupted now");
            equipment.output().destination().sweep(run.prefix());
        }
        return dead.stream().map(RunStore.DeadRun::id).collect(Collectors.toSet());
    }

    private Ending ending(Lease lease, Set<String> dead) {
        try {
            return new Delivery(job, equipment, recorder, attempts).deliver(lease, dead);
        } catch (InterruptedException stop) {
            return failed(interrupted(DISCARDED));
        } catch (RivetException failure) {
            return failed(failure);
        } catch (IOException failure) {
            return failed(
                    Diagnostic.of(Code.DEST_WRITE_FAILED, failure.toString()).toException(failure));
        } catch (OutOfMemoryError full) {
            return failed(MemoryShortage.of(full));
        } catch (RuntimeException unexpected) {
            return failed(
                    Diagnostic.of(Code.INTERNAL_RUN_INVARIANT, "unexpected failure: " + unexpected)
                            .toException(unexpected));
        }
    }

    /// Whatever a wait failed with when it was interrupted: the interruption is what happened. The
    /// flag is cleared, since what is left to do is bookkeeping.
    private Ending failed(RivetException failure) {
        RivetException told = Thread.interrupted() ? interrupted(DISCARDED) : failure;
        return new Ending.Failed(job.masked(told.inExport(export.name()).asOne()));
    }

    private static RivetException interrupted(String message) {
        return Diagnostic.of(Code.RUN_INTERRUPTED, message).asTransient().toException();
    }

    private void end(RunSummary summary) {
        recorder.record(
                new RunEvent.RunCompleted(
                        summary.outcome(),
                        summary.failed().map(Diagnostic::message).orElse(null),
                        summary.spent().duration()));
        recorder.save();
        equipment.state().runs().finish(summary);
    }

    private RunSummary summary(Ending ending) {
        Tally tally = attempts.tally();
        return new RunSummary(
                job.identity(),
                route(tally),
                job.tuning(),
                tally.volume(),
                tally.findings(recorder.warnings()),
                spent(),
                ending);
    }

    private RunSummary.Route route(Tally tally) {
        return new RunSummary.Route(
                equipment.input().engine(),
                tally.readPath(),
                export.destination().kind(),
                equipment.output().destination().uri(),
                job.files());
    }

    private RunSummary.Spent spent() {
        OptionalLong peak = PeakMemory.bytes();
        return new RunSummary.Spent(
                job.startedAt(),
                equipment.clock().instant(),
                attempts.retries(),
                peak.isPresent() ? peak.getAsLong() : null);
    }
}
