package dev.rivet.cli;

import dev.rivet.app.StateUseCases.Accepted;
import dev.rivet.journal.SummaryJson;
import dev.rivet.state.ExportOwner;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rivet state accept`.
@Command(
        name = "accept",
        description =
                "Take an export's state over for this configuration, from another one that had an"
                        + " export of the same name.")
final class StateAcceptCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin final ConfigOption config = new ConfigOption();

    @Mixin final ExportOption export = new ExportOption();

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    StateAcceptCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return surroundings
                .engine()
                .show(
                        useCases -> useCases.state().accept(config.config(), export.export()),
                        this::print);
    }

    private void print(Accepted accepted) {
        ExportOwner before = accepted.before();
        if (json) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            object.put("export_name", accepted.export());
            object.put("config_file", accepted.owner().configFile());
            object.put("previous_config_file", before == null ? null : before.configFile());
            object.put("previous_source", before == null ? null : before.source());
            object.put("previous_destination", before == null ? null : before.destination());
            Results.text(surroundings.results(), SummaryJson.pretty(object));
        } else {
            String from = before == null ? "" : "; it belonged to " + before.words();
            Results.text(
                    surroundings.results(),
                    "%s: its state belongs to %s now%s.\n"
                            .formatted(accepted.export(), accepted.owner().configFile(), from));
        }
    }
}
