package dev.rivet.state.jdbc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Names one process among all that may share a state file.
///
/// @param host for people
/// @param machine the same only for processes that can see each other: one boot of one machine,
///     one container; empty when that is not known
/// @param startTicks when it was started, in the kernel's ticks since its boot, which no step of a
///     clock moves; tells the process from a later one with the same number; null when not known
record ProcessIdentity(String host, String machine, long pid, @Nullable Long startTicks) {
    private static final Path PROCESSES = Path.of("/proc");

    /// Always there, unless processes of others are hidden.
    private static final long FIRST = 1;

    /// Of `/proc/<pid>/stat`, counted from the one after the name: field 22 in proc(5).
    private static final int START_TICKS_FIELD = 19;

    /// What can be told about another process.
    enum Life {
        RUNNING,
        /// It is certainly no more.
        GONE,
        /// It cannot be seen from here, or not be told from another one.
        UNKNOWN
    }

    static ProcessIdentity current() {
        long pid = ProcessHandle.current().pid();
        String host = line("/proc/sys/kernel/hostname").orElse("this host");
        String machine =
                line("/proc/sys/kernel/random/boot_id")
                        .flatMap(boot -> pidNamespace().map(space -> host + " " + boot + space))
                        .orElse("");
        return new ProcessIdentity(host, machine, pid, startTicks(pid).orElse(null));
    }

    Life lifeOf(ProcessIdentity other) {
        if (machine.isEmpty() || !machine.equals(other.machine()) || startTicks(FIRST).isEmpty()) {
            return Life.UNKNOWN;
        }
        Optional<Long> found = startTicks(other.pid());
        if (found.isEmpty()) {
            return Files.notExists(folder(other.pid())) ? Life.GONE : Life.UNKNOWN;
        }
        if (other.startTicks() == null) {
            return Life.UNKNOWN;
        }
        return found.get().equals(other.startTicks()) ? Life.RUNNING : Life.GONE;
    }

    private static Path folder(long pid) {
        return PROCESSES.resolve(Long.toString(pid));
    }

    /// Empty when there is no such process, or it cannot be read about. Its name may hold
    /// blanks and brackets.
    private static Optional<Long> startTicks(long pid) {
        return line(folder(pid).resolve("stat").toString())
                .map(stat -> stat.substring(stat.lastIndexOf(')') + 1).strip().split(" "))
                .filter(fields -> fields.length > START_TICKS_FIELD)
                .map(fields -> Long.valueOf(fields[START_TICKS_FIELD]));
    }

    /// Not as UTF-8: a process may have any name.
    private static Optional<String> line(String file) {
        try {
            return Optional.of(Files.readString(Path.of(file), ISO_8859_1).strip());
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
