package dev.rivet.state;

import java.time.Duration;

/// One run per export.
public interface Leases {
    /// Takes the export's lease, waiting for another live run to give it back.
    ///
    /// @param wait longest wait; zero refuses at once
    /// @throws dev.rivet.diag.RivetException `STATE_RUN_IN_PROGRESS` when not waiting,
    ///     `STATE_LOCK_TIMEOUT` after waiting
    Lease acquire(String export, String runId, Duration wait);

    /// Held until closed; a heartbeat keeps it alive. A holder that stalls past the lease's
    /// lifetime loses it to the next one who asks.
    interface Lease extends AutoCloseable {
        /// Fails unless the lease is still ours; call before each effect that others can see.
        ///
        /// @throws dev.rivet.diag.RivetException `STATE_LEASE_LOST`
        void confirm();

        @Override
        void close();
    }
}
