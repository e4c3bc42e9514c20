package dev.rivet.source.postgres.connect;

import dev.rivet.source.BatchReader;
import java.util.concurrent.CompletableFuture;

/// A read that can be ended from outside.
public interface ActiveRead extends BatchReader {
    /// Ends the read, wherever it is. Any thread; see [#stopped()].
    void stop();

    /// Whether all of it was read, and nothing went wrong: the transaction can be read in again.
    boolean isFinished();

    /// Completed once nothing of the read is left and the connection is the driver's again.
    CompletableFuture<Void> stopped();
}
