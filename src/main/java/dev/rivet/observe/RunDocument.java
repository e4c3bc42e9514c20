package dev.rivet.observe;

import dev.rivet.journal.RunSummary;
import dev.rivet.journal.SummaryJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One run as it is kept beside the configuration.
final class RunDocument {
    private static final long MEGABYTE = 1024 * 1024;

    private RunDocument() {}

    /// All keys are always there; what does not apply is null.
    static String json(RunSummary summary) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("run_id", summary.runId().value());
        document.put("export_name", summary.exportName());
        document.put("mode", summary.mode());
        document.put("status", summary.outcome().label());
        document.put("started_at", summary.startedAt().toString());
        document.put("finished_at", summary.finishedAt().toString());
        document.put("duration_ms", summary.duration().toMillis());
        document.put("source_engine", summary.sourceEngine());
        document.put("destination_kind", summary.destinationKind());
        document.put("output", summary.output());
        document.put("format", summary.format());
        document.put("compression", summary.compression());
        document.put("tuning_profile", summary.tuningProfile());
        document.put("batch_size", summary.batchSize());
        document.put("read_path", summary.readPath());
        document.put("total_rows", summary.rows());
        document.put("files_produced", summary.files());
        document.put("bytes_read", summary.bytesRead());
        document.put("bytes_written", summary.bytesWritten());
        document.put("peak_rss_mb", megabytes(summary.peakRssBytes()));
        document.put("retries", 0);
        document.put("pg_temp_bytes_delta", null);
        document.put("validation", validation(summary.validated()));
        document.put("reconciliation", null);
        document.put("schema_changed", summary.schemaChanged());
        document.put("schema_changes", List.of());
        document.put("plan_warnings", List.of());
        document.put("warnings", summary.warnings());
        document.put("replaced_values", summary.replaced());
        document.put("skip_reason", summary.skipReason());
        document.put("error_message", AggregateJson.message(summary));
        document.put("resumable", false);
        document.put("resume_command", null);
        document.put("apply_context", null);
        return SummaryJson.pretty(document);
    }

    private static @Nullable Long megabytes(@Nullable Long bytes) {
        return bytes == null ? null : bytes / MEGABYTE;
    }

    private static @Nullable Map<String, @Nullable Object> validation(@Nullable Boolean passed) {
        if (passed == null) {
            return null;
        }
        Map<String, @Nullable Object> validation = new LinkedHashMap<>();
        validation.put("passed", passed);
        validation.put("manifest", null);
        return validation;
    }
}
