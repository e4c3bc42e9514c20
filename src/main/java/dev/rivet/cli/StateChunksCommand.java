package dev.rivet.cli;

import dev.rivet.journal.SummaryJson;
import dev.rivet.manifest.Manifest;
import dev.rivet.observe.Figures;
import dev.rivet.plan.Chunk;
import dev.rivet.plan.Edge;
import dev.rivet.plan.Slice;
import dev.rivet.state.ChunkStore.ChunkRun;
import dev.rivet.state.ChunkStore.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rivet state chunks`.
@Command(
        name = "chunks",
        description =
                "Show the chunks of an export's newest run that was committed chunk by chunk.")
final class StateChunksCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin final ConfigOption config = new ConfigOption();

    @Mixin final ExportOption export = new ExportOption();

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    StateChunksCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return surroundings
                .engine()
                .show(
                        useCases -> useCases.state().chunks(config.config(), export.export()),
                        this::print);
    }

    private void print(Optional<ChunkRun> run) {
        if (json) {
            Results.text(
                    surroundings.results(),
                    run.map(each -> SummaryJson.pretty(object(each))).orElse("null\n"));
        } else if (run.isEmpty()) {
            surroundings.screen().print("No run of this export was committed chunk by chunk.");
        } else {
            Results.text(surroundings.results(), table(run.get()));
        }
    }

    private static String table(ChunkRun run) {
        TextTable table =
                new TextTable(
                        TextTable.Column.figures("CHUNK"),
                        TextTable.Column.words("STATUS"),
                        TextTable.Column.words("FROM"),
                        TextTable.Column.words("TO"),
                        TextTable.Column.figures("ATTEMPTS"),
                        TextTable.Column.figures("ROWS"),
                        TextTable.Column.words("FILE"));
        for (Task task : run.tasks()) {
            Slice slice = slice(run, task);
            table.add(
                    Integer.toString(task.ordinal()),
                    status(task),
                    slice.lower().map(Edge::text).orElse(RunTexts.NONE),
                    slice.upper().map(Edge::text).orElse(RunTexts.NONE),
                    Integer.toString(task.attempts()),
                    task.delivered()
                            .map(each -> Figures.count(each.files().rowCount()))
                            .orElse(RunTexts.NONE),
                    file(task).orElse(RunTexts.NONE));
            if (task.lastError() != null) {
                table.add("      " + task.lastError());
            }
        }
        return "run %s: %s, %s, last change %s\n"
                        .formatted(
                                run.id(),
                                run.plan().strategy(),
                                run.status().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                RunTexts.seconds(run.updatedAt()))
                + table;
    }

    private static Map<String, @Nullable Object> object(ChunkRun run) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("export", run.export());
        object.put("run_id", run.id().value());
        object.put("plan_hash", run.planHash());
        object.put("strategy", run.plan().strategy());
        object.put("status", run.status().name().toLowerCase(Locale.ROOT));
        object.put("updated_at", run.updatedAt().toString());
        object.put("tasks", run.tasks().stream().map(task -> object(run, task)).toList());
        return object;
    }

    private static Map<String, @Nullable Object> object(ChunkRun run, Task task) {
        Slice slice = slice(run, task);
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("chunk_index", task.ordinal());
        object.put("status", status(task));
        object.put("start_key", slice.lower().map(Edge::text).orElse(null));
        object.put("end_key", slice.upper().map(Edge::text).orElse(null));
        object.put("attempts", task.attempts());
        object.put(
                "rows_written", task.delivered().map(each -> each.files().rowCount()).orElse(null));
        object.put("file_name", file(task).orElse(null));
        object.put("last_error", task.lastError());
        return object;
    }

    private static String status(Task task) {
        return task.status().name().toLowerCase(Locale.ROOT);
    }

    private static Slice slice(ChunkRun run, Task task) {
        return run.plan().chunks().stream()
                .filter(chunk -> chunk.ordinal() == task.ordinal())
                .map(Chunk::slice)
                .findFirst()
                .orElseGet(Slice.Everything::new);
    }

    private static Optional<String> file(Task task) {
        return task.delivered()
                .map(Manifest::files)
                .map(Manifest.Files::parts)
                .filter(parts -> !parts.isEmpty())
                .map(List::getFirst)
                .map(part -> part.file().name());
    }
}
