package dev.rivet.source.mysql;

import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The statements of one read, one after the other.
interface Statements {
    /// One statement to execute.
    ///
    /// @param values what fills the statement's parameters
    record Statement(String sql, Tuple values) {}

    /// False when nothing is left to read.
    boolean hasNext();

    Statement next();

    /// Where the decoder leaves each row's key; null when nobody needs it.
    @Nullable KeyBytes key();

    /// Told when the statement given last has ended.
    ///
    /// @param bytes size of its rows as batches hold them
    /// @param busy how long it took, without waits for demand
    /// @throws dev.rivet.diag.RivetException `INTERNAL_SOURCE_INVARIANT`
    void ended(long rows, long bytes, Duration busy);
}
