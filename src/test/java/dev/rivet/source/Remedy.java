package dev.rivet.source;

import dev.rivet.config.ConfigReader;
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
    /// @param expression how an expression of SQL stands there, in group 1
    static List<Remedy> of(RivetException failure, Pattern expression) {
        String words = failure.getMessage() + "\n" + failure.diagnostic().action();
        Stream<Remedy> settings =
                SETTING.matcher(words).results().map(found -> setting(found.group(1)));
        Stream<Remedy> expressions =
                expression
                        .matcher(words)
                        .results()
                        .map(found -> found.group(1))
                        .filter(text -> !text.matches("(columns|on_unrepresentable):.*"))
                        .map(Expression::new);
        return Stream.concat(settings, expressions).toList();
    }

    private static Remedy setting(String line) {
        try {
            Path file = Files.createTempFile("remedy", ".yaml");
            Files.writeString(
                    file,
                    """
                    source: {type: postgres, host: localhost, user: u, database: d}
                    exports:
                      - name: a
                        query: SELECT 1
                        format: csv
                        destination: {type: stdout}
                        %s
                    """
                            .formatted(line));
            var columns =
                    new ConfigReader(Map.of(), Clock.systemUTC())
                            .read(file, Map.of())
                            .config()
                            .exports()
                            .getFirst()
                            .columns();
            Files.delete(file);
            Unrepresentable policy = columns.onUnrepresentable();
            return new Setting(
                    line, columns.overrides(), policy == null ? Unrepresentable.FAIL : policy);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
