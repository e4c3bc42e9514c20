package dev.rivet.source;

import dev.rivet.row.RowBatch;
import io.smallrye.mutiny.Multi;

/// One read. Subscribe once.
public interface BatchReader {
    /// Batches on the connection's event loop, in the source's order, none of them empty; one is
    /// produced for each one asked for, and without demand nothing is read from the socket. Fails
    /// with a [dev.rivet.diag.RivetException]. Cancelling stops the statement on the server.
    Multi<RowBatch> batches();

    /// Gives back a batch of this reader that nobody looks at any more, so that its memory can be
    /// used again. Any thread.
    default void recycle(RowBatch done) {}
}
