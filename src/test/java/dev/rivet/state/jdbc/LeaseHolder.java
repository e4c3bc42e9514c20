package dev.rivet.state.jdbc;

import dev.rivet.diag.RivetException;
import dev.rivet.state.Leases;
import dev.rivet.state.StateLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// Child process: takes a lease without waiting, says so, and holds it until its input ends.
final class LeaseHolder {
    private LeaseHolder() {}

    static void main(String[] arguments) throws IOException {
        try (JdbcStateStore store =
                        JdbcStateStore.open(StateLocation.of(Path.of("/nowhere"), arguments[0]));
                Leases.Lease lease =
                        store.leases().acquire("orders", arguments[1], Duration.ZERO)) {
            lease.confirm();
            System.out.println("held");
            while (System.in.read() >= 0) {
                lease.confirm();
            }
        } catch (RivetException e) {
            System.out.println(e.diagnostic().code());
        }
    }
}
