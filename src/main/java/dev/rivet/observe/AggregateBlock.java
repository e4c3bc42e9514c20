package dev.rivet.observe;

import dev.rivet.journal.Outcome;
import dev.rivet.journal.RunReport;
import dev.rivet.journal.Volume;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a person is told at the end of an invocation of several exports.
public final class AggregateBlock {
    private AggregateBlock() {}

    public static String of(RunReport report) {
        long rows = report.total(Volume::rows);
        long read = report.total(Volume::bytesRead);
        long written = report.total(Volume::bytesWritten);
        return new Block(Figures.counted(report.exports().size(), "export"))
                .row("id", report.id())
                .row("status", status(report))
                .row("rows", Figures.count(rows))
                .row("files", Figures.count(report.total(Volume::files)))
                .row("bytes read", read == 0 ? null : Figures.bytes(read))
                .row("bytes written", written == 0 ? null : Figures.bytes(written))
                .row("duration", Figures.duration(report.duration()) + " (wall clock)")
                .row("throughput", throughput(report, rows, read))
                .row("retries", SummaryCard.retries(report.retries()))
                .row("mode", AggregateJson.PARALLEL_MODE)
                .row("config", report.configPath().toString())
                .row("failed exports", failed(report))
                .toString();
    }

    /// `2 success · 1 failed`: only what happened.
    private static String status(RunReport report) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> report.count(outcome) > 0)
                .map(outcome -> report.count(outcome) + " " + outcome.label())
                .collect(Collectors.joining(" · "));
    }

    private static @Nullable String throughput(RunReport report, long rows, long bytes) {
        double seconds = report.duration().toMillis() / 1000.0;
        if (seconds <= 0 || rows == 0) {
            return null;
        }
        String rowRate = Figures.count(Math.round(rows / seconds)) + " rows/s";
        return bytes == 0
                ? rowRate
                : rowRate + " · " + Figures.bytes(Math.round(bytes / seconds)) + "/s";
    }

    private static @Nullable String failed(RunReport report) {
        String names =
                report.undelivered().stream()
                        .map(each -> each.run().exportName())
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? null : names;
    }
}
