package dev.rivet.source.postgres.connect;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// The connections that read beside the first one. They are a luxury: the first one, which holds
/// the table's lock and, before a pooler, a server connection, waits for them no longer than a
/// moment. Its methods block.
public final class FurtherConnections {
    /// For all of them together, from connecting to the last lock.
    public static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Supplier<Backend> more;
    private final Duration patience;
    private final List<Backend> ready = new ArrayList<>();

    /// Makes a connection that has just been opened one that can read.
    public interface Admission {
        /// Blocks; throws a [RivetException] when the connection is of no use.
        ///
        /// @param longestLock that it may wait for a lock, so that the server's reason is heard
        void admit(Backend newcomer, Duration longestLock);
    }

    /// @param more opens a connection; blocks, and may be interrupted
    /// @param patience [#PATIENCE], unless for a test
    public FurtherConnections(Supplier<Backend> more, Duration patience) {
        this.more = more;
        this.patience = patience;
    }

    /// Those that were in time, and have not been closed since.
    public List<Backend> ready() {
        return List.copyOf(ready);
    }

    /// Opens so many, side by side.
    ///
    /// @return why there are fewer, one reason for each that is missing
    public List<Diagnostic> open(int count, Admission admission) {
        long deadline = System.nanoTime() + patience.toNanos();
        Diagnostic late =
                Diagnostic.of(
                        Code.SOURCE_CONNECT_FAILED,
                        String.format(
                                Locale.ROOT, "it was not ready within %d s", patience.toSeconds()));
        List<Newcomer> newcomers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            newcomers.add(
                    new Newcomer(more, each -> admission.admit(each, longestLock(deadline)), late));
        }
        try {
            return take(newcomers, deadline);
        } finally {
            newcomers.forEach(Newcomer::sendAwayUnlessTaken);
        }
    }

    /// A part of the time is left for the answer. Never zero, which the server takes for no limit.
    private Duration longestLock(long deadline) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime()).minus(patience.dividedBy(5));
        return left.toMillis() < 1 ? Duration.ofMillis(1) : left;
    }

    private List<Diagnostic> take(List<Newcomer> newcomers, long deadline) {
        List<Diagnostic> missing = new ArrayList<>();
        for (Newcomer each : newcomers) {
            try {
                ready.add(each.take(deadline));
            } catch (RivetException failure) {
                if (failure.diagnostic().code() == Code.RUN_INTERRUPTED) {
                    throw failure;
                }
                missing.add(failure.diagnostic());
            }
        }
        return missing;
    }

    /// Closes those whose transaction another read cannot go on in, and stops what the rest still
    /// read.
    public void closeUnfit() {
        List<Backend> unfit = ready.stream().filter(each -> !each.mayReadOn()).toList();
        unfit.forEach(Backend::beginToStop);
        unfit.forEach(Backend::close);
        ready.removeAll(unfit);
        ready.forEach(Backend::stopReading);
    }

    /// The first half of [#close()]: does not wait.
    public void beginToStop() {
        ready.forEach(Backend::beginToStop);
    }

    public void close() {
        ready.forEach(Backend::close);
        ready.clear();
    }
}
