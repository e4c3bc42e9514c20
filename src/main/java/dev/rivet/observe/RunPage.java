package dev.rivet.observe;

import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Redaction;
import dev.rivet.journal.RunSummary;
import org.jspecify.annotations.Nullable;

/// One run as a Markdown page.
final class RunPage {
    private final StringBuilder text = new StringBuilder();

    private RunPage() {}

    static String of(RunSummary summary) {
        RunPage page = new RunPage();
        page.text
                .append("# ")
                .append(summary.exportName())
                .append(": ")
                .append(SummaryCard.status(summary))
                .append("\n\nRun `")
                .append(summary.runId())
                .append("`, ")
                .append(summary.startedAt())
                .append(" to ")
                .append(summary.finishedAt())
                .append(".\n");
        page.plan(summary);
        page.throughput(summary);
        page.verdicts(summary);
        page.warnings(summary);
        summary.failed().ifPresent(page::error);
        return page.text.toString();
    }

    private void plan(RunSummary summary) {
        section("Plan");
        item("source", summary.sourceEngine());
        item("mode", summary.mode());
        item("read path", summary.readPath());
        item("destination", summary.destinationKind());
        item("output", summary.output());
        item("format", summary.format() + ", compression " + summary.compression());
        item("tuning profile", summary.tuningProfile());
    }

    private void throughput(RunSummary summary) {
        section("Throughput");
        item("rows", Figures.count(summary.rows()));
        item("files", Figures.count(summary.files()));
        item("bytes read", Figures.bytes(summary.bytesRead()));
        item("bytes written", Figures.bytes(summary.bytesWritten()));
        item("duration", Figures.duration(summary.duration()));
        Long peak = summary.peakRssBytes();
        item("peak RSS", peak == null ? null : Figures.bytes(peak));
    }

    private void verdicts(RunSummary summary) {
        if (summary.validated() == null && summary.schemaChanged() == null) {
            return;
        }
        section("Verdicts");
        item("validated", word(summary.validated(), "pass", "FAIL"));
        item("schema", word(summary.schemaChanged(), "changed", "unchanged"));
    }

    private void warnings(RunSummary summary) {
        if (summary.warnings().isEmpty() && summary.replaced().isEmpty()) {
            return;
        }
        section("Warnings");
        summary.warnings().forEach(this::bullet);
        summary.replaced()
                .forEach(
                        (column, values) ->
                                bullet(
                                        "`%s`: %s became NULL"
                                                .formatted(
                                                        column, Figures.counted(values, "value"))));
    }

    private void error(Diagnostic failure) {
        section("Error");
        text.append('`').append(failure.code().stableName()).append("`: ");
        text.append(Redaction.redact(failure.message())).append("\n\n");
        text.append(Redaction.redact(failure.action())).append('\n');
    }

    private void section(String title) {
        text.append("\n## ").append(title).append("\n\n");
    }

    private void item(String label, @Nullable String value) {
        if (value != null) {
            bullet(label + ": " + value);
        }
    }

    private void bullet(String line) {
        text.append("- ").append(line).append('\n');
    }

    private static @Nullable String word(@Nullable Boolean value, String yes, String no) {
        return value == null ? null : value ? yes : no;
    }
}
