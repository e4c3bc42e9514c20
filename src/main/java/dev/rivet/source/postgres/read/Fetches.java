package dev.rivet.source.postgres.read;

import dev.rivet.diag.RivetException;
import dev.rivet.row.BatchBuilder;
import dev.rivet.source.postgres.query.KeyPieces;
import dev.rivet.source.postgres.query.PageRanges;
import dev.rivet.source.postgres.query.PostgresReadPlan;
import dev.rivet.source.postgres.query.ReadPath;
import dev.rivet.source.postgres.wire.FrontendMessages;
import dev.rivet.source.postgres.wire.ServerError;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// How a read asks the server for its rows: one fetch after the other, each answered to its end
/// before the next one. Event loop only.
public sealed interface Fetches permits PortalFetches, RangeFetches, PieceFetches {
    /// Fetches of ranges of pages.
    ///
    /// @param ranges shared by all readers of the table
    static Fetches of(PostgresReadPlan plan, ReadPath.Pages pages, PageRanges ranges) {
        return new RangeFetches(plan, pages, ranges);
    }

    /// Fetches of pieces of a slice.
    ///
    /// @param pieces shared by all readers of the slice
    static Fetches of(PostgresReadPlan plan, KeyPieces pieces) {
        return new PieceFetches(plan, pieces);
    }

    /// Fetches from the plan's portal, which is open.
    static Fetches of(PostgresReadPlan plan) {
        return new PortalFetches(plan);
    }

    /// Whether there is nothing left to ask for.
    boolean isOver();

    /// The messages of the next fetch, up to the Sync; empty when there is nothing left.
    ///
    /// @param batch how full it is decides how much is asked for
    Optional<Consumer<FrontendMessages>> next(BatchBuilder batch);

    /// Whether rows may come: it is proven what they are, and their end has not come.
    boolean takesRows();

    /// The types of the messages that belong to an answer, besides its rows.
    String expected();

    /// Takes a message of one of these types.
    ///
    /// @param rows of this fetch that came before it
    /// @throws RivetException when other columns come than were described
    /// @throws IllegalStateException when the server has counted other rows than came
    void take(byte type, ByteBuf in, int from, int length, long rows);

    /// What an error that the server answers means.
    ///
    /// @param ran how long the fetch has run
    RivetException refusal(ServerError error, Duration ran);

    /// The answer has ended.
    ///
    /// @param bytes that the rows take in batches
    /// @throws IllegalStateException when something is missing
    void answered(Duration taken, long rows, long bytes);

    /// Whether a batch is full enough to be worth handing over instead of fetching the rest.
    boolean isEnough(int batchRows, long batchBytes);
}
