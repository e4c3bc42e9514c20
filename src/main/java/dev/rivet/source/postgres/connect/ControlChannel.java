package dev.rivet.source.postgres.connect;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.MemoryShortage;
import dev.rivet.diag.RivetException;
import dev.rivet.source.postgres.wire.ServerError;
import dev.rivet.source.postgres.wire.ServerFailure;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Small statements beside the read: settings, catalog, estimates. Blocks; virtual threads only.
public final class ControlChannel {
    /// What an answer may take on top of the statement timeout.
    static final Duration MARGIN = Duration.ofSeconds(30);

    /// The limit of a wait where the user wants no statement timeout.
    private static final Duration NO_TIMEOUT = Duration.ofHours(24);

    private final PgConnection connection;
    private Duration statementTimeout = Duration.ZERO;

    ControlChannel(PgConnection connection) {
        this.connection = connection;
    }

    /// How long to wait for a sign of life of a server that obeys this statement timeout.
    public static Duration patience(Duration statementTimeout) {
        return statementTimeout.isZero() ? NO_TIMEOUT : statementTimeout.plus(MARGIN);
    }

    void expect(Duration newStatementTimeout) {
        this.statementTimeout = newStatementTimeout;
    }

    public Duration statementTimeout() {
        return statementTimeout;
    }

    /// Runs a statement and waits for its rows.
    ///
    /// @throws RivetException classified by SQLSTATE
    public List<Row> query(String sql) {
        long start = System.nanoTime();
        RowSet<Row> rows = await(connection.query(sql).execute(), start);
        List<Row> list = new ArrayList<>();
        rows.forEach(list::add);
        return list;
    }

    private <T> T await(Future<T> future, long start) {
        return await(future.toCompletionStage().toCompletableFuture(), start);
    }

    /// Waits for what the connection's event loop will complete.
    public <T> T await(CompletableFuture<T> future, long start) {
        try {
            return future.get(patience(statementTimeout).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw translate(Objects.requireNonNullElse(failure.getCause(), failure), start);
        } catch (TimeoutException late) {
            throw silent().toException(late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Diagnostic.of(Code.RUN_INTERRUPTED, "Interrupted while asking the server.")
                    .toException(interrupted);
        }
    }

    /// The server has not answered within its own statement timeout.
    public static Diagnostic silent() {
        return Diagnostic.of(
                        Code.SOURCE_CONNECTION_LOST,
                        "The server has gone silent: no answer within the statement timeout.",
                        "Check the server and the network, then run again.")
                .asTransient();
    }

    public static Diagnostic closed() {
        return Diagnostic.of(
                        Code.SOURCE_CONNECTION_LOST,
                        "The connection to the server broke off.",
                        "Look at the server's log, then run again.")
                .asTransient();
    }

    private RivetException translate(Throwable cause, long start) {
        return switch (cause) {
            case RivetException known -> known;
            case PgException refused ->
                    ServerFailure.classify(
                                    ServerError.of(refused),
                                    Duration.ofNanos(System.nanoTime() - start),
                                    statementTimeout)
                            .toException(refused);
            case OutOfMemoryError full -> MemoryShortage.of(full);
            default -> closed().toException(cause);
        };
    }
}
