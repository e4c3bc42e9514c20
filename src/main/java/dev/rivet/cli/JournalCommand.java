package dev.rivet.cli;

import dev.rivet.app.StateUseCases.RunJournal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rivet journal`.
@Command(
        name = "journal",
        description = "Tell what happened in the runs of an export, newest first.")
final class JournalCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin final ConfigOption config = new ConfigOption();

    @Mixin final ExportOption export = new ExportOption();

    @Option(
            names = {"-l", "--last"},
            paramLabel = "N",
            defaultValue = "5",
            description = "At most this many runs. Default: ${DEFAULT-VALUE}.")
    int last;

    @Option(names = "--run-id", paramLabel = "RUN_ID", description = "Only this run.")
    @Nullable String run;

    @Option(names = "--json", description = "As JSON, with every event.")
    boolean json;

    JournalCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        int limit = LimitOption.checked(last);
        return surroundings
                .engine()
                .show(
                        useCases ->
                                useCases.state()
                                        .journals(config.config(), export.export(), run, limit),
                        this::print);
    }

    private void print(List<RunJournal> runs) {
        if (json) {
            Results.json(
                    surroundings.results(), runs.stream().map(JournalDocument::object).toList());
        } else if (runs.isEmpty()) {
            surroundings.screen().print("No runs yet.");
        } else {
            Results.text(
                    surroundings.results(),
                    runs.stream().map(JournalDocument::text).collect(Collectors.joining("\n")));
        }
    }
}
