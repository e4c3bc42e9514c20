package dev.rivet.manifest;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/// Work that is finished once it is begun.
final class Uninterrupted {
    private Uninterrupted() {}

    /// Runs the work on a thread that nobody knows, and waits for its end whatever happens. An
    /// interruption of the caller meanwhile is kept for the caller.
    ///
    /// @param work throws nothing
    static <T> T call(Supplier<T> work) {
        CompletableFuture<T> result =
                CompletableFuture.supplyAsync(
                        work, Thread.ofPlatform().name("rivet-publish")::start);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                } catch (ExecutionException failure) {
                    throw new IllegalStateException(failure.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
