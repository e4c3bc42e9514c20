package dev.rivet.cli;

import dev.rivet.state.CursorStore.Boundary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rivet state progression`.
@Command(name = "progression", description = "Show up to where each export was delivered.")
final class StateProgressionCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin final ConfigOptions options = new ConfigOptions();

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    StateProgressionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return surroundings
                .engine()
                .show(
                        useCases ->
                                useCases.state().progression(options.config(), options.export()),
                        this::print);
    }

    private void print(List<Boundary> boundaries) {
        if (json) {
            Results.json(
                    surroundings.results(),
                    boundaries.stream().map(StateProgressionCommand::object).toList());
        } else if (boundaries.isEmpty()) {
            surroundings.screen().print("No export has come to a boundary yet.");
        } else {
            Results.text(surroundings.results(), table(boundaries));
        }
    }

    private static String table(List<Boundary> boundaries) {
        TextTable table =
                new TextTable(
                        TextTable.Column.words("EXPORT"),
                        TextTable.Column.words("STRATEGY"),
                        TextTable.Column.words("DELIVERED UP TO"),
                        TextTable.Column.words("AT"),
                        TextTable.Column.words("RUN ID"));
        for (Boundary each : boundaries) {
            table.add(
                    each.export(),
                    each.strategy(),
                    upTo(each),
                    RunTexts.seconds(each.at()),
                    each.run().value());
        }
        return table.toString();
    }

    private static String upTo(Boundary each) {
        String cursor = each.cursor();
        return cursor != null ? cursor : "chunk " + each.chunkIndex();
    }

    private static Map<String, @Nullable Object> object(Boundary each) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("export_name", each.export());
        object.put("last_committed_strategy", each.strategy());
        object.put("last_committed_cursor", each.cursor());
        object.put("last_committed_chunk_index", each.chunkIndex());
        object.put("last_committed_run_id", each.run().value());
        object.put("last_committed_at", each.at().toString());
        return object;
    }
}
