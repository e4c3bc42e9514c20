package dev.rivet.state.jdbc;

import dev.rivet.diag.RivetException;
import dev.rivet.retry.Failure;
import dev.rivet.retry.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Repeats what failed for a reason that passes by itself.
final class Repetition {
    private static final Logger LOG = Logger.getLogger(Repetition.class.getName());

    /// The time is what bounds them.
    private static final int MOST = 1000;

    private static final Duration BASE = Duration.ofMillis(200);
    private static final Duration CAP = Duration.ofSeconds(2);

    private final RetryPolicy policy;

    /// @param budget from the beginning of the first attempt on: no attempt begins later
    Repetition(Duration budget) {
        this.policy = new RetryPolicy(MOST, BASE, CAP, budget);
    }

    /// The result of the first attempt that succeeds. Whoever is interrupted stays so, and has one
    /// more attempt: on a virtual thread, an interruption has ended the connection.
    <T> T of(Supplier<T> attempt) {
        long start = System.nanoTime();
        boolean interrupted = Thread.interrupted();
        try {
            for (int retry = 1; ; retry++) {
                try {
                    return attempt.get();
                } catch (RivetException failure) {
                    Duration since = Duration.ofNanos(System.nanoTime() - start);
                    Optional<Duration> pause =
                            policy.next(
                                    Failure.of(failure), retry, since, ThreadLocalRandom.current());
                    interrupted |= Thread.interrupted();
                    if (pause.isEmpty() || (interrupted && retry > 1)) {
                        throw failure;
                    }
                    tell(failure, retry);
                    interrupted |= sleptBadly(pause.get());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Once.
    private static void tell(RivetException failure, int retry) {
        if (retry == 1) {
            LOG.log(Level.WARNING, "{0}; rivet goes on trying", failure.diagnostic().message());
        }
    }

    private static boolean sleptBadly(Duration pause) {
        try {
            Thread.sleep(pause);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
