package dev.rivet.observe;

import dev.rivet.journal.Outcome;
import dev.rivet.journal.RunSummary;
import dev.rivet.journal.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One export in one line: how it ended and what it delivered.
public final class ResultLine {
    private ResultLine() {}

    public static String of(RunSummary summary) {
        List<String> words = new ArrayList<>();
        words.add(
                String.format(Locale.ROOT, "%s %-16s", mark(summary), summary.run().exportName()));
        words.add(verdict(summary));
        Volume volume = summary.volume();
        if (summary.outcome() == Outcome.SUCCESS || volume.rows() > 0 || volume.files() > 0) {
            words.add(Figures.counted(volume.rows(), "row"));
            words.add(Figures.counted(volume.files(), "file"));
            words.add(Figures.bytes(volume.bytesWritten()));
        }
        words.add(Figures.duration(summary.spent().duration()));
        return String.join("  ", words);
    }

    private static String mark(RunSummary summary) {
        return switch (summary.outcome()) {
            case SUCCESS -> "✓";
            case FAILED -> "✗";
            case SKIPPED -> "•";
            case INTERRUPTED -> "⚠";
        };
    }

    private static String verdict(RunSummary summary) {
        return switch (summary.outcome()) {
            case SUCCESS -> summary.run().mode();
            case FAILED, INTERRUPTED -> summary.outcome().label();
            case SKIPPED -> SummaryCard.status(summary);
        };
    }
}
