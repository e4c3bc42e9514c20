package dev.rivet.source.postgres.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.impl.NetClientImpl;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.impl.PgConnectionFactory;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The opening of one connection by the driver, on an event loop of its own: TCP, TLS, login. The
/// driver bounds TCP and the TLS handshake; for the rest it waits as long as the server is silent,
/// and shows its socket to nobody before it has done. Here the socket is known from the beginning,
/// so that it can be closed in the middle.
public final class Dial {
    private final CompletableFuture<Line> line;
    private @Nullable Channel socket;
    private boolean givenUp;

    /// Begins at once; does not block.
    public Dial(Vertx vertx, PgConnectOptions options) {
        VertxInternal internal = (VertxInternal) vertx;
        Context context = internal.createEventLoopContext();
        Future<SqlConnection> login = new Driver(internal).connect(context, options);
        line = login.map(Dial::quiet).toCompletionStage().toCompletableFuture();
        var _ =
                line.exceptionally(
                        failed -> {
                            giveUp();
                            return null;
                        });
    }

    /// Without these handlers the driver prints what it has nobody to tell: notices, and failures
    /// that rivet reports where they matter.
    private static Line quiet(SqlConnection connection) {
        PgConnection driver = (PgConnection) connection;
        driver.noticeHandler(notice -> {});
        driver.exceptionHandler(failure -> {});
        PgWire wire = PgWire.of(driver);
        return new Line(driver, wire, wire.server());
    }

    /// Completed on the event loop.
    public CompletableFuture<Line> line() {
        return line;
    }

    /// Closes the socket, or sees to it that none is opened. Any thread.
    public synchronized void giveUp() {
        givenUp = true;
        if (socket != null) {
            PgWire.cut(socket);
        }
    }

    private synchronized void reached(Channel opened) {
        socket = opened;
        if (givenUp) {
            PgWire.cut(opened);
        }
    }

    /// As the driver connects, with a look at the socket.
    private final class Driver extends PgConnectionFactory {
        Driver(VertxInternal vertx) {
            super(vertx, () -> Future.failedFuture("options come with each call"));
        }

        @Override
        protected NetClient netClient(NetClientOptions options) {
            NetClientOptions plain = new NetClientOptions(options).setReconnectAttempts(0);
            if (plain.getHostnameVerificationAlgorithm() == null) {
                plain.setHostnameVerificationAlgorithm("");
            }
            return new NetClientImpl(vertx, null, plain, clientCloseFuture) {
                @Override
                protected void initChannel(ChannelPipeline pipeline) {
                    super.initChannel(pipeline);
                    reached(pipeline.channel());
                }
            };
        }
    }
}
