package dev.rivet.cli;

import dev.rivet.journal.SummaryJson;
import dev.rivet.state.RunHistory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rivet state finish-run`.
@Command(
        name = "finish-run",
        description = "Write down that a run which never ended was interrupted.")
final class StateFinishRunCommand implements Callable<Integer> {
    private static final String INTERRUPTED = "interrupted";

    private final Surroundings surroundings;

    @Mixin final ConfigOption options = new ConfigOption();

    @Parameters(paramLabel = "RUN_ID", description = "The run, as `rivet state runs` names it.")
    @Nullable String run;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    StateFinishRunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        String id = Objects.requireNonNull(run, "the parser asks for it");
        return surroundings
                .engine()
                .show(useCases -> useCases.state().finishRun(options.config(), id), this::print);
    }

    private void print(RunHistory.Run before) {
        String status = before.isRunning() ? INTERRUPTED : before.status();
        if (json) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            object.put("run_id", before.id().value());
            object.put("export_name", before.exportName());
            object.put("status", status);
            object.put("changed", before.isRunning());
            Results.text(surroundings.results(), SummaryJson.pretty(object));
        } else {
            String text =
                    before.isRunning()
                            ? "%s is recorded as interrupted now.\n"
                            : "%s had ended already: %s.\n";
            Results.text(surroundings.results(), text.formatted(before.id(), status));
        }
    }
}
