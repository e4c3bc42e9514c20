package dev.rivet.cli;

import dev.rivet.app.StateUseCases.Forgotten;
import dev.rivet.journal.SummaryJson;
import dev.rivet.observe.Figures;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rivet state reset`.
@Command(
        name = "reset",
        description = {
            "Forget what the next run of an export would compare itself with: the columns of its"
                    + " last success.",
            "Runs, files and journals are kept."
        })
final class StateResetCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin final ConfigOption config = new ConfigOption();

    @Mixin final ExportOption export = new ExportOption();

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    StateResetCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return surroundings
                .engine()
                .show(
                        useCases -> useCases.state().reset(config.config(), export.export()),
                        this::print);
    }

    private void print(Forgotten forgotten) {
        if (json) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            object.put("export_name", forgotten.export());
            object.put("forgotten_columns", forgotten.columns());
            Results.text(surroundings.results(), SummaryJson.pretty(object));
        } else {
            String text =
                    forgotten.columns() == 0
                            ? "%s: there was nothing to forget.\n"
                            : "%s: forgot the %s of its last success.\n";
            Results.text(
                    surroundings.results(),
                    text.formatted(
                            forgotten.export(), Figures.counted(forgotten.columns(), "column")));
        }
    }
}
