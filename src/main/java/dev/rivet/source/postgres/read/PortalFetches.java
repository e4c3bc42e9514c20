package dev.rivet.source.postgres.read;

import dev.rivet.diag.RivetException;
import dev.rivet.row.BatchBuilder;
import dev.rivet.row.BatchLimits;
import dev.rivet.source.postgres.catalog.Portal;
import dev.rivet.source.postgres.query.PostgresReadPlan;
import dev.rivet.source.postgres.wire.FrontendMessages;
import dev.rivet.source.postgres.wire.ServerError;
import dev.rivet.source.postgres.wire.ServerFailure;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// So many rows at a time from the [Portal] that was opened, as many as fill a batch.
final class PortalFetches implements Fetches {
    private final PostgresReadPlan plan;
    private final FetchSize size;
    private int asked;
    private boolean answered;
    private boolean exhausted;

    PortalFetches(PostgresReadPlan plan) {
        this.plan = plan;
        this.size =
                new FetchSize(
                        new BatchLimits(plan.tuning().batchRows(), plan.tuning().batchBytes()));
    }

    @Override
    public boolean isOver() {
        return exhausted;
    }

    @Override
    public Optional<Consumer<FrontendMessages>> next(BatchBuilder batch) {
        if (exhausted) {
            return Optional.empty();
        }
        answered = false;
        asked = size.next(batch.rows(), batch.bytes());
        return Optional.of(out -> out.execute(Portal.NAME, asked).sync());
    }

    @Override
    public boolean takesRows() {
        return !answered;
    }

    /// PortalSuspended, CommandComplete.
    @Override
    public String expected() {
        return "sC";
    }

    @Override
    public void take(byte type, ByteBuf in, int from, int length, long rows) {
        answered = true;
        if (type == 'C') {
            Counted.checkIfCounted(in, from, length, rows);
            exhausted = true;
        } else if (rows != asked) {
            throw new IllegalStateException(rows + " rows instead of " + asked);
        }
    }

    @Override
    public RivetException refusal(ServerError error, Duration ran) {
        return ServerFailure.classify(error, ran, plan.tuning().statementTimeout()).toException();
    }

    @Override
    public void answered(Duration taken, long rows, long bytes) {
        if (!answered) {
            throw new IllegalStateException("no end of the rows");
        }
        size.observe(rows, bytes);
    }

    @Override
    public boolean isEnough(int batchRows, long batchBytes) {
        return size.enough(batchRows, batchBytes);
    }
}
