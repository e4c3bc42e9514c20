package dev.rivet.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// One direction of a proxied connection: a thread that reads, one that writes, and what is on its
/// way between them, up to [#CHUNKS_ON_THE_WAY] chunks.
final class Pump {
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int CHUNKS_ON_THE_WAY = 128;

    private final TcpProxy proxy;
    private final ProxiedConnection connection;
    private final Direction direction;
    private final BlockingQueue<Passing> passing = new ArrayBlockingQueue<>(CHUNKS_ON_THE_WAY);

    Pump(TcpProxy proxy, ProxiedConnection connection, Direction direction) {
        this.proxy = proxy;
        this.connection = connection;
        this.direction = direction;
    }

    private sealed interface Passing {
        /// When it arrives, on [System#nanoTime()]'s clock.
        long due();

        record Bytes(byte[] content, long due) implements Passing {}

        record End(long due) implements Passing {}

        record Reset(long due) implements Passing {}
    }

    private long due() {
        return System.nanoTime() + proxy.delay(direction).toNanos();
    }

    void read() {
        try {
            passing.put(readToEnd());
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private Passing readToEnd() throws InterruptedException {
        byte[] buffer = new byte[CHUNK_BYTES];
        try {
            var in = connection.from(direction).getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (direction == Direction.TO_SERVER) {
                    connection.remember(buffer, length);
                }
                passing.put(new Passing.Bytes(Arrays.copyOf(buffer, length), due()));
            }
            return new Passing.End(due());
        } catch (IOException reset) {
            return new Passing.Reset(due());
        } finally {
            connection.ends(direction);
        }
    }

    void write() {
        try {
            boolean open = true;
            while (open) {
                open = pass(passing.take());
            }
        } catch (IOException broken) {
            connection.cut();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether more may follow.
    private boolean pass(Passing next) throws IOException, InterruptedException {
        TimeUnit.NANOSECONDS.sleep(next.due() - System.nanoTime());
        if (next instanceof Passing.Bytes(byte[] content, long _)
                && direction == Direction.TO_SERVER) {
            proxy.apply(connection, new String(content, StandardCharsets.ISO_8859_1));
        }
        proxy.awaitThaw(direction);
        if (connection.swallows(direction)) {
            return true;
        }
        return switch (next) {
            case Passing.Bytes(byte[] content, long _) -> {
                connection.to(direction).getOutputStream().write(content);
                yield true;
            }
            case Passing.End _ -> {
                connection.to(direction).shutdownOutput();
                connection.passedEnd();
                yield false;
            }
            case Passing.Reset _ -> {
                connection.cut();
                yield false;
            }
        };
    }
}
