package dev.rivet.source.postgres.read;

import dev.rivet.diag.RivetException;
import dev.rivet.row.BatchBuilder;
import dev.rivet.source.postgres.query.PageRange;
import dev.rivet.source.postgres.query.PageRanges;
import dev.rivet.source.postgres.query.PostgresReadPlan;
import dev.rivet.source.postgres.query.ReadPath;
import dev.rivet.source.postgres.type.Oids;
import dev.rivet.source.postgres.type.ResultColumn;
import dev.rivet.source.postgres.type.TableChange;
import dev.rivet.source.postgres.wire.FrontendMessages;
import dev.rivet.source.postgres.wire.ServerError;
import dev.rivet.source.postgres.wire.ServerFailure;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Ranges of pages. The statement is parsed once for a connection, as the unnamed one, and bound to
/// each range: the server's statistics know one statement, however large the table is. The server
/// resolves the table's name again whenever something has changed, so that each range first proves
/// whose rows it brings.
final class RangeFetches implements Fetches {
    private static final String UNNAMED = "";
    private static final int ALL_ROWS = 0;

    private final PostgresReadPlan plan;
    private final ReadPath.Pages pages;
    private final PageRanges ranges;
    private @Nullable PageRange range;
    private boolean parsed;
    private boolean described;
    private boolean counted;

    RangeFetches(PostgresReadPlan plan, ReadPath.Pages pages, PageRanges ranges) {
        this.plan = plan;
        this.pages = pages;
        this.ranges = ranges;
    }

    @Override
    public boolean isOver() {
        return ranges.isEmpty();
    }

    @Override
    public Optional<Consumer<FrontendMessages>> next(BatchBuilder batch) {
        described = false;
        counted = false;
        Optional<PageRange> next = ranges.next();
        range = next.orElse(null);
        return next.map(each -> out -> write(each, out));
    }

    private void write(PageRange next, FrontendMessages out) {
        if (!parsed) {
            parsed = true;
            out.parse(pages.sql(), Oids.TID, Oids.TID);
        }
        out.bind(UNNAMED, plan.formats(), next.firstRow(), next.endRow())
                .describePortal(UNNAMED)
                .execute(UNNAMED, ALL_ROWS)
                .sync();
    }

    @Override
    public boolean takesRows() {
        return described && !counted;
    }

    /// ParseComplete, BindComplete, RowDescription, CommandComplete.
    @Override
    public String expected() {
        return "12TC";
    }

    @Override
    public void take(byte type, ByteBuf in, int from, int length, long rows) {
        if (type == 'T') {
            TableChange.check(ResultColumn.parse(in, from), plan.announced());
            described = true;
        } else if (type == 'C') {
            Counted.check(in, from, length, rows);
            counted = true;
        }
    }

    @Override
    public RivetException refusal(ServerError error, Duration ran) {
        Optional<RivetException> change = described ? Optional.empty() : TableChange.ofBind(error);
        return change.orElseGet(
                () ->
                        ServerFailure.classify(error, ran, plan.tuning().statementTimeout())
                                .toException());
    }

    @Override
    public void answered(Duration taken, long rows, long bytes) {
        if (!described || !counted) {
            throw new IllegalStateException("no end of the rows");
        }
        if (range != null) {
            ranges.learn(range, taken, rows);
        }
    }

    /// Batches go on from one range to the next.
    @Override
    public boolean isEnough(int batchRows, long batchBytes) {
        return false;
    }
}
