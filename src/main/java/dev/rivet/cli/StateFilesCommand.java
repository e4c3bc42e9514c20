package dev.rivet.cli;

import dev.rivet.observe.Figures;
import dev.rivet.state.Ledger;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rivet state files`.
@Command(name = "files", description = "List the files that runs have delivered, newest first.")
final class StateFilesCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin final ConfigOptions options = new ConfigOptions();

    @Option(
            names = {"-l", "--last"},
            paramLabel = "N",
            defaultValue = "50",
            description = "At most this many. Default: ${DEFAULT-VALUE}.")
    int last;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    StateFilesCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        int limit = LimitOption.checked(last);
        return surroundings
                .engine()
                .show(
                        useCases -> useCases.files(options.config(), options.export(), limit),
                        this::print);
    }

    private void print(List<Ledger.Entry> files) {
        if (json) {
            Results.json(
                    surroundings.results(), files.stream().map(StateFilesCommand::object).toList());
        } else if (files.isEmpty()) {
            surroundings.screen().print("No files yet.");
        } else {
            Results.text(surroundings.results(), table(files));
        }
    }

    private static String table(List<Ledger.Entry> files) {
        TextTable table =
                new TextTable(
                        TextTable.Column.words("RUN ID"),
                        TextTable.Column.words("FILE"),
                        TextTable.Column.figures("ROWS"),
                        TextTable.Column.figures("BYTES"),
                        TextTable.Column.words("CREATED"));
        for (Ledger.Entry file : files) {
            table.add(
                    file.runId(),
                    file.fileName(),
                    Figures.count(file.rowCount()),
                    Figures.bytes(file.bytes()),
                    file.createdAt().truncatedTo(ChronoUnit.SECONDS).toString());
        }
        return table.toString();
    }

    private static Map<String, @Nullable Object> object(Ledger.Entry file) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("run_id", file.runId());
        object.put("export_name", file.exportName());
        object.put("file_name", file.fileName());
        object.put("row_count", file.rowCount());
        object.put("bytes", file.bytes());
        object.put("format", file.kind().format());
        object.put("compression", file.kind().compression());
        object.put("created_at", file.createdAt().toString());
        return object;
    }
}
