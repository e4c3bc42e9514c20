package dev.rivet.state.jdbc;

import dev.rivet.diag.RivetException;
import dev.rivet.state.StateLocation;
import java.nio.file.Path;

/// Child process: opens a state file, and says so.
final class StateOpener {
    private StateOpener() {}

    static void main(String[] arguments) {
        try (JdbcStateStore store =
                JdbcStateStore.open(StateLocation.of(Path.of("/nowhere"), arguments[0]))) {
            System.out.println(store.schemas().load("orders").isEmpty() ? "open" : "odd");
        } catch (RivetException e) {
            System.out.println(e.diagnostic().code() + " " + e.getMessage());
        }
    }
}
