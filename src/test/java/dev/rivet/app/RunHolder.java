package dev.rivet.app;

import dev.rivet.journal.RunId;
import dev.rivet.state.Leases.Lease;
import dev.rivet.state.jdbc.JdbcStateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// Child process: begins a run of export `a`, says so, and goes on until its input ends.
final class RunHolder {
    private RunHolder() {}

    static void main(String[] arguments) throws IOException {
        try (JdbcStateStore store = JdbcStateStore.open(Path.of(arguments[0]));
                Lease lease = store.leases().acquire("a", arguments[1], Duration.ZERO)) {
            store.runs().begin(new RunId(arguments[1]), "a", "file:///out/a", Instant.now());
            System.out.println("running");
            while (System.in.read() >= 0) {
                lease.confirm();
            }
        }
    }
}
