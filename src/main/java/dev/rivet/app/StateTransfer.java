package dev.rivet.app;

import dev.rivet.app.StateUseCases.Copied;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.state.RunHistory;
import dev.rivet.state.StateLocation;
import dev.rivet.state.StateStore;
import dev.rivet.state.jdbc.JdbcStateStore;
import dev.rivet.state.jdbc.StateCopy;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// From one state to another: taking it along, and not forgetting to.
final class StateTransfer {
    private StateTransfer() {}

    /// Copies the state of a configuration to another place.
    ///
    /// @param to the URL of the place; null when none was named
    /// @throws RivetException `STATE_COPY_*`, `STATE_URL_*`, `STATE_RUN_IN_PROGRESS`
    static Copied copy(Path configFolder, @Nullable String to) {
        if (to == null || to.isBlank()) {
            throw Diagnostic.of(
                            Code.STATE_COPY_TARGET_MISSING, "There is no --to: copy it to where?")
                    .toException();
        }
        StateLocation target = StateLocation.named("--to", configFolder, to);
        StateLocation source = Adapters.stateLocation(configFolder);
        try (JdbcStateStore from =
                        JdbcStateStore.openExisting(source)
                                .orElseThrow(() -> StateCopy.empty(source.words()));
                JdbcStateStore there = JdbcStateStore.open(target)) {
            return new Copied(source.words(), target.words(), new StateCopy(from, there).make());
        }
    }

    /// Fails when the state is in a database that knows nothing of these exports, and what is
    /// known of them lies in the file beside the configuration.
    ///
    /// @throws RivetException `STATE_URL_LEAVES_STATE_BEHIND`
    static void refuseToLeaveBehind(Path config, StateStore state, Set<String> exports) {
        Path configFolder = config.resolveSibling("");
        Path file = StateLocation.besides(configFolder).file();
        switch (Adapters.stateLocation(configFolder)) {
            case StateLocation.SqliteFile chosen -> {}
            case StateLocation.Postgres chosen -> {
                if (state.history().latest(exports, RunHistory.Which.ALL, 1).isEmpty()
                        && JdbcStateStore.mayKnow(file, exports)) {
                    throw leftBehind(config, chosen, file);
                }
            }
        }
    }

    private static RivetException leftBehind(Path config, StateLocation chosen, Path file) {
        return Diagnostic.of(
                        Code.STATE_URL_LEAVES_STATE_BEHIND,
                        "RIVET_STATE_URL names "
                                + chosen.words()
                                + ", which knows nothing of these exports, and what is known of them"
                                + " lies in "
                                + file
                                + ". Nothing was run.",
                        "Take it along: `RIVET_STATE_URL= rivet state copy -c "
                                + config
                                + " --to \"$RIVET_STATE_URL\"`. Or, to start anew, move that file away.")
                .toException();
    }
}
