package dev.rivet.source.postgres;

import dev.rivet.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Writers whose rows become visible long after the moment that they bear in `events.at`.
final class Lateness implements AutoCloseable {
    private static final int WRITERS = 6;

    private final PostgresServer server;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong id = new AtomicLong(1000);
    private final List<Thread> threads = new ArrayList<>();

    private Lateness(PostgresServer server) {
        this.server = server;
    }

    static Lateness begin(PostgresServer server) {
        Lateness writers = new Lateness(server);
        for (int i = 0; i < WRITERS; i++) {
            int kind = i % 3;
            writers.threads.add(Thread.ofPlatform().start(() -> writers.write(kind)));
        }
        return writers;
    }

    /// Lets them go on for a moment.
    void step(int run) throws InterruptedException {
        Thread.sleep(5 + run % 7);
    }

    private void write(int kind) {
        Random random = new Random(kind);
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!over.get()) {
                long mine = id.incrementAndGet();
                if (kind != 0) {
                    statement.execute("SELECT now()");
                    Thread.sleep(random.nextInt(150));
                }
                statement.execute("INSERT INTO events (id) VALUES (" + mine + ")");
                Thread.sleep(random.nextInt(150));
                if (kind == 2) {
                    statement.execute("PREPARE TRANSACTION 'late " + mine + "'");
                    Thread.sleep(random.nextInt(20));
                    connection.setAutoCommit(true);
                    statement.execute("COMMIT PREPARED 'late " + mine + "'");
                    connection.setAutoCommit(false);
                } else {
                    connection.commit();
                }
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.set(true);
        try {
            for (Thread each : threads) {
                each.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
