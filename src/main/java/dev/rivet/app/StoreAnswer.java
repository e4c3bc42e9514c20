package dev.rivet.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Predicate;

/// What a store answers when it is asked for the size of an object.
///
/// @param text the whole answer
/// @param expected whether a request, in lower case, is the one that the store's library makes
record StoreAnswer(String text, Predicate<String> expected) {
    static final long SIZE = 4_711;

    static final StoreAnswer S3 =
            new StoreAnswer(
                    "HTTP/1.1 200 OK\r\nContent-Length: 4711\r\nConnection: close\r\n\r\n",
                    request ->
                            request.startsWith("head /bucket/rivet-self-test ")
                                    && request.contains(
                                            "authorization: aws4-hmac-sha256 credential="));

    static final StoreAnswer GCS =
            new StoreAnswer(
                    """
                    HTTP/1.1 200 OK\r
                    Content-Type: application/json\r
                    Connection: close\r
                    \r
                    {"bucket": "bucket", "name": "rivet-self-test", "size": "4711"}""",
                    request -> request.startsWith("get /storage/v1/b/bucket/o/rivet-self-test"));

    private static final int PATIENCE_MILLIS = 20_000;

    /// Answers one request, on a thread of its own.
    Server serve() throws IOException {
        return new Server(this);
    }

    /// On a free port of the loopback interface.
    static final class Server implements AutoCloseable {
        private final StoreAnswer store;
        private final ServerSocket socket;
        private volatile String request = "";

        private Server(StoreAnswer store) throws IOException {
            this.store = store;
            this.socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            socket.setSoTimeout(PATIENCE_MILLIS);
            Thread.ofPlatform().daemon().name("self-test-answer").start(this::answerOne);
        }

        URI endpoint() {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }

        private void answerOne() {
            try (Socket client = socket.accept();
                    OutputStream out = client.getOutputStream()) {
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        client.getInputStream(), StandardCharsets.US_ASCII));
                StringBuilder head = new StringBuilder();
                for (String line = in.readLine();
                        line != null && !line.isEmpty();
                        line = in.readLine()) {
                    head.append(line.toLowerCase(Locale.ROOT)).append('\n');
                }
                request = head.toString();
                out.write(store.text().getBytes(StandardCharsets.US_ASCII));
            } catch (IOException unanswered) {
                // the client says so, in its own words
            }
        }

        void checkRequest() throws IOException {
            if (!store.expected().test(request)) {
                throw new IOException(
                        "not the request of this library: " + request.lines().findFirst());
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
