package dev.rivet.source.postgres;

import dev.rivet.config.SourceConfig;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.observe.StageProfile;
import dev.rivet.source.Source;
import dev.rivet.source.SourceSession;
import dev.rivet.source.postgres.connect.Backend;
import dev.rivet.source.postgres.connect.ConnectFailure;
import dev.rivet.source.postgres.connect.ConnectionOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A PostgreSQL database. Every connection has an event loop of its own; nothing is kept between
/// sessions.
public final class PostgresSource implements Source {
    /// Connecting, TLS and authentication together.
    private static final Duration LONGEST_OPEN = ConnectionOptions.CONNECT_TIMEOUT.multipliedBy(2);

    private final SourceConfig.Postgres config;
    private final Vertx vertx;
    private final StageProfile profile;

    /// Names a database; nothing is opened yet.
    ///
    /// @param vertx stays the caller's; closing the source does not close it
    /// @param profile told what decoding takes
    public PostgresSource(SourceConfig.Postgres config, Vertx vertx, StageProfile profile) {
        this.config = config;
        this.vertx = vertx;
        this.profile = profile;
    }

    @Override
    public SourceSession open(String exportName) {
        return new PostgresSession(backend(exportName), () -> backend(exportName), profile);
    }

    private Backend backend(String exportName) {
        var options = ConnectionOptions.of(config, exportName);
        return new Backend(await(connect(options)));
    }

    /// From a thread of its own: Vert.x gives all connections of one thread the same event loop.
    private Future<PgConnection> connect(PgConnectOptions options) {
        Promise<PgConnection> connected = Promise.promise();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                PgConnection.connect(vertx, options).onComplete(connected);
                            } catch (RuntimeException unusable) {
                                connected.fail(unusable);
                            }
                        });
        return connected.future();
    }

    private PgConnection await(Future<PgConnection> connecting) {
        try {
            return connecting
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(LONGEST_OPEN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw failed(Objects.requireNonNullElse(failure.getCause(), failure));
        } catch (TimeoutException late) {
            connecting.onSuccess(PgConnection::close);
            throw failed(late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            connecting.onSuccess(PgConnection::close);
            throw Diagnostic.of(Code.RUN_INTERRUPTED, "Interrupted while connecting.")
                    .toException(interrupted);
        }
    }

    private RivetException failed(Throwable cause) {
        return new ConnectFailure(config).explain(cause).toException(cause);
    }

    @Override
    public void close() {}
}
