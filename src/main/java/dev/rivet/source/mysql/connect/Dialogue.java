package dev.rivet.source.mysql.connect;

import dev.rivet.diag.RivetException;
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
import java.util.concurrent.TimeoutException;

/// Questions and answers over one connection. Each wait has an end: a server that stays silent
/// beyond it is hung up on, since nobody can know what it still does.
final class Dialogue {
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final MySQLConnection driver;
    private final WireTap tap;
    private volatile Patience patience = Patience.SETUP;

    /// @param driver fresh and idle
    Dialogue(MySQLConnection driver) {
        this.driver = driver;
        this.tap = WireTap.on(driver);
    }

    MySQLConnection driver() {
        return driver;
    }

    WireTap tap() {
        return tap;
    }

    /// From now on the server may take as long as that.
    void grant(Patience more) {
        patience = more;
    }

    /// Runs a small statement and waits for its rows. Blocks.
    RowSet<Row> ask(String sql, Object... values) {
        return ask(patience.answer(), sql, values);
    }

    RowSet<Row> ask(Duration deadline, String sql, Object... values) {
        Future<RowSet<Row>> rows =
                values.length == 0
                        ? driver.query(sql).execute()
                        : driver.preparedQuery(sql).execute(Tuple.from(values));
        return await(deadline, rows);
    }

    /// The only row of a small statement. Blocks.
    Row askOne(String sql) {
        return ask(sql).iterator().next();
    }

    /// Has the server prepare a statement, without executing it, and say what it is like. Blocks.
    PreparedShape prepare(String sql) {
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
        return await(patience.answer(), answered.future());
    }

    private <T> T await(Duration deadline, Future<T> answer) {
        return Await.within(deadline, answer, this::failed);
    }

    private RivetException failed(Throwable cause) {
        if (cause instanceof TimeoutException) {
            cut();
        }
        return failure(cause);
    }

    /// What a failure on this connection means: the server's last words, if it said any.
    RivetException failure(Throwable cause) {
        Throwable said = tap.lastWords().<Throwable>map(each -> each).orElse(cause);
        return ServerErrors.of(said, patience.statement());
    }

    /// Ends the connection without a word to the server. Does not block.
    void cut() {
        tap.cut();
        // Lets go of what the driver keeps besides.
        var _ = driver.close();
    }

    /// Says goodbye, or cuts the line when that takes too long. Blocks.
    void close() {
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
