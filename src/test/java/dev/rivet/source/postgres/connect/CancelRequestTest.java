package dev.rivet.source.postgres.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A [CancelRequest] whose server is the test.
class CancelRequestTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final byte[] REQUEST =
            ByteBuffer.allocate(16).putInt(16).putInt(80877102).putInt(4711).putInt(-2).array();
    private static final byte[] TLS_REQUEST =
            ByteBuffer.allocate(8).putInt(8).putInt(80877103).array();

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setSoTimeout(30_000);
    }

    @AfterEach
    void stopListening() throws IOException {
        server.close();
    }

    @AfterAll
    static void end() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    /// By a name that nobody knows: what counts is the address that was reached.
    private CompletableFuture<Void> send(SslMode tls) {
        PgConnectOptions options =
                new PgConnectOptions()
                        .setHost("no-such-host.invalid")
                        .setPort(server.getLocalPort())
                        .setSslMode(tls)
                        .setTrustAll(true);
        return CancelRequest.send(
                VERTX,
                options,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()),
                new CancelRequest.Key(4711, -2));
    }

    private static byte[] read(Socket client, int bytes) throws IOException {
        byte[] read = new byte[bytes];
        new DataInputStream(client.getInputStream()).readFully(read);
        return read;
    }

    private static void assertEnd(Socket client) throws IOException {
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    private static void assertFails(CompletableFuture<Void> request, String words) {
        assertThatThrownBy(() -> request.orTimeout(30, TimeUnit.SECONDS).join())
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining(words);
    }

    @Test
    void itIsTheServerThatCloses() throws IOException {
        CompletableFuture<Void> request = send(SslMode.DISABLE);
        try (Socket client = server.accept()) {
            assertThat(read(client, 16)).isEqualTo(REQUEST);

            client.setSoTimeout(1_000);
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(request).isNotDone();
        }
        request.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Test
    void serverThatDoesNotCloseIsLeftAfterSomeTime() throws IOException {
        CompletableFuture<Void> request = send(SslMode.DISABLE);
        try (Socket client = server.accept()) {
            client.setSoTimeout((int) CancelRequest.LONGEST.plusSeconds(30).toMillis());
            assertThat(read(client, 16)).isEqualTo(REQUEST);
            long start = System.nanoTime();

            assertEnd(client);

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThan(CancelRequest.LONGEST.dividedBy(2));
            assertFails(request, "TimeoutException");
        }
    }

    @Test
    void serverThatWasOpenToTlsAndIsNotAnyMoreGetsNoKey() throws IOException {
        CompletableFuture<Void> request = send(SslMode.REQUIRE);
        try (Socket client = server.accept()) {
            assertThat(read(client, 8)).isEqualTo(TLS_REQUEST);
            client.getOutputStream().write('N');

            assertEnd(client);
            assertFails(request, "TLS");
        }
    }

    @Test
    void bytesThatComeBeforeTlsAreNotTrusted() throws IOException {
        CompletableFuture<Void> request = send(SslMode.REQUIRE);
        try (Socket client = server.accept()) {
            assertThat(read(client, 8)).isEqualTo(TLS_REQUEST);
            client.getOutputStream().write(new byte[] {'S', 22});

            assertEnd(client);
            assertFails(request, "TLS");
        }
    }

    @Test
    void brokenHandshakeIsAFailure() throws IOException {
        CompletableFuture<Void> request = send(SslMode.REQUIRE);
        try (Socket client = server.accept()) {
            assertThat(read(client, 8)).isEqualTo(TLS_REQUEST);
            client.getOutputStream().write('S');
            read(client, 5);
        }
        assertThatThrownBy(() -> request.orTimeout(30, TimeUnit.SECONDS).join())
                .isInstanceOf(CompletionException.class);
    }

    @Test
    void serverThatIsNotThereIsAFailure() throws IOException {
        server.close();

        assertFails(send(SslMode.DISABLE), "refused");
    }
}
