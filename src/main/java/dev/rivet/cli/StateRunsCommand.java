package dev.rivet.cli;

import dev.rivet.app.StateUseCases.RunState;
import dev.rivet.observe.Figures;
import dev.rivet.state.RunHistory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rivet state runs`.
@Command(name = "runs", description = "List the runs and who is at work on them, newest first.")
final class StateRunsCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin final ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--running",
            description = "Only those that have not ended; dead ones, which never will, too.")
    boolean running;

    @Option(
            names = {"-l", "--last"},
            paramLabel = "N",
            defaultValue = "20",
            description = "At most this many. Default: ${DEFAULT-VALUE}.")
    int last;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    StateRunsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        int limit = LimitOption.checked(last);
        RunHistory.Which which = running ? RunHistory.Which.RUNNING : RunHistory.Which.ALL;
        return surroundings
                .engine()
                .show(
                        useCases ->
                                useCases.state()
                                        .runs(options.config(), options.export(), which, limit),
                        this::print);
    }

    private void print(List<RunState> runs) {
        if (json) {
            Results.json(
                    surroundings.results(), runs.stream().map(StateRunsCommand::object).toList());
        } else if (runs.isEmpty()) {
            surroundings.screen().print(running ? "No runs that go on." : "No runs yet.");
        } else {
            Results.text(surroundings.results(), table(runs));
        }
    }

    private static String table(List<RunState> runs) {
        TextTable table =
                new TextTable(
                        TextTable.Column.words("RUN ID"),
                        TextTable.Column.words("EXPORT"),
                        TextTable.Column.words("STATUS"),
                        TextTable.Column.words("STARTED"),
                        TextTable.Column.figures("DURATION"),
                        TextTable.Column.words("AT WORK"));
        for (RunState state : runs) {
            Duration duration = RunTexts.duration(state);
            table.add(
                    state.run().id().value(),
                    state.run().exportName(),
                    RunTexts.status(state),
                    RunTexts.seconds(state.run().startedAt()),
                    duration == null ? RunTexts.NONE : Figures.duration(duration),
                    RunTexts.holder(state.holder()));
        }
        return table.toString();
    }

    private static Map<String, @Nullable Object> object(RunState state) {
        RunHistory.Run run = state.run();
        Duration duration = RunTexts.duration(state);
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("run_id", run.id().value());
        object.put("export_name", run.exportName());
        object.put("status", run.status());
        object.put("dead", state.isDead());
        object.put("started_at", run.startedAt().toString());
        object.put("finished_at", RunTexts.text(run.finishedAt()));
        object.put("duration_ms", duration == null ? null : duration.toMillis());
        object.put("prefix", Results.clean(run.output()));
        object.put("holder", RunTexts.object(state.holder()));
        return object;
    }
}
