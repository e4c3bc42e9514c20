package dev.rivet.cli;

import dev.rivet.app.StateUseCases.Forgotten;
import dev.rivet.journal.SummaryJson;
import dev.rivet.observe.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
            "Forget how far an export was delivered, and a run of it that waits to be continued, so that"
                    + " its next run begins anew; and the columns of its last success.",
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
            object.put(
                    "forgotten_cursor",
                    forgotten.cursor() == null ? null : forgotten.cursor().mark().value().text());
            object.put("forgotten_runs", forgotten.runs());
            Results.text(surroundings.results(), SummaryJson.pretty(object));
        } else {
            Results.text(surroundings.results(), text(forgotten));
        }
    }

    private static String text(Forgotten forgotten) {
        List<String> what = new ArrayList<>();
        if (forgotten.cursor() != null) {
            what.add("its cursor " + forgotten.cursor().mark().value().text());
        }
        if (forgotten.runs() > 0) {
            what.add("the run that waited to be continued");
        }
        if (forgotten.columns() > 0) {
            what.add(
                    "the "
                            + Figures.counted(forgotten.columns(), "column")
                            + " of its last success");
        }
        return what.isEmpty()
                ? forgotten.export() + ": there was nothing to forget.\n"
                : forgotten.export() + ": forgot " + String.join(" and ", what) + ".\n";
    }
}
