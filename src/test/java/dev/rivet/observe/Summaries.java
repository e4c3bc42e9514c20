package dev.rivet.observe;

import dev.rivet.diag.Diagnostic;
import dev.rivet.journal.Ending;
import dev.rivet.journal.FileKind;
import dev.rivet.journal.RunId;
import dev.rivet.journal.RunReport;
import dev.rivet.journal.RunSummary;
import dev.rivet.journal.Volume;
import dev.rivet.row.SchemaChange;
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
                run(export),
                route("portal", "file:///data/" + export, new FileKind("parquet", "zstd")),
                new RunSummary.Tuning("balanced", 10_000),
                new Volume(rows, files, 16_357_785, 4_404_019),
                new RunSummary.Findings(
                        true,
                        List.of(),
                        Map.of("created_at", 3L),
                        List.of("one column is lossy"),
                        RunSummary.Reach.NONE),
                new RunSummary.Spent(START, START.plusMillis(2_200), 0, 61L * 1024 * 1024),
                new Ending.Delivered());
    }

    /// Delivered by a later attempt than the first.
    public static RunSummary retried(String export, int retries) {
        RunSummary same = delivered(export, 1, 1);
        return new RunSummary(
                same.run(),
                same.route(),
                same.tuning(),
                same.volume(),
                same.findings(),
                new RunSummary.Spent(START, START.plusMillis(2_200), retries, null),
                same.ending());
    }

    /// Delivered, with other columns than the time before.
    public static RunSummary changed(String export, List<SchemaChange> changes) {
        RunSummary same = delivered(export, 1, 1);
        return new RunSummary(
                same.run(),
                same.route(),
                same.tuning(),
                same.volume(),
                new RunSummary.Findings(null, changes, Map.of(), List.of(), RunSummary.Reach.NONE),
                same.spent(),
                same.ending());
    }

    /// Stopped before anything was read.
    public static RunSummary refused(String export, Diagnostic why) {
        return failed(export, 0, why);
    }

    /// Stopped after some rows.
    public static RunSummary failed(String export, long rows, Diagnostic why) {
        return ended(export, rows, new Ending.Failed(why));
    }

    public static RunSummary skipped(String export, String reason) {
        return ended(export, 0, new Ending.Skipped(reason));
    }

    private static RunSummary ended(String export, long rows, Ending ending) {
        return new RunSummary(
                run(export),
                route(null, null, new FileKind("csv", "none")),
                new RunSummary.Tuning("balanced", 0),
                new Volume(rows, 0, rows * 10, 0),
                new RunSummary.Findings(null, null, Map.of(), List.of(), RunSummary.Reach.NONE),
                new RunSummary.Spent(START, START.plusMillis(850), 0, null),
                ending);
    }

    private static RunSummary.Identity run(String export) {
        return new RunSummary.Identity(RunId.of(export, START, 4711), export, "full");
    }

    private static RunSummary.Route route(
            @Nullable String readPath, @Nullable String output, FileKind files) {
        return new RunSummary.Route("postgres", readPath, "local", output, files);
    }

    public static RunReport report(RunSummary... exports) {
        return new RunReport(
                RunReport.idAt(START, 0x1abcdef),
                START,
                START.plus(Duration.ofSeconds(4)),
                Path.of("/etc/rivet/rivet.yaml"),
                List.of(exports));
    }
}
