package dev.rivet.extract;

import dev.rivet.config.ExportConfig;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.MemoryShortage;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.Ending;
import dev.rivet.journal.RunEvent;
import dev.rivet.journal.RunListener;
import dev.rivet.journal.RunSummary;
import dev.rivet.state.ChunkStore.ChunkRun;
import dev.rivet.state.Leases.Lease;
import dev.rivet.state.RunStore;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// One run, while it holds its export's lease: from what is known of earlier runs to its own
/// summary.
final class LeasedRun {
    private static final String DISCARDED =
            "stopped on request; files that were being written are discarded";

    private final Job job;
    private final ExportConfig export;
    private final Equipment equipment;
    private final Recorder recorder;
    private final Attempts attempts;

    LeasedRun(Job job, Equipment equipment, List<RunListener> listeners) {
        this.job = job;
        this.export = job.export();
        this.equipment = equipment;
        this.recorder =
                new Recorder(
                        job.id(),
                        export.name(),
                        listeners,
                        equipment.state().journals(),
                        equipment.clock());
        this.attempts = new Attempts(job, equipment, recorder);
    }

    /// @param unfinished the run that this one continues, under its name
    /// @throws RivetException when the state cannot be written
    RunSummary run(Lease lease, Optional<ChunkRun> unfinished) {
        recorder.started(export.mode().label());
        Ending ending = ending(lease, begin(unfinished));
        boolean stopped = Thread.interrupted();
        try {
            return written(ending);
        } finally {
            if (stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// The summary of a run that failed before it could write anything down.
    RunSummary failed(RivetException failure) {
        return summary(ending(failure));
    }

    /// The summary of a run that has nothing to run.
    RunSummary nothing() {
        return summary(new Ending.Skipped("source returned 0 rows"));
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
    private Delivery.Before begin(Optional<ChunkRun> unfinished) {
        unfinished.ifPresent(this::continues);
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
        return new Delivery.Before(
                dead.stream().map(RunStore.DeadRun::id).collect(Collectors.toSet()), unfinished);
    }

    private void continues(ChunkRun unfinished) {
        equipment.state().journals().load(job.id()).ifPresent(recorder::continues);
        long done = unfinished.tasks().stream().filter(task -> task.manifest() != null).count();
        recorder.warn(
                "continued_run",
                String.format(
                        Locale.ROOT,
                        "this run continues %s, which did not finish: %,d of %,d chunks are there",
                        unfinished.id(),
                        done,
                        unfinished.tasks().size()));
    }

    private Ending ending(Lease lease, Delivery.Before before) {
        try {
            return new Delivery(job, equipment, recorder, attempts).deliver(lease, before);
        } catch (InterruptedException stop) {
            return ending(interrupted(DISCARDED));
        } catch (RivetException failure) {
            return ending(failure);
        } catch (IOException failure) {
            return ending(
                    Diagnostic.of(Code.DEST_WRITE_FAILED, failure.toString()).toException(failure));
        } catch (OutOfMemoryError full) {
            return ending(MemoryShortage.of(full));
        } catch (RuntimeException unexpected) {
            return ending(
                    Diagnostic.of(Code.INTERNAL_RUN_INVARIANT, "unexpected failure: " + unexpected)
                            .toException(unexpected));
        }
    }

    /// Whatever a wait failed with when it was interrupted: the interruption is what happened. The
    /// flag is cleared, since what is left to do is bookkeeping.
    private Ending ending(RivetException failure) {
        RivetException told = Thread.interrupted() ? interrupted(DISCARDED) : failure;
        return new Ending.Failed(job.masked(told.inExport(export.name()).asOne()));
    }

    static RivetException interrupted(String message) {
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
