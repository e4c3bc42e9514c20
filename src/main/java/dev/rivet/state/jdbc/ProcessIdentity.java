package dev.rivet.state.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Names one process among all that may share a state file.
///
/// @param host for people
/// @param machine the same only for processes that can see each other: one boot of one machine,
///     one container; empty when that is not known
/// @param start tells the process from a later one with the same number; null when not known
record ProcessIdentity(String host, String machine, long pid, @Nullable Instant start) {
    /// Two readings of one process's start differ with the system's notion of its boot time.
    private static final Duration SAME_START = Duration.ofSeconds(2);

    static ProcessIdentity current() {
        ProcessHandle self = ProcessHandle.current();
        String host = line("/proc/sys/kernel/hostname").orElse("this host");
        String machine =
                line("/proc/sys/kernel/random/boot_id")
                        .flatMap(boot -> pidNamespace().map(space -> host + " " + boot + space))
                        .orElse("");
        return new ProcessIdentity(
                host, machine, self.pid(), self.info().startInstant().orElse(null));
    }

    /// Whether that process is certainly no more. What cannot be seen counts as alive.
    boolean knowsGone(ProcessIdentity other) {
        return sees(other)
                && ProcessHandle.of(other.pid()).filter(found -> isIt(found, other)).isEmpty();
    }

    private boolean sees(ProcessIdentity other) {
        return !machine.isEmpty() && machine.equals(other.machine());
    }

    private static boolean isIt(ProcessHandle found, ProcessIdentity other) {
        Instant recorded = other.start();
        Optional<Instant> actual = found.info().startInstant();
        return recorded == null
                || actual.isEmpty()
                || Duration.between(recorded, actual.get()).abs().compareTo(SAME_START) <= 0;
    }

    private static Optional<String> line(String file) {
        try {
            return Optional.of(Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> pidNamespace() {
        try {
            return Optional.of(" " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
