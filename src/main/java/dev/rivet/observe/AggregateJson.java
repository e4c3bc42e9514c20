package dev.rivet.observe;

import dev.rivet.diag.Redaction;
import dev.rivet.journal.ErrorObject;
import dev.rivet.journal.Outcome;
import dev.rivet.journal.RunReport;
import dev.rivet.journal.RunSummary;
import dev.rivet.journal.SummaryJson;
import dev.rivet.journal.Volume;
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
        document.put("total_rows", report.total(Volume::rows));
        document.put("total_files", report.total(Volume::files));
        document.put("total_bytes", report.total(Volume::bytesWritten));
        document.put("total_bytes_read", report.total(Volume::bytesRead));
        document.put("total_retries", report.retries());
        document.put("per_export", report.exports().stream().map(AggregateJson::export).toList());
        return SummaryJson.pretty(document);
    }

    private static Map<String, @Nullable Object> export(RunSummary summary) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("export_name", summary.run().exportName());
        object.put("status", status(summary));
        object.put("run_id", summary.run().id().value());
        Volume volume = summary.volume();
        object.put("rows", volume.rows());
        object.put("files", volume.files());
        object.put("bytes", volume.bytesWritten());
        object.put("bytes_read", volume.bytesRead());
        object.put("duration_ms", summary.spent().duration().toMillis());
        object.put("retries", summary.spent().retries());
        object.put("mode", summary.run().mode());
        object.put("stop_reason", stopReason(summary));
        object.put("error", error(summary));
        object.put("error_message", message(summary));
        object.put("answered_by_run", null);
        object.put("skip_reason", summary.ending().skipReason());
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
        return summary.failed().map(each -> ErrorObject.of(List.of(each))).orElse(null);
    }

    static @Nullable String message(RunSummary summary) {
        return summary.failed().map(each -> Redaction.redact(each.message())).orElse(null);
    }
}
