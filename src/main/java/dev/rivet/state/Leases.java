package dev.rivet.state;

import dev.rivet.diag.RivetException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// One run per export.
public interface Leases {
    /// Takes the export's lease, waiting for another live run to give it back.
    ///
    /// @param wait longest wait; zero refuses at once
    /// @throws dev.rivet.diag.RivetException `STATE_RUN_IN_PROGRESS` when not waiting,
    ///     `STATE_LOCK_TIMEOUT` after waiting
    Lease acquire(String export, String runId, Duration wait);

    /// Who is at work, as far as anybody can tell.
    List<Holder> holders();

    /// The holder of a lease.
    ///
    /// @param pid of the process on that host, or in that container
    record Holder(String exportName, String runId, String host, long pid, Instant since) {}

    /// Held until closed; a heartbeat keeps it alive. A holder of another machine or container
    /// that stalls past the lease's lifetime loses it to the next one who asks; one that can be
    /// seen to exist keeps it.
    interface Lease extends AutoCloseable {
        /// Fails unless the lease is still ours; call before each effect that others can see.
        ///
        /// @throws dev.rivet.diag.RivetException `STATE_LEASE_LOST`
        void confirm();

        /// Tells, at most once and soon after, that the lease is somebody else's now. Nothing is
        /// told once the lease is closed, and only whoever asked last.
        ///
        /// @param reaction gets `STATE_LEASE_LOST`, on another thread; must be quick
        void onLost(Consumer<RivetException> reaction);

        @Override
        void close();
    }
}
