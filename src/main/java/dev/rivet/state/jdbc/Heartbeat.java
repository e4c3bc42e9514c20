package dev.rivet.state.jdbc;

import dev.rivet.diag.RivetException;
import dev.rivet.state.Leases.Lease;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Prolongs the leases that are held, from one daemon thread.
final class Heartbeat implements AutoCloseable {
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Logger LOG = Logger.getLogger(Heartbeat.class.getName());

    private final ScheduledExecutorService thread = thread();

    private static ScheduledExecutorService thread() {
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("rivet-lease").factory());
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /// The same lease, prolonged until it is closed.
    Lease keep(SqliteLease lease) {
        ScheduledFuture<?> beats =
                thread.scheduleWithFixedDelay(
                        () -> beat(lease), BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
        return new Lease() {
            @Override
            public void confirm() {
                lease.confirm();
            }

            @Override
            public void close() {
                beats.cancel(false);
                lease.close();
            }
        };
    }

    /// A beat that fails is not the end: the next may succeed, and what counts is whether the
    /// holder's own confirmation does.
    private static void beat(SqliteLease lease) {
        try {
            lease.renew();
        } catch (RivetException e) {
            LOG.log(Level.FINE, "a lease could not be prolonged", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
