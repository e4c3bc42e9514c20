package dev.rivet.cli;

import dev.rivet.app.StateUseCases.ExportState;
import dev.rivet.app.StateUseCases.RunState;
import dev.rivet.observe.Figures;
import dev.rivet.state.CursorStore;
import dev.rivet.state.Leases;
import dev.rivet.state.RunHistory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rivet state show`.
@Command(name = "show", description = "Show how each export stands: its last run and delivery.")
final class StateShowCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin final ConfigOptions options = new ConfigOptions();

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    StateShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return surroundings
                .engine()
                .show(
                        useCases -> useCases.state().show(options.config(), options.export()),
                        this::print);
    }

    private void print(List<ExportState> exports) {
        if (json) {
            Results.json(
                    surroundings.results(),
                    exports.stream().map(StateShowCommand::object).toList());
        } else {
            Results.text(surroundings.results(), table(exports));
        }
    }

    private static String table(List<ExportState> exports) {
        TextTable table =
                new TextTable(
                        TextTable.Column.words("EXPORT"),
                        TextTable.Column.words("MODE"),
                        TextTable.Column.words("STATUS"),
                        TextTable.Column.figures("ROWS"),
                        TextTable.Column.words("CURSOR"),
                        TextTable.Column.words("LAST RUN"),
                        TextTable.Column.words("LAST DELIVERED"));
        for (ExportState export : exports) {
            RunHistory.Run run = export.lastRun();
            RunHistory.Measured measured = run == null ? null : run.measured();
            table.add(
                    export.name(),
                    measured == null ? RunTexts.NONE : measured.mode(),
                    run == null ? "never ran" : RunTexts.status(state(export, run)),
                    measured == null ? RunTexts.NONE : Figures.count(measured.rows()),
                    export.cursor() == null ? RunTexts.NONE : export.cursor().mark().value().text(),
                    RunTexts.seconds(run == null ? null : run.startedAt()),
                    RunTexts.seconds(export.lastDeliveredAt()));
            if (export.holder() != null) {
                table.add("being run by " + RunTexts.holder(export.holder()));
            }
        }
        return table.toString();
    }

    private static RunState state(ExportState export, RunHistory.Run run) {
        Leases.Holder holder = export.holder();
        boolean own = holder != null && holder.runId().equals(run.id().value());
        return new RunState(run, own ? holder : null);
    }

    private static Map<String, @Nullable Object> object(ExportState export) {
        RunHistory.Run run = export.lastRun();
        RunHistory.Measured measured = run == null ? null : run.measured();
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("export_name", export.name());
        object.put("mode", measured == null ? null : measured.mode());
        CursorStore.Stored cursor = export.cursor();
        object.put("last_cursor_value", cursor == null ? null : cursor.mark().value().text());
        object.put("cursor_column", cursor == null ? null : cursor.mark().key().display());
        object.put("cursor_type", cursor == null ? null : cursor.mark().value().type().label());
        object.put("last_run_at", run == null ? null : run.startedAt().toString());
        object.put("last_run_id", run == null ? null : run.id().value());
        object.put("last_status", run == null ? null : run.outcome());
        object.put("last_rows", measured == null ? null : measured.rows());
        object.put("last_delivered_at", RunTexts.text(export.lastDeliveredAt()));
        object.put("holder", RunTexts.object(export.holder()));
        return object;
    }
}
