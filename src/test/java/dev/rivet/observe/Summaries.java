package dev.rivet.observe;

import dev.rivet.diag.Diagnostic;
import dev.rivet.journal.Outcome;
import dev.rivet.journal.RunId;
import dev.rivet.journal.RunReport;
import dev.rivet.journal.RunSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs to show, for tests.
public final class Summaries {
    public static final Instant START = Instant.parse("2026-11-21T05:02:50.505Z");

    private Summaries() {}

    public static RunSummary delivered(String export, long rows, int files) {
        return new RunSummary(
                RunId.of(export, START, 4711),
                export,
                "full",
                Outcome.SUCCESS,
                START,
                START.plusMillis(2_200),
                "postgres",
                "local",
                "file:///data/" + export,
                "parquet",
                "zstd",
                "balanced",
                10_000,
                "portal",
                rows,
                files,
                16_357_785,
                4_404_019,
                61L * 1024 * 1024,
                true,
                false,
                Map.of("created_at", 3L),
                List.of("one column is lossy"),
                null,
                null);
    }

    /// Stopped before anything was read.
    public static RunSummary refused(String export, Diagnostic why) {
        return ended(export, Outcome.FAILED, 0, why, null);
    }

    /// Stopped after some rows.
    public static RunSummary ended(
            String export,
            Outcome outcome,
            long rows,
            @Nullable Diagnostic why,
            @Nullable String skipReason) {
        return new RunSummary(
                RunId.of(export, START, 4711),
                export,
                "full",
                outcome,
                START,
                START.plusMillis(850),
                "postgres",
                "local",
                null,
                "csv",
                "none",
                "balanced",
                0,
                null,
                rows,
                0,
                rows * 10,
                0,
                null,
                null,
                null,
                Map.of(),
                List.of(),
                skipReason,
                why);
    }

    public static RunReport report(RunSummary... exports) {
        return new RunReport(
                RunReport.idAt(START),
                START,
                START.plus(Duration.ofSeconds(4)),
                Path.of("/etc/rivet/rivet.yaml"),
                List.of(exports));
    }
}
