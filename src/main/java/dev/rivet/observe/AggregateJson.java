package dev.rivet.observe;

import dev.rivet.diag.Redaction;
import dev.rivet.journal.ErrorObject;
import dev.rivet.journal.Outcome;
import dev.rivet.journal.RunReport;
import dev.rivet.journal.RunSummary;
import dev.rivet.journal.SummaryJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One invocation as a document for programs. All keys are always there; what does not apply is
/// null.
public final class AggregateJson {
    static final String PARALLEL_MODE = "sequential";

    private AggregateJson() {}

    /// Indented, ending in a line feed.
    public static String of(RunReport report) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("run_aggregate_id", report.id());
        document.put("started_at", report.startedAt().toString());
        document.put("finished_at", report.finishedAt().toString());
        document.put("duration_ms", report.duration().toMillis());
        document.put("config_path", report.configPath().toString());
        document.put("parallel_mode", PARALLEL_MODE);
        document.put("total_exports", report.exports().size());
        document.put("success_count", report.count(Outcome.SUCCESS));
        document.put("failed_count", report.undelivered().size());
        document.put("skipped_count", report.count(Outcome.SKIPPED));
        document.put("total_rows", report.total(RunSummary::rows));
        document.put("total_files", report.total(RunSummary::files));
        document.put("total_bytes", report.total(RunSummary::bytesWritten));
        document.put("total_bytes_read", report.total(RunSummary::bytesRead));
        document.put("per_export", report.exports().stream().map(AggregateJson::export).toList());
        return SummaryJson.pretty(document);
    }

    private static Map<String, @Nullable Object> export(RunSummary summary) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("export_name", summary.exportName());
        object.put("status", status(summary));
        object.put("run_id", summary.runId().value());
        object.put("rows", summary.rows());
        object.put("files", summary.files());
        object.put("bytes", summary.bytesWritten());
        object.put("bytes_read", summary.bytesRead());
        object.put("duration_ms", summary.duration().toMillis());
        object.put("mode", summary.mode());
        object.put("stop_reason", stopReason(summary));
        object.put("error", error(summary));
        object.put("error_message", message(summary));
        object.put("answered_by_run", null);
        object.put("skip_reason", summary.skipReason());
        object.put("tables", null);
        return object;
    }

    /// An interrupted export counts as failed for those who drive rivet; why is in `stop_reason`.
    private static String status(RunSummary summary) {
        return switch (summary.outcome()) {
            case SUCCESS, SKIPPED, FAILED -> summary.outcome().label();
            case INTERRUPTED -> Outcome.FAILED.label();
        };
    }

    private static @Nullable String stopReason(RunSummary summary) {
        return switch (summary.outcome()) {
            case SUCCESS, SKIPPED, FAILED -> null;
            case INTERRUPTED -> summary.outcome().label();
        };
    }

    private static @Nullable Map<String, @Nullable Object> error(RunSummary summary) {
        return summary.failed()
                .map(each -> each.at(each.place().inExport(summary.exportName())))
                .map(each -> ErrorObject.of(List.of(each)))
                .orElse(null);
    }

    static @Nullable String message(RunSummary summary) {
        return summary.failed().map(each -> Redaction.redact(each.message())).orElse(null);
    }
}
