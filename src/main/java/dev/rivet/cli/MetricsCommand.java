package dev.rivet.cli;

import dev.rivet.observe.Figures;
import dev.rivet.state.RunStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rivet metrics`.
@Command(name = "metrics", description = "List the runs and what they measured, newest first.")
final class MetricsCommand implements Callable<Integer> {
    private static final long MEGABYTE = 1024 * 1024;

    private final Surroundings surroundings;

    @Mixin final ConfigOptions options = new ConfigOptions();

    @Option(
            names = {"-l", "--last"},
            paramLabel = "N",
            defaultValue = "20",
            description = "At most this many. Default: ${DEFAULT-VALUE}.")
    int last;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    MetricsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        int limit = LimitOption.checked(last);
        return surroundings
                .engine()
                .run(
                        useCases -> {
                            print(useCases.metrics(options.config(), options.export(), limit));
                            return 0;
                        });
    }

    private void print(List<RunStore.Metric> runs) {
        if (json) {
            Results.json(
                    surroundings.results(), runs.stream().map(MetricsCommand::object).toList());
        } else if (runs.isEmpty()) {
            surroundings.screen().print("No runs yet.");
        } else {
            Results.text(surroundings.results(), table(runs));
        }
    }

    private static String table(List<RunStore.Metric> runs) {
        TextTable table =
                new TextTable(
                        TextTable.Column.words("EXPORT"),
                        TextTable.Column.words("STATUS"),
                        TextTable.Column.figures("ROWS"),
                        TextTable.Column.figures("DURATION"),
                        TextTable.Column.figures("RSS"),
                        TextTable.Column.figures("FILES"),
                        TextTable.Column.figures("BYTES"),
                        TextTable.Column.words("RUN ID"));
        runs.forEach(run -> addRun(table, run));
        return table.toString();
    }

    private static void addRun(TextTable table, RunStore.Metric run) {
        Long peak = run.peakRssMb();
        table.add(
                run.exportName(),
                run.status(),
                Figures.count(run.totalRows()),
                Figures.duration(Duration.ofMillis(run.durationMs())),
                peak == null ? "-" : Figures.bytes(peak * MEGABYTE),
                Figures.count(run.filesProduced()),
                Figures.bytes(run.bytesWritten()),
                run.runId());
        String error = run.errorMessage();
        if (error != null) {
            error.lines().findFirst().ifPresent(line -> table.add("error: " + line));
        }
        if (Boolean.FALSE.equals(run.validated())) {
            table.add("validation FAILED");
        }
        if (Boolean.TRUE.equals(run.schemaChanged())) {
            table.add("schema changed");
        }
    }

    private static Map<String, @Nullable Object> object(RunStore.Metric run) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("export_name", run.exportName());
        object.put("run_id", run.runId());
        object.put("run_at", run.runAt().toString());
        object.put("duration_ms", run.durationMs());
        object.put("total_rows", run.totalRows());
        object.put("peak_rss_mb", run.peakRssMb());
        object.put("status", run.status());
        object.put("error_message", message(run));
        object.put("tuning_profile", run.tuningProfile());
        object.put("format", run.format());
        object.put("mode", run.mode());
        object.put("files_produced", run.filesProduced());
        object.put("bytes_written", run.bytesWritten());
        object.put("retries", run.retries());
        object.put("validated", run.validated());
        object.put("schema_changed", run.schemaChanged());
        return object;
    }

    private static @Nullable String message(RunStore.Metric run) {
        String error = run.errorMessage();
        return error == null ? null : Results.clean(error);
    }
}
