package dev.rivet.source.postgres.connect;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A connection that is on its way, on a thread of its own: nobody has to wait for it.
final class Newcomer {
    private final CompletableFuture<Backend> arrival = new CompletableFuture<>();
    private final Diagnostic late;
    private final Thread thread;
    private boolean taken;

    /// Sets off.
    ///
    /// @param opening opens it
    /// @param admission makes it one that can read
    /// @param late what is said of it when nobody waits for it any longer
    Newcomer(Supplier<Backend> opening, Consumer<Backend> admission, Diagnostic late) {
        this.late = late;
        this.thread = Thread.ofVirtual().start(() -> arrive(opening, admission));
    }

    private void arrive(Supplier<Backend> opening, Consumer<Backend> admission) {
        try {
            Backend backend = admitted(opening.get(), admission);
            if (!arrival.complete(backend)) {
                backend.abandon();
            }
        } catch (RuntimeException | Error failure) {
            arrival.completeExceptionally(failure);
        }
    }

    private static Backend admitted(Backend backend, Consumer<Backend> admission) {
        try {
            admission.accept(backend);
            return backend;
        } catch (RuntimeException | Error failure) {
            backend.abandon();
            throw failure;
        }
    }

    /// Waits for it, and sends it away if it is late.
    ///
    /// @param deadline by [System#nanoTime()]
    Backend take(long deadline) {
        try {
            Backend backend =
                    arrival.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            taken = true;
            return backend;
        } catch (TimeoutException tooLate) {
            sendAway();
            return take(deadline);
        } catch (ExecutionException failure) {
            throw unchecked(Objects.requireNonNullElse(failure.getCause(), failure));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Diagnostic.of(Code.RUN_INTERRUPTED, "Interrupted while connecting.")
                    .toException(interrupted);
        }
    }

    private static RuntimeException unchecked(Throwable failure) {
        return switch (failure) {
            case Error error -> throw error;
            case RuntimeException unchecked -> unchecked;
            default -> new IllegalStateException(failure);
        };
    }

    /// Unless it has been taken: whatever it has opened is closed, at once or when it is.
    void sendAwayUnlessTaken() {
        if (!taken) {
            sendAway();
            var _ = arrival.thenAccept(Backend::abandon);
        }
    }

    /// Has no effect once it has arrived or failed.
    private void sendAway() {
        if (arrival.completeExceptionally(late.toException())) {
            thread.interrupt();
        }
    }
}
