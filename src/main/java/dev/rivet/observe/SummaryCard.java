package dev.rivet.observe;

import dev.rivet.journal.FileKind;
import dev.rivet.journal.Outcome;
import dev.rivet.journal.RunSummary;
import dev.rivet.journal.Volume;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a person is told at the end of one export. A value that was not measured has no row.
public final class SummaryCard {
    private SummaryCard() {}

    /// Empty for a run that was stopped before it read anything: its error says it all.
    public static Optional<String> of(RunSummary summary) {
        return neverStarted(summary) ? Optional.empty() : Optional.of(card(summary));
    }

    private static boolean neverStarted(RunSummary summary) {
        Volume volume = summary.volume();
        return summary.outcome() == Outcome.FAILED
                && volume.rows() == 0
                && volume.bytesRead() == 0
                && volume.files() == 0;
    }

    private static String card(RunSummary summary) {
        Volume volume = summary.volume();
        RunSummary.Findings findings = summary.findings();
        RunSummary.Spent spent = summary.spent();
        Block card =
                new Block(summary.run().exportName())
                        .row("run_id", summary.run().id().value())
                        .row("status", status(summary))
                        .row("tuning", tuning(summary.tuning()))
                        .row("read path", summary.route().readPath())
                        .row("cursor", findings.reach().cursor())
                        .row("rows", Figures.count(volume.rows()))
                        .row("files", Figures.count(volume.files()))
                        .row("output", summary.route().output())
                        .row("bytes read", measured(volume.bytesRead()))
                        .row("bytes written", measured(volume.bytesWritten()))
                        .row("duration", Figures.duration(spent.duration()))
                        .row("peak RSS", measured(spent.peakRssBytes()))
                        .row("compression", compression(summary.route().files()))
                        .row("retries", retries(spent.retries()))
                        .row("validated", choice(findings.validated(), "pass", "FAIL"))
                        .row("schema", choice(findings.schemaChanged(), "CHANGED", "unchanged"))
                        .row("replaced", replaced(findings.replaced()));
        findings.warnings().forEach(warning -> card.row("warning", warning));
        return card.toString();
    }

    static @Nullable String retries(int retries) {
        return retries == 0 ? null : Figures.count(retries);
    }

    static String status(RunSummary summary) {
        String label = summary.outcome().label();
        String reason = summary.ending().skipReason();
        return reason == null ? label : label + " (" + reason + ")";
    }

    private static String tuning(RunSummary.Tuning tuning) {
        String profile = "profile=" + tuning.profile();
        return tuning.batchRows() > 0
                ? profile + ", batch_size=" + Figures.count(tuning.batchRows())
                : profile;
    }

    private static @Nullable String measured(@Nullable Long bytes) {
        return bytes == null || bytes == 0 ? null : Figures.bytes(bytes);
    }

    private static @Nullable String compression(FileKind files) {
        boolean telling = files.format().equals("parquet") && !files.compression().equals("zstd");
        return telling ? files.compression() : null;
    }

    private static @Nullable String choice(@Nullable Boolean value, String yes, String no) {
        return value == null ? null : value ? yes : no;
    }

    /// Values that have no place in their column's type, and became NULL.
    private static @Nullable String replaced(Map<String, Long> replaced) {
        if (replaced.isEmpty()) {
            return null;
        }
        return replaced.entrySet().stream()
                .map(each -> Figures.counted(each.getValue(), "value") + " of " + each.getKey())
                .collect(Collectors.joining(", ", "", " became NULL"));
    }
}
