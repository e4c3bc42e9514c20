package dev.rivet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// What can be said to a process of the system.
enum Signal {
    /// Stand still.
    STOP,
    /// Go on.
    CONT,
    /// To a PostgreSQL: end now, with all connections.
    INT;

    /// By the shell's own `kill`, as a system need not have another. Who has ended is left out.
    void send(List<Long> pids) {
        String list = String.join(" ", pids.stream().map(String::valueOf).toList());
        String script =
                "for pid in %s; do kill -%s $pid 2>/dev/null || true; done".formatted(list, name());
        try {
            Process shell = new ProcessBuilder("sh", "-c", script).inheritIO().start();
            if (shell.waitFor() != 0) {
                throw new IllegalStateException("cannot send SIG" + name() + " to " + list);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
