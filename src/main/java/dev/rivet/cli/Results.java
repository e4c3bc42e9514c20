package dev.rivet.cli;

import dev.rivet.diag.Redaction;
import dev.rivet.diag.TerminalText;
import dev.rivet.journal.SummaryJson;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What inspecting commands print on standard output.
final class Results {
    private Results() {}

    static void json(PrintStream out, List<Map<String, @Nullable Object>> rows) {
        text(out, SummaryJson.pretty(rows));
    }

    /// What rivet says of itself, with nothing in it from outside.
    static void own(PrintStream out, String text) {
        out.print(text);
        out.flush();
    }

    static void text(PrintStream out, String text) {
        text.lines().forEach(line -> out.print(clean(line) + "\n"));
        out.flush();
    }

    static String clean(String line) {
        return TerminalText.sanitise(Redaction.redact(line));
    }
}
