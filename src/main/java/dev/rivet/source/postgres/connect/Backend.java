package dev.rivet.source.postgres.connect;

import dev.rivet.config.Tuning;
import dev.rivet.source.postgres.type.TextTrust;
import dev.rivet.source.postgres.wire.Line;
import dev.rivet.source.postgres.wire.PgWire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One connection and the server process behind it: at most one transaction, and in it at most one
/// read. Its methods block.
public final class Backend implements AutoCloseable {
    /// For stopping a read, and again for taking leave of the server.
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(7);

    private final PgConnection connection;
    private final PgWire wire;
    private final Supplier<CompletableFuture<Void>> cancelRequest;
    private final ControlChannel control;
    private final ReadTransaction transaction;
    private @Nullable ActiveRead read;

    private Backend(Line line, Supplier<CompletableFuture<Void>> cancelRequest) {
        this.connection = line.driver();
        this.wire = line.wire();
        this.cancelRequest = cancelRequest;
        this.control = new ControlChannel(line, this::cancelStatement);
        this.transaction =
                new ReadTransaction(control, connection.databaseMetadata().majorVersion());
    }

    /// Takes over a connection that has just been opened.
    ///
    /// @param options with which it was opened
    public static Backend of(Line line, Vertx vertx, PgConnectOptions options) {
        PgConnection driver = line.driver();
        var key = new CancelRequest.Key(driver.processId(), driver.secretKey());
        return new Backend(line, () -> CancelRequest.send(vertx, options, line.server(), key));
    }

    /// As the server says, for example `18.3 (Debian)`.
    public String version() {
        return connection.databaseMetadata().fullVersion();
    }

    /// The first number of the version.
    public int majorVersion() {
        return connection.databaseMetadata().majorVersion();
    }

    public PgWire wire() {
        return wire;
    }

    /// What a read on this connection needs of it.
    public Exchange exchange() {
        return new Exchange(wire, this::cancelStatement);
    }

    public ControlChannel control() {
        return control;
    }

    /// Begins a transaction, after ending what was there. It has no snapshot yet: it will see what
    /// is there when it first reads, and locks may be taken before.
    public TextTrust begin(Tuning tuning) {
        stopReading();
        return transaction.begin(tuning);
    }

    /// Sees to it that ranges of pages, and of keys, are read as such in the transaction, whatever
    /// is set.
    public void expectRanges() {
        transaction.expectRanges();
    }

    /// Begins a transaction that sees what another one sees, to read ranges of pages.
    ///
    /// @param snapshot from [#share()] of the other, which must be open still
    /// @param lockTimeout in place of the tuning's, for the locks that come now
    /// @throws dev.rivet.diag.RivetException also where another server answers
    public void join(SharedSnapshot snapshot, Tuning tuning, Duration lockTimeout) {
        transaction.join(snapshot, tuning, lockTimeout);
    }

    /// Limits the wait for the locks that come from now on, until the transaction ends.
    public void waitForLocks(Duration longest) {
        transaction.waitForLocks(longest);
    }

    /// Whether the user may [#share()].
    public boolean mayShare() {
        return transaction.mayShare();
    }

    /// The snapshot of the transaction, for others to join.
    public SharedSnapshot share() {
        return transaction.share();
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
    /// @return completed within seconds, once the request cannot hit a later statement any more:
    ///     the server has passed it on, or this connection is cut
    public CompletableFuture<Void> cancelStatement() {
        return cancelRequest
                .get()
                .exceptionally(
                        unsent -> {
                            wire.cut();
                            return null;
                        });
    }

    /// Whether the read that was begun last, if any, has left a transaction to read on in.
    boolean mayReadOn() {
        return transaction.isOpen() && (read == null || read.isFinished());
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
                wire.cut();
            }
        }
    }

    /// Closes the connection without waiting for anything, whatever is under way.
    void abandon() {
        wire.cut();
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
            wire.cut();
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
