package dev.rivet.cli;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/// Ctrl-C and SIGTERM: the working thread is interrupted and given time to clean up; then the
/// process ends with 130 or 143. A second signal, or ten seconds, end it at once.
final class Interruption {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SIGNAL_EXIT = 128;

    private final AtomicInteger signal = new AtomicInteger();

    /// Runs the work on the calling thread with signals caught. Work that was asked to stop ends
    /// with the signal's exit code, unless it had succeeded by then.
    int guard(IntSupplier work) {
        Worker worker = new Worker();
        CountDownLatch done = new CountDownLatch(1);
        try (Signals _ = Signals.catching(number -> stop(number, worker, done))) {
            int exit = work.getAsInt();
            return exit == 0 ? 0 : exitCode().orElse(exit);
        } finally {
            worker.isDone();
            done.countDown();
        }
    }

    /// The working thread, which must not be interrupted any more once its work has ended.
    private static final class Worker {
        private final Thread thread = Thread.currentThread();
        private boolean working = true;

        synchronized void interrupt() {
            if (working) {
                thread.interrupt();
            }
        }

        /// Call it on the working thread: forgets an interruption that came too late.
        synchronized void isDone() {
            working = false;
            Thread.interrupted();
        }
    }

    /// What the process has to end with; empty unless it was asked to stop.
    OptionalInt exitCode() {
        int number = signal.get();
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(SIGNAL_EXIT + number);
    }

    private void stop(int number, Worker worker, CountDownLatch done) {
        if (!signal.compareAndSet(0, number)) {
            Runtime.getRuntime().halt(SIGNAL_EXIT + number);
        }
        worker.interrupt();
        try {
            if (done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(SIGNAL_EXIT + number);
    }
}
