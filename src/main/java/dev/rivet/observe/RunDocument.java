package dev.rivet.observe;

import dev.rivet.journal.RunSummary;
import dev.rivet.journal.SummaryJson;
import dev.rivet.journal.Volume;
import dev.rivet.row.SchemaChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One run as it is kept beside the configuration.
final class RunDocument {
    private static final long MEGABYTE = 1024 * 1024;

    private RunDocument() {}

    /// All keys are always there; what does not apply is null.
    static String json(RunSummary summary, Path config) {
        RunSummary.Identity run = summary.run();
        RunSummary.Route route = summary.route();
        Volume volume = summary.volume();
        RunSummary.Findings findings = summary.findings();
        RunSummary.Spent spent = summary.spent();
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("run_id", run.id().value());
        document.put("export_name", run.exportName());
        document.put("mode", run.mode());
        document.put("status", summary.outcome().label());
        document.put("started_at", spent.startedAt().toString());
        document.put("finished_at", spent.finishedAt().toString());
        document.put("duration_ms", spent.duration().toMillis());
        document.put("source_engine", route.sourceEngine());
        document.put("destination_kind", route.destinationKind());
        document.put("output", route.output());
        document.put("format", route.files().format());
        document.put("compression", route.files().compression());
        document.put("tuning_profile", summary.tuning().profile());
        document.put("batch_size", summary.tuning().batchRows());
        document.put("read_path", route.readPath());
        document.put("total_rows", volume.rows());
        document.put("files_produced", volume.files());
        document.put("bytes_read", volume.bytesRead());
        document.put("bytes_written", volume.bytesWritten());
        document.put("peak_rss_mb", megabytes(spent.peakRssBytes()));
        document.put("retries", spent.retries());
        document.put("pg_temp_bytes_delta", null);
        document.put("validation", validation(findings.validated()));
        document.put("reconciliation", null);
        document.put("schema_changed", findings.schemaChanged());
        document.put("schema_changes", schemaChanges(findings.schemaChanges()));
        document.put("plan_warnings", List.of());
        document.put("warnings", findings.warnings());
        document.put("replaced_values", findings.replaced());
        document.put("skip_reason", summary.ending().skipReason());
        document.put("error_message", AggregateJson.message(summary));
        boolean resumable = summary.failed().isPresent() && findings.reach().chunksKept() > 0;
        document.put("resumable", resumable);
        document.put(
                "resume_command",
                resumable ? "rivet run -c %s -e %s".formatted(config, run.exportName()) : null);
        document.put("apply_context", null);
        return SummaryJson.pretty(document);
    }

    /// One object that says what came, what went and what became what; none where nothing changed.
    private static List<Map<String, @Nullable Object>> schemaChanges(
            @Nullable List<SchemaChange> changes) {
        if (changes == null || changes.isEmpty()) {
            return List.of();
        }
        List<String> added = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        List<List<String>> retyped = new ArrayList<>();
        for (SchemaChange change : changes) {
            switch (change) {
                case SchemaChange.Added(var name, _) -> added.add(name);
                case SchemaChange.Removed(var name) -> removed.add(name);
                case SchemaChange.Retyped(var name, var before, var after) ->
                        retyped.add(List.of(name, before, after));
            }
        }
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("added", added);
        object.put("removed", removed);
        object.put("type_changed", retyped);
        return List.of(object);
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
