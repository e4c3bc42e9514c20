package dev.rivet.source.postgres.catalog;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.type.ResultColumn;
import dev.rivet.source.postgres.wire.PgWire;
import dev.rivet.source.postgres.wire.ServerError;
import dev.rivet.source.postgres.wire.ServerFailure;
import dev.rivet.source.postgres.wire.WireListener;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Asks the server for the columns of a statement, without running it. The driver does the same
/// but keeps type modifiers and foreign types' ids to itself.
public final class Description implements WireListener {
    private final PgWire wire;
    private final Duration limit;
    private final long startNanos = System.nanoTime();
    private final CompletableFuture<List<ResultColumn>> answer = new CompletableFuture<>();
    private List<ResultColumn> columns = List.of();
    private int parameters;
    private @Nullable RivetException failure;

    private Description(PgWire wire, Duration limit) {
        this.wire = wire;
        this.limit = limit;
    }

    /// Completed on the event loop; the connection is the driver's again by then.
    ///
    /// @param limit the statement timeout; zero for none
    public static CompletableFuture<List<ResultColumn>> of(
            String sql, PgWire wire, Duration limit) {
        Description description = new Description(wire, limit);
        wire.eventLoop().execute(() -> description.ask(sql));
        return description.answer;
    }

    private void ask(String sql) {
        wire.converse(this);
        if (!answer.isDone()) {
            wire.send(out -> out.parse(sql).describeStatement().sync());
        }
    }

    @Override
    public void message(byte type, ByteBuf in, int from, int length) {
        switch (type) {
            case 't' -> parameters = in.getUnsignedShort(from);
            case 'T' -> columns = ResultColumn.parse(in, from);
            case 'E' -> failure = refused(ServerError.parse(in, from));
            case 'Z' -> finish();
            default -> {
                // Nothing else matters here: parse complete, notices, settings.
            }
        }
    }

    private RivetException refused(ServerError error) {
        Duration ran = Duration.ofNanos(System.nanoTime() - startNanos);
        return ServerFailure.classify(error, ran, limit).toException();
    }

    private void finish() {
        wire.end();
        if (failure != null) {
            answer.completeExceptionally(failure);
        } else if (parameters > 0) {
            answer.completeExceptionally(
                    refusal("The query has placeholders ($1), and nothing to put there."));
        } else if (columns.isEmpty()) {
            answer.completeExceptionally(refusal("The statement returns no columns."));
        } else {
            answer.complete(columns);
        }
    }

    private static RivetException refusal(String message) {
        return Diagnostic.of(
                        Code.SOURCE_QUERY_FAILED, message, "Write a SELECT that stands by itself.")
                .toException();
    }

    @Override
    public void closed() {
        answer.completeExceptionally(
                failure != null ? failure : ControlChannel.closed(wire).toException());
    }
}
