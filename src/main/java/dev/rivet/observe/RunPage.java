package dev.rivet.observe;

import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Redaction;
import dev.rivet.journal.FileKind;
import dev.rivet.journal.RunSummary;
import dev.rivet.journal.Volume;
import dev.rivet.row.SchemaChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One run as a Markdown page.
final class RunPage {
    private final StringBuilder text = new StringBuilder();

    private RunPage() {}

    static String of(RunSummary summary) {
        RunPage page = new RunPage();
        page.text
                .append("# ")
                .append(summary.run().exportName())
                .append(": ")
                .append(SummaryCard.status(summary))
                .append("\n\nRun `")
                .append(summary.run().id())
                .append("`, ")
                .append(summary.spent().startedAt())
                .append(" to ")
                .append(summary.spent().finishedAt())
                .append(".\n");
        page.plan(summary);
        page.throughput(summary.volume(), summary.spent());
        page.verdicts(summary.findings());
        page.schemaChanges(summary.findings());
        page.warnings(summary.findings());
        summary.failed().ifPresent(page::error);
        return page.text.toString();
    }

    private void plan(RunSummary summary) {
        RunSummary.Route route = summary.route();
        FileKind files = route.files();
        section("Plan");
        item("source", route.sourceEngine());
        item("mode", summary.run().mode());
        item("read path", route.readPath());
        item("cursor", summary.findings().reach().cursor());
        item("destination", route.destinationKind());
        item("output", route.output());
        item("format", files.format() + ", compression " + files.compression());
        item("tuning profile", summary.tuning().profile());
    }

    private void throughput(Volume volume, RunSummary.Spent spent) {
        section("Throughput");
        item("rows", Figures.count(volume.rows()));
        item("files", Figures.count(volume.files()));
        item("bytes read", Figures.bytes(volume.bytesRead()));
        item("bytes written", Figures.bytes(volume.bytesWritten()));
        item("duration", Figures.duration(spent.duration()));
        item("retries", SummaryCard.retries(spent.retries()));
        Long peak = spent.peakRssBytes();
        item("peak RSS", peak == null ? null : Figures.bytes(peak));
    }

    private void verdicts(RunSummary.Findings findings) {
        if (findings.validated() == null && findings.schemaChanged() == null) {
            return;
        }
        section("Verdicts");
        item("validated", word(findings.validated(), "pass", "FAIL"));
        item("schema", word(findings.schemaChanged(), "changed", "unchanged"));
    }

    private void schemaChanges(RunSummary.Findings findings) {
        List<SchemaChange> changes = findings.schemaChanges();
        if (changes == null || changes.isEmpty()) {
            return;
        }
        section("Schema changes");
        for (SchemaChange change : changes) {
            bullet(
                    switch (change) {
                        case SchemaChange.Added(var name, var type) ->
                                "`%s` is new: %s".formatted(name, type);
                        case SchemaChange.Removed(var name) -> "`%s` is gone".formatted(name);
                        case SchemaChange.Retyped(var name, var before, var after) ->
                                "`%s` was %s and is %s".formatted(name, before, after);
                    });
        }
    }

    private void warnings(RunSummary.Findings findings) {
        if (findings.warnings().isEmpty() && findings.replaced().isEmpty()) {
            return;
        }
        section("Warnings");
        findings.warnings().forEach(this::bullet);
        findings.replaced()
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
