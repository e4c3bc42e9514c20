package dev.rivet.source;

import io.smallrye.mutiny.Uni;

/// What may hold a read back, for the sake of the source. Thread-safe.
@FunctionalInterface
public interface Gate {
    /// Completes when the read may go on. Asked when no statement runs, so that waiting costs the
    /// server nothing; never blocks a thread.
    ///
    /// @param rows rows that this stream has read since it asked last
    Uni<Void> admit(long rows);
}
