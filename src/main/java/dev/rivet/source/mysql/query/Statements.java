package dev.rivet.source.mysql.query;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The statements of one read, one after the other.
public interface Statements {
    /// One statement to execute.
    ///
    /// @param values what fills the statement's parameters
    record Statement(String sql, Tuple values) {}

    /// The next statement, empty when nothing is left to read. May take as long as other streams
    /// of the same read do; completes on any thread.
    Future<Optional<Statement>> next();

    /// What the decoder shows the rows' keys to; null when the rows are in no order.
    @Nullable KeyTrail keys();

    /// Whether the server has to answer before there is a next statement.
    default boolean asksServer() {
        return false;
    }

    /// Whether there is only one statement, of whose values the server may have cut some with no
    /// more than a warning.
    default boolean mayBeCut() {
        return false;
    }

    /// The read has failed, or is not wanted any more: streams that wait for this one stop, too.
    default void stopped() {
        // Nobody waits.
    }

    /// Told when the statement given last has ended.
    ///
    /// @param rows how many it brought that had not been read before
    /// @param bytes size of its rows on the wire
    /// @param open how long it ran, waits for demand included: a statement that waits costs the
    ///     server, too
    /// @throws dev.rivet.diag.RivetException `SOURCE_KEYS_OUT_OF_ORDER`
    void ended(long rows, long bytes, Duration open);
}
