package dev.rivet.cli;

import dev.rivet.observe.Figures;
import dev.rivet.state.RunStore;
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
                .show(
                        useCases -> useCases.metrics(options.config(), options.export(), limit),
                        this::print);
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

    private static void addRun(TextTable table, RunStore.Metric metric) {
        Long peak = metric.spent().peakRssBytes();
        table.add(
                metric.run().exportName(),
                metric.ended().status(),
                Figures.count(metric.volume().rows()),
                Figures.duration(metric.spent().duration()),
                peak == null ? "-" : Figures.bytes(peak),
                Figures.count(metric.volume().files()),
                Figures.bytes(metric.volume().bytesWritten()),
                metric.run().id().value());
        String error = metric.ended().errorMessage();
        if (error != null) {
            error.lines().findFirst().ifPresent(line -> table.add("error: " + line));
        }
        if (metric.spent().retries() > 0) {
            table.add("retries: " + Figures.count(metric.spent().retries()));
        }
        if (Boolean.FALSE.equals(metric.checks().validated())) {
            table.add("validation FAILED");
        }
        if (Boolean.TRUE.equals(metric.checks().schemaChanged())) {
            table.add("schema changed");
        }
    }

    private static Map<String, @Nullable Object> object(RunStore.Metric metric) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("export_name", metric.run().exportName());
        object.put("run_id", metric.run().id().value());
        object.put("run_at", metric.spent().startedAt().toString());
        object.put("duration_ms", metric.spent().duration().toMillis());
        object.put("total_rows", metric.volume().rows());
        object.put("peak_rss_mb", megabytes(metric.spent().peakRssBytes()));
        object.put("status", metric.ended().status());
        object.put("error_message", message(metric));
        object.put("tuning_profile", metric.tuningProfile());
        object.put("format", metric.format());
        object.put("mode", metric.run().mode());
        object.put("files_produced", metric.volume().files());
        object.put("bytes_written", metric.volume().bytesWritten());
        object.put("retries", metric.spent().retries());
        object.put("validated", metric.checks().validated());
        object.put("schema_changed", metric.checks().schemaChanged());
        return object;
    }

    private static @Nullable Long megabytes(@Nullable Long bytes) {
        return bytes == null ? null : bytes / MEGABYTE;
    }

    private static @Nullable String message(RunStore.Metric metric) {
        String error = metric.ended().errorMessage();
        return error == null ? null : Results.clean(error);
    }
}
