package dev.rivet.source.postgres.connect;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Asks a server to stop what runs on a connection, as libpq does it: over another connection to
/// the very address that the first one reached, under the same TLS, and it is the server that
/// closes it, after it has passed the request on. Who closes it before that brings some poolers
/// down, and does not know which statement the request will hit.
final class CancelRequest {
    /// From connecting to the server's close.
    static final Duration LONGEST = Duration.ofSeconds(5);

    private static final int CANCEL = 80877102;
    private static final int TLS = 80877103;
    private static final byte TLS_FOLLOWS = 'S';

    private final Key key;
    private final boolean secure;
    private final NetClient client;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private boolean sent;

    /// What a server wants to hear before it stops the statement of a connection.
    ///
    /// @param process the server's number for that connection
    /// @param secret which it gave when that connection was opened
    record Key(int process, int secret) {}

    private CancelRequest(Vertx vertx, PgConnectOptions options, Key key) {
        this.key = key;
        this.secure = options.getSslMode() != SslMode.DISABLE;
        this.client = vertx.createNetClient(like(options));
    }

    /// The same TLS as the driver's; without a way to verify names, none is verified.
    private static NetClientOptions like(PgConnectOptions options) {
        String verification = options.getHostnameVerificationAlgorithm();
        return new NetClientOptions(options)
                .setReconnectAttempts(0)
                .setConnectTimeout((int) LONGEST.toMillis())
                .setHostnameVerificationAlgorithm(verification == null ? "" : verification);
    }

    /// Sends one. Does not block; any thread.
    ///
    /// @param options with which the other connection was opened
    /// @param server where that one leads
    /// @return completed when the server has closed; failed when it could not be sent, or the
    ///     server did not close in time
    static CompletableFuture<Void> send(
            Vertx vertx, PgConnectOptions options, InetSocketAddress server, Key key) {
        try {
            CancelRequest request = new CancelRequest(vertx, options, key);
            request.begin(named(options.getHost(), server));
            return request.done;
        } catch (UnknownHostException | RuntimeException unsendable) {
            return CompletableFuture.failedFuture(unsendable);
        }
    }

    /// The address that was reached, by the name that a certificate has to show.
    private static SocketAddress named(String host, InetSocketAddress reached)
            throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress(host, reached.getAddress().getAddress());
        return SocketAddress.inetSocketAddress(new InetSocketAddress(address, reached.getPort()));
    }

    private void begin(SocketAddress server) {
        client.connect(server).onSuccess(this::connected).onFailure(done::completeExceptionally);
        var _ =
                done.orTimeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS)
                        .whenComplete((closed, failure) -> client.close());
    }

    private void connected(NetSocket socket) {
        if (done.isDone()) {
            return;
        }
        socket.exceptionHandler(this::broken);
        socket.closeHandler(closed -> closed());
        if (secure) {
            socket.handler(answer -> answered(socket, answer));
            socket.write(Buffer.buffer().appendInt(2 * Integer.BYTES).appendInt(TLS));
        } else {
            request(socket);
        }
    }

    /// What comes before TLS has begun is one byte, and nothing else: nobody vouches for it.
    private void answered(NetSocket socket, Buffer answer) {
        if (answer.length() == 1 && answer.getByte(0) == TLS_FOLLOWS) {
            socket.upgradeToSsl().onSuccess(secured -> request(socket)).onFailure(this::broken);
        } else {
            done.completeExceptionally(new IOException("the server does not speak TLS"));
        }
    }

    private void request(NetSocket socket) {
        sent = true;
        socket.handler(nothing -> {});
        socket.write(
                Buffer.buffer()
                        .appendInt(4 * Integer.BYTES)
                        .appendInt(CANCEL)
                        .appendInt(key.process())
                        .appendInt(key.secret()));
    }

    private void broken(Throwable failure) {
        if (!sent) {
            done.completeExceptionally(failure);
        }
    }

    private void closed() {
        if (sent) {
            done.complete(null);
        } else {
            done.completeExceptionally(new IOException("the server closed the connection"));
        }
    }
}
