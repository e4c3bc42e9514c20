package dev.rivet.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client's connection through a [TcpProxy].
public final class ProxiedConnection {
    /// How much of what a client sends is kept.
    static final int REMEMBERED_BYTES = 1 << 20;

    private final TcpProxy proxy;
    private final int ordinal;
    private final Socket client;
    private final Socket server = new Socket();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final Set<Direction> swallowed = EnumSet.noneOf(Direction.class);
    private final CountDownLatch clientEnded = new CountDownLatch(1);
    private final CountDownLatch serverEnded = new CountDownLatch(1);
    private @Nullable Direction endedFirst;
    private int passedEnds;

    ProxiedConnection(TcpProxy proxy, int ordinal, Socket client) {
        this.proxy = proxy;
        this.ordinal = ordinal;
        this.client = client;
    }

    /// The how-manieth it is, counted from 1.
    public int ordinal() {
        return ordinal;
    }

    /// What the client has sent, its first MiB, each byte as one character (ISO 8859-1).
    public String sent() {
        synchronized (sent) {
            return sent.toString(StandardCharsets.ISO_8859_1);
        }
    }

    public boolean hasSent(String text) {
        return sent().contains(text);
    }

    /// Whether the sender of this direction has closed its end, or broken it off.
    public boolean hasEnded(Direction direction) {
        return ended(direction).getCount() == 0;
    }

    /// Waits until that is so, a minute at most.
    public void awaitEnd(Direction direction) {
        awaitEnd(direction, Duration.ofMinutes(1));
    }

    public void awaitEnd(Direction direction, Duration patience) {
        try {
            if (!ended(direction).await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        String.format(
                                Locale.ROOT,
                                "connection %d: no end %s within %s",
                                ordinal,
                                direction,
                                patience));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /// Which end was closed first: `TO_SERVER` when the client did that.
    public synchronized Optional<Direction> endedFirst() {
        return Optional.ofNullable(endedFirst);
    }

    private CountDownLatch ended(Direction direction) {
        return switch (direction) {
            case TO_SERVER -> clientEnded;
            case TO_CLIENT -> serverEnded;
        };
    }

    /// Resets it, for both ends.
    public void cut() {
        reset(client);
        reset(server);
    }

    private static void reset(Socket socket) {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void swallow(Set<Direction> directions) {
        synchronized (swallowed) {
            swallowed.addAll(directions);
        }
    }

    boolean swallows(Direction direction) {
        synchronized (swallowed) {
            return swallowed.contains(direction);
        }
    }

    /// Connects to the server; afterwards bytes pass, on those threads.
    void open(InetSocketAddress address, Executor threads) {
        try {
            proxy.awaitThaw(Direction.TO_SERVER);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(address);
            for (Direction each : Direction.values()) {
                var pump = new Pump(proxy, this, each);
                threads.execute(pump::read);
                threads.execute(pump::write);
            }
        } catch (IOException noServer) {
            cut();
        } catch (RejectedExecutionException proxyClosed) {
            close();
        } catch (InterruptedException proxyClosed) {
            Thread.currentThread().interrupt();
        }
    }

    Socket from(Direction direction) {
        return switch (direction) {
            case TO_SERVER -> client;
            case TO_CLIENT -> server;
        };
    }

    Socket to(Direction direction) {
        return switch (direction) {
            case TO_SERVER -> server;
            case TO_CLIENT -> client;
        };
    }

    void remember(byte[] bytes, int length) {
        synchronized (sent) {
            sent.write(bytes, 0, Math.min(length, REMEMBERED_BYTES - sent.size()));
        }
    }

    synchronized void ends(Direction direction) {
        if (endedFirst == null) {
            endedFirst = direction;
        }
        ended(direction).countDown();
    }

    /// An end has been passed on; with the second one nothing is left to do.
    synchronized void passedEnd() {
        passedEnds++;
        if (passedEnds == Direction.values().length) {
            close();
        }
    }

    void close() {
        try {
            client.close();
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
