package dev.rivet.source.mysql.connect;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Waits for the driver, on a virtual thread and with a deadline.
public final class Await {
    private Await() {}

    /// Waits until the future completes.
    ///
    /// @param failure what a failed future, or a [TimeoutException], means
    public static <T> T within(
            Duration deadline, Future<T> future, Function<Throwable, RivetException> failure) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw failure.apply(cause == null ? e : cause);
        } catch (TimeoutException e) {
            throw failure.apply(
                    new TimeoutException("no answer within " + deadline.toSeconds() + " s"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Diagnostic.of(Code.RUN_INTERRUPTED, "interrupted while waiting for the source")
                    .toException(e);
        }
    }
}
