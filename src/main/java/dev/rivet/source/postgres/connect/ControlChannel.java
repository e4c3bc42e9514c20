package dev.rivet.source.postgres.connect;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.MemoryShortage;
import dev.rivet.diag.RivetException;
import dev.rivet.source.postgres.wire.Line;
import dev.rivet.source.postgres.wire.PgWire;
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
import java.util.function.Supplier;

/// Small statements beside the read: settings, catalog, estimates. Blocks; virtual threads only.
public final class ControlChannel {
    /// What an answer may take on top of the statement timeout.
    static final Duration MARGIN = Duration.ofSeconds(30);

    /// The limit of a wait where the user wants no statement timeout.
    private static final Duration NO_TIMEOUT = Duration.ofHours(24);

    /// The limit of the wait for the first answer: what a pooler by its defaults lets a client wait
    /// for a connection to the server, and a little more, so that its own words arrive.
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(150);

    private final PgConnection connection;
    private final PgWire wire;
    private final Supplier<CompletableFuture<Void>> cancel;
    private Duration statementTimeout = Duration.ZERO;
    private boolean answered;

    /// @param cancel asks the server to stop what runs, without blocking
    ControlChannel(Line line, Supplier<CompletableFuture<Void>> cancel) {
        this.connection = line.driver();
        this.wire = line.wire();
        this.cancel = cancel;
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

    /// Runs a statement, or several with semicolons between them, and waits for the rows of all.
    ///
    /// @throws RivetException classified by SQLSTATE
    public List<Row> query(String sql) {
        long start = System.nanoTime();
        RowSet<Row> rows = await(connection.query(sql).execute(), start);
        List<Row> list = new ArrayList<>();
        for (RowSet<Row> each = rows; each != null; each = each.next()) {
            each.forEach(list::add);
        }
        return list;
    }

    /// The same outside of a transaction, in place of the role's own timeout, which may be too
    /// short for anything.
    ///
    /// @param longest that each statement may take; zero for no limit
    public List<Row> queryAlone(String sql, Duration longest) {
        expect(longest);
        return query(TransactionSettings.statementTimeout(longest) + "; " + sql);
    }

    /// Whether this is how the server refused a statement, by SQLSTATE.
    public static boolean hasState(RivetException failure, String sqlState) {
        return failure.getCause() instanceof PgException refused
                && sqlState.equals(refused.getSqlState());
    }

    private <T> T await(Future<T> future, long start) {
        return await(future.toCompletionStage().toCompletableFuture(), start);
    }

    /// Waits for what the connection's event loop will complete. The connection does not outlive a
    /// wait without an answer, nor does a statement.
    public <T> T await(CompletableFuture<T> future, long start) {
        try {
            T answer = future.get(patience().toMillis(), TimeUnit.MILLISECONDS);
            answered = true;
            return answer;
        } catch (ExecutionException failure) {
            throw translate(Objects.requireNonNullElse(failure.getCause(), failure), start);
        } catch (TimeoutException late) {
            var _ = cancel.get();
            wire.cut();
            throw (answered ? silent() : neverAnswered()).toException(late);
        } catch (InterruptedException interrupted) {
            var _ = cancel.get();
            Thread.currentThread().interrupt();
            throw Diagnostic.of(Code.RUN_INTERRUPTED, "Interrupted while asking the server.")
                    .toException(interrupted);
        }
    }

    private Duration patience() {
        Duration usual = patience(statementTimeout);
        return answered || usual.compareTo(FIRST_ANSWER) < 0 ? usual : FIRST_ANSWER;
    }

    /// The server has not answered within its own statement timeout.
    public static Diagnostic silent() {
        return Diagnostic.of(
                        Code.SOURCE_CONNECTION_LOST,
                        "The server has gone silent: no answer within the statement timeout.",
                        "Check the server and the network, then run again.")
                .asTransient();
    }

    private static Diagnostic neverAnswered() {
        return Diagnostic.of(
                        Code.SOURCE_CONNECTION_LOST,
                        "The server let the user in and then did not answer the first statement.",
                        "Check the server; a pooler does that while its connections are all in use.")
                .asTransient();
    }

    /// Why a connection is closed: the server's last words, if there were any.
    public static Diagnostic closed(PgWire wire) {
        return wire.lastWords()
                .map(words -> ServerFailure.classify(words, Duration.ZERO, Duration.ZERO))
                .orElseGet(ControlChannel::brokeOff);
    }

    private static Diagnostic brokeOff() {
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
            default -> closed(wire).toException(cause);
        };
    }
}
