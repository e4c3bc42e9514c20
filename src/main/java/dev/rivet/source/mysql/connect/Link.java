package dev.rivet.source.mysql.connect;

import dev.rivet.config.Tuning;
import dev.rivet.source.mysql.wire.PreparedShape;
import dev.rivet.source.mysql.wire.ServerErrors;
import dev.rivet.source.mysql.wire.WireTap;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// One open connection: the driver's side, the tap on its socket, and who is at the other end.
///
/// @param killer a way to a second connection, for ending what runs on this one
public record Link(MySQLConnection driver, WireTap tap, ServerIdentity server, Killer killer) {
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    /// Ends the running statement of a connection. Blocks; never throws.
    public interface Killer {
        void killQuery(long connectionId);
    }

    /// Runs a small statement and waits for its rows. Blocks.
    public RowSet<Row> ask(String sql, Object... values) {
        Future<RowSet<Row>> rows =
                values.length == 0
                        ? driver.query(sql).execute()
                        : driver.preparedQuery(sql).execute(Tuple.from(values));
        return Await.within(ANSWER, rows, ServerErrors::of);
    }

    /// Sets the limits of a run. Blocks.
    public void limit(Tuning tuning) {
        SessionSettings.limits(server, tuning).forEach(this::ask);
    }

    /// Has the server prepare a statement, without executing it, and say what it is like. Blocks.
    public PreparedShape prepare(String sql, Duration deadline) {
        PreparedShape shape = new PreparedShape();
        Promise<PreparedShape> answered = Promise.promise();
        tap.execute(
                () -> {
                    tap.listen(shape);
                    driver.prepare(sql)
                            .onComplete(
                                    result -> {
                                        tap.ignore();
                                        if (result.succeeded()) {
                                            result.result().close();
                                            answered.complete(shape);
                                        } else {
                                            answered.fail(result.cause());
                                        }
                                    });
                });
        return Await.within(deadline, answered.future(), ServerErrors::of);
    }

    /// Ends the running statement on the server, from another connection. Does not block.
    ///
    /// @param then runs afterwards, whatever came of it
    public void kill(Runnable then) {
        Thread.ofVirtual()
                .name("rivet-kill")
                .start(
                        () -> {
                            killer.killQuery(server.connectionId());
                            then.run();
                        });
    }

    /// Says goodbye, or cuts the line when that takes too long. Blocks.
    public void close() {
        try {
            driver.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .completeOnTimeout(null, GOODBYE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException alreadyGone) {
            tap.cut();
        }
        tap.cut();
    }
}
