package dev.rivet.extract;

import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Outlook;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.RunEvent;
import dev.rivet.retry.Failure;
import dev.rivet.retry.RetryPolicy;
import dev.rivet.state.Leases.Lease;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes one run read until it has read each of its chunks, as often as it may: the only loop that
/// repeats anything. What is repeated is the read of one chunk, from the connection to files that
/// nobody sees, since nothing of it is left when it fails. What comes after it happens once. For
/// one thread.
final class Attempts {
    private final Job job;
    private final RetryPolicy policy;
    private final Equipment equipment;
    private final Recorder recorder;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Tally done = new Tally();
    private Tally tally = new Tally();
    private int inARow;
    private int retries;
    private @Nullable Instant firstFailure;

    Attempts(Job job, Equipment equipment, Recorder recorder) {
        this.job = job;
        this.policy = RetryPolicy.of(job.export().retries());
        this.equipment = equipment;
        this.recorder = recorder;
    }

    /// One attempt, which leaves nothing behind when it fails.
    interface Attempt<T> {
        /// Does all of it, from the beginning.
        ///
        /// @param tally for this attempt alone
        T make(Tally tally) throws IOException, InterruptedException;
    }

    /// Of everything that is done, and of the attempt that goes on.
    Tally tally() {
        Tally all = new Tally();
        all.add(done);
        all.add(tally);
        return all;
    }

    /// Of everything that is done.
    Tally done() {
        return done;
    }

    /// Attempts that followed one that failed.
    int retries() {
        return retries;
    }

    /// Blocks, also between attempts.
    ///
    /// @param lease looked at before each further attempt
    <T> T untilDone(Attempt<T> attempt, Lease lease) throws IOException, InterruptedException {
        inARow = 0;
        firstFailure = null;
        while (true) {
            tally = new Tally(done.volume());
            try {
                T result = attempt.make(tally);
                done.add(tally);
                tally = new Tally();
                return result;
            } catch (RivetException failure) {
                Duration wait = beforeNext(failure).orElseThrow(() -> last(failure));
                inARow++;
                retries++;
                tell(failure.asOne(), wait);
                Thread.sleep(wait);
                lease.confirm();
            }
        }
    }

    /// Empty also when the failure is that somebody has interrupted the attempt.
    private Optional<Duration> beforeNext(RivetException failure) {
        if (Thread.currentThread().isInterrupted() || isSent()) {
            return Optional.empty();
        }
        Instant now = equipment.clock().instant();
        if (firstFailure == null) {
            firstFailure = now;
        }
        return policy.next(
                Failure.of(failure), inARow + 1, Duration.between(firstFailure, now), random);
    }

    /// Whether somebody may have got rows of this attempt: the next one would send them again.
    private boolean isSent() {
        boolean staged = equipment.output().destination().capabilities().atomicCommit();
        return tally().hasBegun() && !staged;
    }

    /// An address that led to the server before is no mistake.
    private RivetException last(RivetException failure) {
        Diagnostic told = failure.diagnostic();
        boolean away = told.outlook() == Outlook.MISLED && retries > 0;
        return away ? told.expecting(Outlook.UNREACHABLE).toException(failure) : failure;
    }

    private void tell(Diagnostic failure, Duration wait) {
        String reason =
                "[%s] %s".formatted(failure.code().stableName(), job.masked(failure).message());
        recorder.record(new RunEvent.RetryAttempted(retries, reason, wait));
        recorder.progress(done.progress());
        try {
            recorder.save();
        } catch (RivetException unwritten) {
            recorder.notWrittenDown("that the read failed", unwritten);
        }
    }
}
