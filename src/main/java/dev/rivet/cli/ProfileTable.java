package dev.rivet.cli;

import dev.rivet.observe.StageProfile;
import dev.rivet.observe.StageProfile.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// A profile for people: a line for each column, in milliseconds, and their sum.
final class ProfileTable {
    /// The environment variable that asks for it.
    static final String VARIABLE = "RIVET_PROFILE";

    private ProfileTable() {}

    static StageProfile profile(Map<String, String> environment) {
        return "1".equals(environment.get(VARIABLE)) ? StageProfile.on() : StageProfile.off();
    }

    static String of(StageProfile profile) {
        List<TextTable.Column> columns = new ArrayList<>();
        columns.add(TextTable.Column.words("milliseconds"));
        columns.add(TextTable.Column.figures("total"));
        for (Stage stage : Stage.values()) {
            columns.add(TextTable.Column.figures(stage.name().toLowerCase(Locale.ROOT)));
        }
        TextTable table = new TextTable(columns.toArray(TextTable.Column[]::new));
        List<StageProfile.Line> lines = profile.lines();
        lines.forEach(line -> table.add(cells(line.column(), line::of, line.total())));
        table.add(
                cells(
                        "sum",
                        stage -> sum(lines.stream().map(line -> line.of(stage)).toList()),
                        sum(lines.stream().map(StageProfile.Line::total).toList())));
        return table.toString();
    }

    private static String[] cells(String name, Function<Stage, Duration> time, Duration total) {
        List<String> cells = new ArrayList<>();
        cells.add(name);
        cells.add(millis(total));
        for (Stage stage : Stage.values()) {
            cells.add(millis(time.apply(stage)));
        }
        return cells.toArray(String[]::new);
    }

    private static Duration sum(List<Duration> durations) {
        return durations.stream().reduce(Duration.ZERO, Duration::plus);
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%,d", duration.toMillis());
    }
}
