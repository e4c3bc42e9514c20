package dev.rivet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Processes that stand still, as on a machine that is suspended: they answer nothing, and the
/// system keeps their connections open for them. Closing it lets them go on.
public final class FrozenProcess implements AutoCloseable {
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);

    private static final Set<String> STANDING = Set.of("State:\tT (stopped)", "State:\tZ (zombie)");

    private final List<Long> pids;

    private FrozenProcess(List<Long> pids) {
        this.pids = pids;
    }

    /// This process alone, for example one backend of a PostgreSQL server.
    public static FrozenProcess freeze(long pid) {
        return freeze(List.of(pid));
    }

    /// This process and all that descend from it, for example a whole PostgreSQL server.
    public static FrozenProcess freezeTree(long pid) {
        ProcessHandle root =
                ProcessHandle.of(pid)
                        .orElseThrow(() -> new IllegalArgumentException("no process " + pid));
        List<Long> pids = new ArrayList<>(List.of(pid));
        // Once the root stands still it has no more children.
        Signal.STOP.send(pids);
        root.descendants().map(ProcessHandle::pid).forEach(pids::add);
        return freeze(pids);
    }

    private static FrozenProcess freeze(List<Long> pids) {
        var frozen = new FrozenProcess(List.copyOf(pids));
        Signal.STOP.send(pids);
        long deadline = System.nanoTime() + STOP_DEADLINE.toNanos();
        while (!pids.stream().allMatch(FrozenProcess::standsStill)) {
            if (System.nanoTime() > deadline) {
                frozen.close();
                throw new IllegalStateException("not all of " + pids + " have stopped");
            }
            Thread.onSpinWait();
        }
        return frozen;
    }

    /// Whether the system has stopped it, or it has ended; its parent may stand still too, and not
    /// have asked about its end.
    private static boolean standsStill(long pid) {
        try (Stream<String> status = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return status.anyMatch(STANDING::contains);
        } catch (IOException | UncheckedIOException ended) {
            return true;
        }
    }

    @Override
    public void close() {
        Signal.CONT.send(pids);
    }
}
