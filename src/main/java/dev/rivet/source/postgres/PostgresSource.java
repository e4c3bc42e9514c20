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
import dev.rivet.source.postgres.connect.FurtherConnections;
import dev.rivet.source.postgres.wire.Dial;
import dev.rivet.source.postgres.wire.Line;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
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
    private final Duration patience;
    private final StageProfile profile;

    /// Names a database; nothing is opened yet.
    ///
    /// @param vertx stays the caller's; closing the source does not close it
    /// @param profile told what decoding takes
    public PostgresSource(SourceConfig.Postgres config, Vertx vertx, StageProfile profile) {
        this(config, vertx, FurtherConnections.PATIENCE, profile);
    }

    /// @param patience with the further connections of a session
    PostgresSource(
            SourceConfig.Postgres config, Vertx vertx, Duration patience, StageProfile profile) {
        this.config = config;
        this.vertx = vertx;
        this.patience = patience;
        this.profile = profile;
    }

    @Override
    public SourceSession open(String exportName) {
        return new PostgresSession(
                backend(exportName),
                new FurtherConnections(() -> backend(exportName), patience),
                profile);
    }

    private Backend backend(String exportName) {
        PgConnectOptions options = ConnectionOptions.of(config, exportName);
        return Backend.of(await(new Dial(vertx, options)), vertx, options);
    }

    private Line await(Dial dial) {
        try {
            return dial.line().get(LONGEST_OPEN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw failed(Objects.requireNonNullElse(failure.getCause(), failure));
        } catch (TimeoutException late) {
            dial.giveUp();
            throw failed(
                    new TimeoutException("no answer within " + LONGEST_OPEN.toSeconds() + " s"));
        } catch (InterruptedException interrupted) {
            dial.giveUp();
            Thread.currentThread().interrupt();
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
