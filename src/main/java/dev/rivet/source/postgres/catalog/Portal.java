package dev.rivet.source.postgres.catalog;

import dev.rivet.diag.RivetException;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.query.PostgresReadPlan;
import dev.rivet.source.postgres.type.ResultColumn;
import dev.rivet.source.postgres.type.TableChange;
import dev.rivet.source.postgres.wire.PgWire;
import dev.rivet.source.postgres.wire.ServerError;
import dev.rivet.source.postgres.wire.ServerFailure;
import dev.rivet.source.postgres.wire.WireListener;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Binds a plan's statement to a portal, from which its rows can be fetched until the transaction
/// ends. From then on its tables are locked and its plan is fixed; no row has been read.
public final class Portal implements WireListener {
    public static final String NAME = "rivet";

    private final PostgresReadPlan plan;
    private final PgWire wire;
    private final long startNanos = System.nanoTime();
    private final CompletableFuture<Void> answer = new CompletableFuture<>();
    private List<ResultColumn> columns = List.of();
    private @Nullable RivetException failure;

    private Portal(PostgresReadPlan plan, PgWire wire) {
        this.plan = plan;
        this.wire = wire;
    }

    /// Completed on the event loop; the connection is the driver's again by then. Fails unless the
    /// portal's columns are those of the plan.
    public static CompletableFuture<Void> open(PostgresReadPlan plan, PgWire wire) {
        Portal portal = new Portal(plan, wire);
        wire.eventLoop().execute(portal::ask);
        return portal.answer;
    }

    private void ask() {
        wire.converse(this);
        if (!answer.isDone()) {
            wire.send(
                    out ->
                            out.closePortal(NAME)
                                    .parse(plan.sql())
                                    .bind(NAME, plan.formats())
                                    .describePortal(NAME)
                                    .sync());
        }
    }

    @Override
    public void message(byte type, ByteBuf in, int from, int length) {
        switch (type) {
            case 'T' -> columns = ResultColumn.parse(in, from);
            case 'E' -> failure = refused(ServerError.parse(in, from));
            case 'Z' -> finish();
            default -> {
                // Nothing else matters here: acknowledgements, notices, settings.
            }
        }
    }

    private RivetException refused(ServerError error) {
        Duration ran = Duration.ofNanos(System.nanoTime() - startNanos);
        Duration limit = plan.tuning().statementTimeout();
        return TableChange.ofParse(error)
                .orElseGet(() -> ServerFailure.classify(error, ran, limit).toException());
    }

    private void finish() {
        wire.end();
        if (failure != null) {
            answer.completeExceptionally(failure);
            return;
        }
        try {
            TableChange.check(columns, plan.announced());
            answer.complete(null);
        } catch (RivetException changed) {
            answer.completeExceptionally(changed);
        }
    }

    @Override
    public void closed() {
        answer.completeExceptionally(
                Objects.requireNonNullElseGet(
                        failure, () -> ControlChannel.closed(wire).toException()));
    }
}
