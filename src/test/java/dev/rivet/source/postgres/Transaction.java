package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A transaction of somebody else, in step with a test by what waits for whom.
final class Transaction implements AutoCloseable {
    /// A thread for each task.
    static final Executor ASIDE = task -> Thread.ofVirtual().start(task);

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final Connection connection;
    private final Connection observer;
    private final String backend;
    private CompletableFuture<Void> working = CompletableFuture.completedFuture(null);

    Transaction(PostgresServer server) throws SQLException {
        connection = server.connect();
        observer = server.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            backend = row.getString(1);
        }
        connection.rollback();
    }

    void execute(List<String> statements) {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    void commit() {
        try {
            connection.commit();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /// Returns when that is done, or waits for somebody.
    void begin(Runnable work) {
        working = CompletableFuture.runAsync(work, ASIDE);
        until(() -> working.isDone() || waits());
    }

    /// Waits for what has been begun.
    void end() throws Exception {
        working.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    boolean waits() {
        return ask("SELECT cardinality(pg_blocking_pids(" + backend + ")) > 0");
    }

    boolean isWaitedFor() {
        return ask(
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid)))"
                        .formatted(backend));
    }

    private boolean ask(String sql) {
        try (Statement statement = observer.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getBoolean(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        observer.close();
    }
}
