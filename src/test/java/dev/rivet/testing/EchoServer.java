package dev.rivet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// Answers a greeting and then everything that it gets.
final class EchoServer implements AutoCloseable {
    private final String greeting;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final StringBuilder received = new StringBuilder();
    private final CountDownLatch reset = new CountDownLatch(1);

    EchoServer(String greeting) {
        this.greeting = greeting;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// What has come over all connections.
    String received() {
        synchronized (received) {
            return received.toString();
        }
    }

    void awaitReceived(String text) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        synchronized (received) {
            while (received.indexOf(text) < 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new IllegalStateException("no '" + text + "' came, but: " + received);
                }
                pause(left);
            }
        }
    }

    private void pause(long millis) {
        try {
            received.wait(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /// Until a client has broken a connection off.
    void awaitReset() {
        try {
            if (!reset.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("no connection was reset");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                threads.execute(() -> echo(client));
            }
        } catch (IOException | RejectedExecutionException closed) {
            threads.shutdown();
        }
    }

    private void echo(Socket client) {
        try (client) {
            var out = client.getOutputStream();
            out.write(greeting.getBytes(StandardCharsets.US_ASCII));
            byte[] buffer = new byte[1 << 16];
            for (int length = client.getInputStream().read(buffer);
                    length >= 0;
                    length = client.getInputStream().read(buffer)) {
                receive(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
                out.write(buffer, 0, length);
            }
        } catch (IOException broken) {
            reset.countDown();
        }
    }

    private void receive(String text) {
        synchronized (received) {
            received.append(text);
            received.notifyAll();
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        threads.shutdownNow();
        threads.close();
    }
}
