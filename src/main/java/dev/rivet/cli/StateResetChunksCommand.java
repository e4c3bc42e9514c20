package dev.rivet.cli;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.journal.SummaryJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rivet state reset-chunks`.
@Command(
        name = "reset-chunks",
        description = {
            "Give up runs that wait to be continued: the next run of the export begins anew.",
            "Files that they have committed stay where they are; no manifest names them.",
            "With -e, how far the export's last finished run came is forgotten as well."
        })
final class StateResetChunksCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin final ConfigOptions options = new ConfigOptions();

    @Option(
            names = {"--stuck-checkpoints", "--failed"},
            description = "Those of all exports, instead of one.")
    boolean all;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    StateResetChunksCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (all == (options.export() != null)) {
            throw Diagnostic.of(
                            Code.CLI_VALUE_INVALID,
                            "`state reset-chunks` needs one of -e NAME and --stuck-checkpoints",
                            "Name the export, or write --stuck-checkpoints for all of them.")
                    .toException();
        }
        return surroundings
                .engine()
                .show(
                        useCases ->
                                useCases.state().resetChunks(options.config(), options.export()),
                        this::print);
    }

    private void print(Map<String, Integer> waited) {
        if (json) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>(waited);
            Results.text(surroundings.results(), SummaryJson.pretty(object));
            return;
        }
        if (waited.values().stream().allMatch(runs -> runs == 0)) {
            Results.text(surroundings.results(), "No run waited to be continued.\n");
            return;
        }
        waited.forEach(
                (export, runs) -> {
                    if (runs > 0) {
                        Results.text(
                                surroundings.results(), export + ": its next run begins anew.\n");
                    }
                });
    }
}
