package dev.rivet.state.jdbc;

import dev.rivet.diag.RivetException;
import dev.rivet.state.Leases.Lease;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A lease with a heartbeat. Nothing is told any more once it is closed.
final class HeldLease implements Lease {
    private static final Logger LOG = Logger.getLogger(HeldLease.class.getName());

    private final TakenLease lease;
    private final ReentrantLock lock = new ReentrantLock();
    private Consumer<RivetException> reaction = failure -> {};
    private @Nullable RivetException lost;
    private boolean closed;
    private boolean troubleTold;
    private Future<?> beats = new CompletableFuture<Void>();

    HeldLease(TakenLease lease) {
        this.lease = lease;
    }

    void beatsWith(Future<?> schedule) {
        beats = schedule;
    }

    /// Prolongs the lease. A beat that fails is not the end, whatever it failed with: the next may
    /// succeed, and what counts is whether the holder's own confirmation does.
    void beat() {
        lock.lock();
        try {
            if (!closed && lost == null && !lease.renew()) {
                lose();
            }
        } catch (Throwable trouble) {
            tell(trouble);
        } finally {
            lock.unlock();
        }
    }

    private void lose() {
        RivetException failure = lease.lost();
        lost = failure;
        reaction.accept(failure);
    }

    /// Once: as long as the trouble lasts, every beat has it.
    private void tell(Throwable trouble) {
        if (!troubleTold) {
            troubleTold = true;
            LOG.log(
                    Level.WARNING,
                    "the lease of export "
                            + lease.export()
                            + " could not be prolonged; rivet goes on trying: "
                            + trouble,
                    trouble);
        }
    }

    @Override
    public void onLost(Consumer<RivetException> latest) {
        lock.lock();
        try {
            reaction = latest;
            if (lost != null) {
                latest.accept(lost);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void confirm() {
        lease.confirm();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        beats.cancel(false);
        lease.close();
    }
}
