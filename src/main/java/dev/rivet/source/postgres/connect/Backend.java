package dev.rivet.source.postgres.connect;

import dev.rivet.config.Tuning;
import dev.rivet.source.postgres.type.TextTrust;
import dev.rivet.source.postgres.wire.PgWire;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection and the server process behind it: at most one transaction, and in it at most one
/// read. Its methods block.
public final class Backend implements AutoCloseable {
    /// For stopping a read, and again for taking leave of the server.
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(7);

    private final PgConnection connection;
    private final PgWire wire;
    private final ControlChannel control;
    private final ReadTransaction transaction;
    private @Nullable ActiveRead read;

    public Backend(PgConnection connection) {
        this.connection = connection;
        this.wire = PgWire.of(connection);
        this.control = new ControlChannel(connection);
        this.transaction = new ReadTransaction(control);
        keepQuiet(connection);
    }

    /// The driver would print notices, and failures that rivet reports where they matter.
    private static void keepQuiet(PgConnection connection) {
        connection.noticeHandler(notice -> {});
        connection.exceptionHandler(failure -> {});
    }

    /// As the server says, for example `18.3 (Debian)`.
    public String version() {
        return connection.databaseMetadata().fullVersion();
    }

    public PgWire wire() {
        return wire;
    }

    public ControlChannel control() {
        return control;
    }

    /// Begins a transaction with a snapshot of its own, after ending what was there.
    public TextTrust begin(Tuning tuning) {
        stopReading();
        return transaction.begin(tuning);
    }

    /// Begins a transaction that sees what another one sees.
    ///
    /// @param snapshot from [#exportSnapshot()] of the other, which must be open still
    public void join(String snapshot, Tuning tuning) {
        transaction.join(snapshot, tuning);
    }

    public String exportSnapshot() {
        return transaction.exportSnapshot();
    }

    public void rollback() {
        transaction.rollback();
    }

    /// Makes this the connection's read.
    public void reading(ActiveRead next) {
        stopReading();
        if (!transaction.isOpen()) {
            throw new IllegalStateException("no transaction to read in");
        }
        read = next;
    }

    /// Asks the server, over another connection, to stop what runs on this one. Does not block.
    ///
    /// @return completed once the request can hit nothing any more; never exceptionally
    public CompletableFuture<Void> cancelStatement() {
        return connection
                .cancelRequest()
                .onFailure(lost -> wire.eventLoop().execute(wire::cut))
                .otherwiseEmpty()
                .toCompletionStage()
                .toCompletableFuture();
    }

    /// The first half of [#stopReading()]: does not wait.
    public void beginToStop() {
        if (read != null) {
            read.stop();
        }
    }

    public void stopReading() {
        ActiveRead last = read;
        read = null;
        if (last != null) {
            last.stop();
            if (!finished(last.stopped())) {
                wire.eventLoop().execute(wire::cut);
            }
        }
    }

    @Override
    public void close() {
        stopReading();
        Future<?> settled =
                transaction.isOpen()
                        ? connection.query("ROLLBACK").execute()
                        : Future.succeededFuture();
        CompletableFuture<Void> farewell =
                settled.eventually(() -> connection.close())
                        .<Void>mapEmpty()
                        .toCompletionStage()
                        .toCompletableFuture();
        if (!finished(farewell)) {
            wire.eventLoop().execute(wire::cut);
        }
    }

    /// Waits whether interrupted or not, because a statement left behind harms the server.
    private static boolean finished(CompletableFuture<Void> future) {
        future.handle((done, failed) -> true)
                .completeOnTimeout(false, LONGEST_FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        return future.isDone();
    }
}
