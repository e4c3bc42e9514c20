package dev.rivet.cli;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.journal.SummaryJson;
import dev.rivet.observe.Figures;
import dev.rivet.state.Retention;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rivet state vacuum`.
@Command(
        name = "vacuum",
        description = {
            "Throw away old journals, runs, metrics, lists of files and reports, and make the state"
                    + " smaller.",
            "What an export needs for its next run stays, as do its newest delivery and every run"
                    + " that has not ended."
        })
final class StateVacuumCommand implements Callable<Integer> {
    /// More would be before there were computers.
    private static final int MOST_DAYS = 36_500;

    private final Surroundings surroundings;

    @Mixin final ConfigOption options = new ConfigOption();

    @Option(
            names = "--keep-days",
            paramLabel = "N",
            defaultValue = "90",
            description = "Keep what is at most this many days old. Default: ${DEFAULT-VALUE}.")
    int keepDays;

    @Option(names = "--dry-run", description = "Only tell what would be thrown away.")
    boolean dryRun;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    StateVacuumCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (keepDays < 0 || keepDays > MOST_DAYS) {
            throw Diagnostic.of(
                            Code.CLI_VALUE_INVALID,
                            "--keep-days is " + keepDays,
                            "Give it a number of days from 0 to " + MOST_DAYS + ".")
                    .toException();
        }
        Retention.Effect effect = dryRun ? Retention.Effect.COUNT : Retention.Effect.REMOVE;
        return surroundings
                .engine()
                .show(
                        useCases -> useCases.state().vacuum(options.config(), keepDays, effect),
                        this::print);
    }

    private void print(Retention.Removed removed) {
        if (json) {
            Results.text(surroundings.results(), SummaryJson.pretty(object(removed)));
        } else {
            Results.text(surroundings.results(), text(removed));
        }
    }

    private String text(Retention.Removed removed) {
        TextTable table =
                new TextTable(TextTable.Column.words("TABLE"), TextTable.Column.figures("ROWS"));
        removed.rows().forEach((name, rows) -> table.add(name, Figures.count(rows)));
        String all = Figures.counted(removed.total(), "row");
        String age = " older than " + Figures.counted(keepDays, "day");
        if (dryRun) {
            return table + all + age + " would be removed.\n";
        }
        return "%s%s%s removed; the state has %s, and had %s.\n"
                .formatted(
                        table,
                        all,
                        age,
                        Figures.bytes(removed.bytesAfter()),
                        Figures.bytes(removed.bytesBefore()));
    }

    private Map<String, @Nullable Object> object(Retention.Removed removed) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("dry_run", dryRun);
        object.put("keep_days", keepDays);
        object.put("removed", removed.rows());
        object.put("removed_rows", removed.total());
        object.put("bytes_before", removed.bytesBefore());
        object.put("bytes_after", removed.bytesAfter());
        return object;
    }
}
