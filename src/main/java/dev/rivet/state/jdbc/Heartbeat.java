package dev.rivet.state.jdbc;

import dev.rivet.state.Leases.Lease;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Prolongs the leases that are held, from one daemon thread.
final class Heartbeat implements AutoCloseable {
    private static final Duration BEAT = Duration.ofSeconds(5);

    private final ScheduledExecutorService thread = thread();

    private static ScheduledExecutorService thread() {
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("rivet-lease").factory());
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /// The same lease, prolonged until it is closed.
    Lease keep(TakenLease lease) {
        HeldLease held = new HeldLease(lease);
        held.beatsWith(
                thread.scheduleWithFixedDelay(
                        held::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS));
        return held;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
