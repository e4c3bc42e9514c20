package dev.rivet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.config.Tls;
import dev.rivet.diag.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
    /// Long enough for a byte to cross the machine; what must not come is awaited this long.
    private static final int SILENCE_MILLIS = 200;

    private final EchoServer server = new EchoServer("");
    private final TcpProxy proxy = TcpProxy.to("127.0.0.1", server.port());

    @AfterEach
    void close() {
        proxy.close();
        server.close();
    }

    private static Socket connect(TcpProxy proxy) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String receive(Socket socket, int length) throws IOException {
        socket.setSoTimeout(60_000);
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }

    private static String ask(Socket socket, String text) throws IOException {
        send(socket, text);
        return receive(socket, text.length());
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketTimeoutException.class);
    }

    private static void assertReset(Socket socket) throws IOException {
        socket.setSoTimeout(60_000);
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    private static Endpoint endpoint(int port) {
        return new Endpoint("127.0.0.1", port, "rivet", Secret.of("secret"), "shop");
    }

    @Test
    void passesOnAndRemembersWhatClientsSent() throws IOException {
        try (Socket first = connect(proxy);
                Socket second = connect(proxy)) {
            assertThat(ask(first, "BEGIN")).isEqualTo("BEGIN");
            assertThat(ask(second, "KILL 7")).isEqualTo("KILL 7");

            assertThat(proxy.connections()).hasSize(2);
            assertThat(proxy.connections()).extracting(ProxiedConnection::ordinal).contains(1, 2);
            assertThat(proxy.connections())
                    .extracting(ProxiedConnection::sent)
                    .containsExactlyInAnyOrder("BEGIN", "KILL 7");
            assertThat(proxy.hasSent("KILL")).isTrue();
            assertThat(proxy.hasSent("COMMIT")).isFalse();
        }
    }

    @Test
    void remembersNoMoreThanItsBound() throws IOException {
        try (Socket client = connect(proxy)) {
            String line = "x".repeat(1 << 16);
            for (int sent = 0; sent <= ProxiedConnection.REMEMBERED_BYTES; sent += line.length()) {
                assertThat(ask(client, line)).isEqualTo(line);
            }

            assertThat(proxy.connections().getFirst().sent())
                    .hasSize(ProxiedConnection.REMEMBERED_BYTES);
        }
    }

    @Test
    void standsInTheServersPlace() {
        var direct = new SourceConfig.Postgres(endpoint(5432), Tls.DISABLED);

        assertThat(proxy.source(direct).endpoint()).isEqualTo(endpoint(proxy.port()));
        assertThat(proxy.source(direct).tls()).isEqualTo(Tls.DISABLED);
        assertThat(proxy.source(new SourceConfig.MySql(endpoint(3306), Tls.DISABLED)).endpoint())
                .isEqualTo(endpoint(proxy.port()));
    }

    @Test
    void balancerSendsTheNthConnectionToTheNthServer() throws IOException {
        try (var one = new EchoServer("1:");
                var two = new EchoServer("2:");
                var balancer =
                        TcpProxy.balancing(List.of(endpoint(one.port()), endpoint(two.port())));
                Socket first = connect(balancer);
                Socket second = connect(balancer);
                Socket third = connect(balancer)) {
            send(first, "a");
            send(second, "b");
            send(third, "c");

            assertThat(receive(first, 3)).isEqualTo("1:a");
            assertThat(receive(second, 3)).isEqualTo("2:b");
            assertThat(receive(third, 3)).isEqualTo("2:c");
        }
    }

    @Test
    void delaysEachDirection() throws IOException {
        proxy.delay(Direction.TO_SERVER, Duration.ofMillis(60));
        proxy.delay(Direction.TO_CLIENT, Duration.ofMillis(40));
        try (Socket client = connect(proxy)) {
            long start = System.nanoTime();

            assertThat(ask(client, "ping")).isEqualTo("ping");

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(100));
        }
    }

    @Test
    void frozenNetworkIsSilentAndLosesNothing() throws IOException {
        try (Socket client = connect(proxy)) {
            assertThat(ask(client, "before")).isEqualTo("before");

            proxy.freeze();
            send(client, "during");
            assertSilent(client);
            assertThat(server.received()).isEqualTo("before");
            proxy.thaw();

            assertThat(receive(client, 6)).isEqualTo("during");
        }
    }

    @Test
    void oneDirectionFreezesAlone() throws IOException {
        try (Socket client = connect(proxy)) {
            proxy.freeze(Direction.TO_CLIENT);
            send(client, "lock");
            server.awaitReceived("lock");
            assertSilent(client);
            proxy.thaw();

            assertThat(receive(client, 4)).isEqualTo("lock");
        }
    }

    @Test
    void connectionThroughAFrozenNetworkOpensAndWaits() throws IOException {
        proxy.freeze();
        try (Socket client = connect(proxy)) {
            send(client, "hello");
            assertSilent(client);
            proxy.thaw();

            assertThat(receive(client, 5)).isEqualTo("hello");
        }
    }

    @Test
    void endThroughAFrozenNetworkIsSeenByTheProxyAlone() throws IOException {
        try (Socket client = connect(proxy)) {
            assertThat(ask(client, "before")).isEqualTo("before");
            proxy.freeze();
        }
        ProxiedConnection connection = proxy.connections().getFirst();
        connection.awaitEnd(Direction.TO_SERVER);

        assertThat(connection.hasEnded(Direction.TO_CLIENT)).isFalse();
        proxy.thaw();
        connection.awaitEnd(Direction.TO_CLIENT);
        assertThat(connection.endedFirst()).isEqualTo(Optional.of(Direction.TO_SERVER));
    }

    @Test
    void halfClosedConnectionStillAnswers() throws IOException {
        try (Socket client = connect(proxy)) {
            send(client, "last words");
            client.shutdownOutput();

            assertThat(receive(client, 100)).isEqualTo("last words");
            assertThat(proxy.connections().getFirst().endedFirst())
                    .isEqualTo(Optional.of(Direction.TO_SERVER));
        }
    }

    @Test
    void cutResetsBothEnds() throws IOException {
        try (Socket client = connect(proxy)) {
            assertThat(ask(client, "before")).isEqualTo("before");

            proxy.cut();

            assertReset(client);
            server.awaitReset();
        }
    }

    @Test
    void cutsInPlaceOfPassingOn() throws IOException {
        proxy.cutAt(Moment.of("COMMIT"));
        try (Socket client = connect(proxy)) {
            assertThat(ask(client, "BEGIN")).isEqualTo("BEGIN");
            send(client, "COMMIT");

            assertReset(client);
            server.awaitReset();
            assertThat(server.received()).isEqualTo("BEGIN");
        }
    }

    @Test
    void clientWithoutAServerIsReset() throws IOException {
        server.close();
        try (Socket client = connect(proxy)) {
            assertReset(client);
        }
    }

    @Test
    void swallowsFromAChunkOnOverThatConnectionAlone() throws IOException {
        proxy.swallowFrom(Moment.of("LOCK TABLES").onConnection(2), Direction.TO_SERVER);
        try (Socket first = connect(proxy);
                Socket second = connect(proxy)) {
            assertThat(ask(first, "LOCK TABLES a")).isEqualTo("LOCK TABLES a");
            assertThat(ask(second, "SELECT 1")).isEqualTo("SELECT 1");

            send(second, "LOCK TABLES b");
            assertSilent(second);
            send(second, "UNLOCK");
            assertSilent(second);

            assertThat(ask(first, "UNLOCK")).isEqualTo("UNLOCK");
            assertThat(server.received()).doesNotContain("LOCK TABLES b").hasSize(27);
        }
    }

    @Test
    void swallowsTheAnswersAlone() throws IOException {
        proxy.swallowFrom(Moment.of("LOCK TABLES"), Direction.TO_CLIENT);
        try (Socket client = connect(proxy)) {
            assertThat(ask(client, "SELECT 1")).isEqualTo("SELECT 1");

            send(client, "LOCK TABLES a");
            server.awaitReceived("LOCK TABLES a");
            assertSilent(client);
        }
    }

    @Test
    void holdsAMessageUntilItIsReleased() throws IOException {
        Hold hold = proxy.holdAt(Moment.of("SELECT").nthTime(2));
        try (Socket client = connect(proxy)) {
            assertThat(ask(client, "SELECT 1")).isEqualTo("SELECT 1");
            assertThat(hold.isReached()).isFalse();
            send(client, "SELECT 2");

            hold.await();
            assertSilent(client);
            assertThat(server.received()).isEqualTo("SELECT 1");
            hold.release();

            assertThat(receive(client, 8)).isEqualTo("SELECT 2");
            assertThat(ask(client, "SELECT 3")).isEqualTo("SELECT 3");
        }
    }

    @Test
    void holdThatIsNeverReachedSaysSo() {
        try (Hold hold = proxy.holdAt("BEGIN")) {
            assertThatThrownBy(() -> hold.await(Duration.ofMillis(10)))
                    .hasMessage("no client sent 'BEGIN' within PT0.01S");
        }
    }

    @Test
    void closesWithAConnectionThatIsHeldAndOneThatIsFrozen() throws IOException {
        Hold hold = proxy.holdAt("BEGIN");
        try (Socket held = connect(proxy);
                Socket frozen = connect(proxy)) {
            send(held, "BEGIN");
            hold.await();
            proxy.freeze();
            send(frozen, "SELECT");

            proxy.close();

            assertThatThrownBy(() -> connect(proxy)).isInstanceOf(IOException.class);
        }
    }
}
