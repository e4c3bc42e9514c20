package dev.rivet.source.postgres.read;

import dev.rivet.diag.RivetException;
import dev.rivet.row.BatchBuilder;
import dev.rivet.source.postgres.catalog.Portal;
import dev.rivet.source.postgres.query.KeyPieces;
import dev.rivet.source.postgres.query.PostgresReadPlan;
import dev.rivet.source.postgres.type.ResultColumn;
import dev.rivet.source.postgres.type.TableChange;
import dev.rivet.source.postgres.wire.FrontendMessages;
import dev.rivet.source.postgres.wire.ServerError;
import dev.rivet.source.postgres.wire.ServerFailure;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Pieces of a slice, each through a portal of its own, so many rows at a time: no statement lasts
/// long, however large a piece turns out to be. Each piece first proves whose rows it brings.
final class PieceFetches implements Fetches {
    private final PostgresReadPlan plan;
    private final KeyPieces pieces;
    private final StatementRows size;
    private boolean open;
    private boolean described;
    private boolean answered;
    private int asked;

    PieceFetches(PostgresReadPlan plan, KeyPieces pieces) {
        this.plan = plan;
        this.pieces = pieces;
        this.size = new StatementRows(plan.tuning().statements());
    }

    @Override
    public boolean isOver() {
        return !open && pieces.isEmpty();
    }

    @Override
    public Optional<Consumer<FrontendMessages>> next(BatchBuilder batch) {
        answered = false;
        asked = size.next();
        if (open) {
            return Optional.of(out -> out.execute(Portal.NAME, asked).sync());
        }
        Optional<String> next = pieces.next();
        described = false;
        open = next.isPresent();
        return next.map(sql -> out -> begin(sql, out));
    }

    private void begin(String sql, FrontendMessages out) {
        out.closePortal(Portal.NAME)
                .parse(sql)
                .bind(Portal.NAME, plan.formats())
                .describePortal(Portal.NAME)
                .execute(Portal.NAME, asked)
                .sync();
    }

    @Override
    public boolean takesRows() {
        return described && !answered;
    }

    /// CloseComplete, ParseComplete, BindComplete, RowDescription, PortalSuspended,
    /// CommandComplete.
    @Override
    public String expected() {
        return "312TsC";
    }

    @Override
    public void take(byte type, ByteBuf in, int from, int length, long rows) {
        switch (type) {
            case 'T' -> {
                TableChange.check(ResultColumn.parse(in, from), plan.announced());
                described = true;
            }
            case 's' -> {
                if (rows != asked) {
                    throw new IllegalStateException(rows + " rows instead of " + asked);
                }
                answered = true;
            }
            case 'C' -> {
                Counted.check(in, from, length, rows);
                answered = true;
                open = false;
            }
            default -> {
                // Acknowledgements.
            }
        }
    }

    @Override
    public RivetException refusal(ServerError error, Duration ran) {
        Optional<RivetException> change = described ? Optional.empty() : TableChange.ofParse(error);
        return change.orElseGet(
                () ->
                        ServerFailure.classify(error, ran, plan.tuning().statementTimeout())
                                .toException());
    }

    @Override
    public void answered(Duration taken, long rows, long bytes) {
        if (!answered) {
            throw new IllegalStateException("no end of the rows");
        }
        size.learn(rows, bytes, taken);
    }

    /// Batches go on from one piece to the next.
    @Override
    public boolean isEnough(int batchRows, long batchBytes) {
        return false;
    }
}
