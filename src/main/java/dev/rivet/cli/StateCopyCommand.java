package dev.rivet.cli;

import dev.rivet.app.StateUseCases.Copied;
import dev.rivet.journal.SummaryJson;
import dev.rivet.observe.Figures;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rivet state copy`.
@Command(
        name = "copy",
        description = {
            "Copy the whole state to another place: from the file to PostgreSQL, or back.",
            "The other place must have no state yet, and no run may be at work. The state that is"
                    + " copied stays as it is."
        })
final class StateCopyCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin final ConfigOption config = new ConfigOption();

    @Option(
            names = "--to",
            paramLabel = "URL",
            description =
                    "Where to: what RIVET_STATE_URL will be then, postgresql://… or sqlite:<path>.")
    @Nullable String to;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    StateCopyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return surroundings
                .engine()
                .show(useCases -> useCases.state().copy(config.config(), to), this::print);
    }

    private void print(Copied copied) {
        Results.text(
                surroundings.results(), json ? SummaryJson.pretty(object(copied)) : text(copied));
    }

    private static String text(Copied copied) {
        TextTable table =
                new TextTable(TextTable.Column.words("TABLE"), TextTable.Column.figures("ROWS"));
        copied.rows().forEach((name, rows) -> table.add(name, Figures.count(rows)));
        return "%s%s copied from %s to %s. Set RIVET_STATE_URL to use it there.\n"
                .formatted(
                        table, Figures.counted(copied.total(), "row"), copied.from(), copied.to());
    }

    private static Map<String, @Nullable Object> object(Copied copied) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("from", copied.from());
        object.put("to", copied.to());
        object.put("copied", copied.rows());
        object.put("copied_rows", copied.total());
        return object;
    }
}
