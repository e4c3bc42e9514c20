package dev.rivet.source;

import dev.rivet.config.ConfigReader;
import dev.rivet.config.ExportConfig;
import dev.rivet.config.Selection;
import dev.rivet.diag.RivetException;
import dev.rivet.row.LogicalType;
import dev.rivet.row.Unrepresentable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One thing that a failure says to write, taken out of its words as a user would take it.
public sealed interface Remedy {
    /// Lines for the export, `columns:` or `on_unrepresentable:`.
    record Setting(
            String text, Map<String, LogicalType> overrides, Unrepresentable onUnrepresentable)
            implements Remedy {}

    /// What to select instead of the column.
    record Expression(String text) implements Remedy {}

    Pattern SETTING = Pattern.compile("`((?:columns|on_unrepresentable): [^`]+)`");

    /// Everything that the failure proposes.
    ///
    /// @param expression how an expression of SQL stands there, in its one or other group
    static List<Remedy> of(RivetException failure, Pattern expression) {
        String words = failure.getMessage() + "\n" + failure.diagnostic().action();
        Stream<Remedy> settings =
                SETTING.matcher(words).results().map(found -> setting(found.group(1)));
        Stream<Remedy> expressions =
                expression
                        .matcher(words)
                        .results()
                        .map(Remedy::group)
                        .filter(text -> !text.matches("(columns|on_unrepresentable):.*"))
                        .map(Expression::new);
        return Stream.concat(settings, expressions).toList();
    }

    private static String group(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1);
    }

    /// The query that the failure gives, as YAML reads it.
    static String query(RivetException failure) {
        String action = failure.diagnostic().action();
        String block = action.substring(action.indexOf("query: |"));
        return ((Selection.Query) read("format: csv\n" + block).selection()).sql();
    }

    private static Remedy setting(String line) {
        var columns = read("query: SELECT 1\nformat: csv\n" + line).columns();
        Unrepresentable policy = columns.onUnrepresentable();
        return new Setting(
                line, columns.overrides(), policy == null ? Unrepresentable.FAIL : policy);
    }

    private static ExportConfig read(String lines) {
        try {
            Path file = Files.createTempFile("remedy", ".yaml");
            Files.writeString(
                    file,
                    """
                    source: {type: postgres, host: localhost, user: u, database: d}
                    exports:
                      - name: a
                        destination: {type: stdout}
                    """
                            + lines.indent(4));
            ExportConfig export =
                    new ConfigReader(Map.of(), Clock.systemUTC())
                            .read(file, Map.of())
                            .config()
                            .exports()
                            .getFirst();
            Files.delete(file);
            return export;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
