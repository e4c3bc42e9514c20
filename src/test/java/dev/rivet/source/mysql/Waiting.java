package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.MySqlServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What tests wait for when several things happen at once: a minute at most.
final class Waiting {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

    private Waiting() {}

    static <T> CompletableFuture<T> start(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, VIRTUAL);
    }

    static CompletableFuture<Void> start(Runnable task) {
        return CompletableFuture.runAsync(task, VIRTUAL);
    }

    static <T> T until(CompletableFuture<T> done) {
        return done.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /// Until what was started is well under way.
    static void aMoment() {
        LockSupport.parkNanos(Duration.ofMillis(1_500).toNanos());
    }

    /// Whether somebody waits for a table's definition, or for a table that is locked.
    ///
    /// @param statement a pattern for `LIKE`
    static boolean forTable(MySqlServer server, String statement) {
        return count(server, "state LIKE 'Waiting for table%' AND info LIKE '" + statement + "'")
                > 0;
    }

    /// How many connections there are of which this holds, without the one that asks.
    ///
    /// @param condition on `information_schema.processlist`
    static long count(MySqlServer server, String condition) {
        return number(
                server,
                "SELECT COUNT(*) FROM information_schema.processlist WHERE id <> CONNECTION_ID()"
                        + " AND "
                        + condition);
    }

    static long number(MySqlServer server, String sql) {
        return number(server, sql, 1);
    }

    /// What a server has counted since it began.
    static long status(MySqlServer server, String name) {
        return number(server, "SHOW GLOBAL STATUS LIKE '" + name + "'", 2);
    }

    private static long number(MySqlServer server, String sql, int column) {
        try (Connection connection = server.connect();
                ResultSet found = connection.createStatement().executeQuery(sql)) {
            found.next();
            return found.getLong(column);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
