package dev.rivet.observe;

import dev.rivet.journal.Outcome;
import dev.rivet.journal.RunSummary;
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
        return summary.outcome() == Outcome.FAILED
                && summary.rows() == 0
                && summary.bytesRead() == 0
                && summary.files() == 0;
    }

    private static String card(RunSummary summary) {
        Block card =
                new Block(summary.exportName())
                        .row("run_id", summary.runId().value())
                        .row("status", status(summary))
                        .row("tuning", tuning(summary))
                        .row("read path", summary.readPath())
                        .row("rows", Figures.count(summary.rows()))
                        .row("files", Figures.count(summary.files()))
                        .row("output", summary.output())
                        .row("bytes read", measured(summary.bytesRead()))
                        .row("bytes written", measured(summary.bytesWritten()))
                        .row("duration", Figures.duration(summary.duration()))
                        .row("peak RSS", measured(summary.peakRssBytes()))
                        .row("compression", compression(summary))
                        .row("validated", choice(summary.validated(), "pass", "FAIL"))
                        .row("schema", choice(summary.schemaChanged(), "CHANGED", "unchanged"))
                        .row("replaced", replaced(summary));
        summary.warnings().forEach(warning -> card.row("warning", warning));
        return card.toString();
    }

    static String status(RunSummary summary) {
        String label = summary.outcome().label();
        return summary.skipReason() == null ? label : label + " (" + summary.skipReason() + ")";
    }

    private static String tuning(RunSummary summary) {
        String profile = "profile=" + summary.tuningProfile();
        return summary.batchSize() > 0
                ? profile + ", batch_size=" + Figures.count(summary.batchSize())
                : profile;
    }

    private static @Nullable String measured(@Nullable Long bytes) {
        return bytes == null || bytes == 0 ? null : Figures.bytes(bytes);
    }

    private static @Nullable String compression(RunSummary summary) {
        boolean telling =
                summary.format().equals("parquet") && !summary.compression().equals("zstd");
        return telling ? summary.compression() : null;
    }

    private static @Nullable String choice(@Nullable Boolean value, String yes, String no) {
        return value == null ? null : value ? yes : no;
    }

    /// Values that have no place in their column's type, and became NULL.
    private static @Nullable String replaced(RunSummary summary) {
        if (summary.replaced().isEmpty()) {
            return null;
        }
        return summary.replaced().entrySet().stream()
                .map(each -> Figures.counted(each.getValue(), "value") + " of " + each.getKey())
                .collect(Collectors.joining(", ", "", " became NULL"));
    }
}
