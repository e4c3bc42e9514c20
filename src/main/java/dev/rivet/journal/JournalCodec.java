package dev.rivet.journal;

import dev.rivet.diag.Redaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A journal as one JSON document: `{run_id, export_name, entries: [{recorded_at, event}]}`. An
/// event is an object with one field, its name. Texts pass through [Redaction].
public final class JournalCodec {
    private JournalCodec() {}

    public static String write(Journal journal) {
        return SummaryJson.line(
                fields(
                        "run_id", journal.run().value(),
                        "export_name", journal.exportName(),
                        "entries", entries(journal)));
    }

    /// The entries as they stand in the document.
    public static List<Map<String, @Nullable Object>> entries(Journal journal) {
        return journal.entries().stream().map(JournalCodec::entry).toList();
    }

    /// What was written. Events of a name that is not known here are left out.
    ///
    /// @throws IllegalArgumentException for other text
    public static Journal read(String json) {
        return JournalText.of(SummaryJson.read(json));
    }

    private static Map<String, @Nullable Object> entry(JournalEntry entry) {
        RunEvent event = entry.event();
        return fields(
                "recorded_at",
                entry.recordedAt().toString(),
                "event",
                fields(event.getClass().getSimpleName(), event(event)));
    }

    private static Map<String, @Nullable Object> event(RunEvent event) {
        return switch (event) {
            case RunEvent.PlanResolved plan -> plan(plan);
            case RunEvent.FileWritten(var name, var rows, var bytes, var index) ->
                    fields("file_name", name, "rows", rows, "bytes", bytes, "part_index", index);
            case RunEvent.Warning(var context, var message) ->
                    fields("context", context, "message", redacted(message));
            case RunEvent.SchemaChanged(var added, var removed, var retyped) ->
                    fields("added", added, "removed", removed, "type_changed", retyped);
            case RunEvent.ChunkStarted(var index, var start, var end) ->
                    fields("chunk_index", index, "start_key", start, "end_key", end);
            case RunEvent.ChunkCompleted(var index, var rows, var name) ->
                    fields("chunk_index", index, "rows", rows, "file_name", name);
            case RunEvent.ChunkFailed(var index, var error, var attempt) ->
                    fields("chunk_index", index, "error", redacted(error), "attempt", attempt);
            case RunEvent.RetryAttempted(var attempt, var reason, var backoff) ->
                    fields(
                            "attempt", attempt,
                            "reason", redacted(reason),
                            "backoff_ms", backoff.toMillis());
            case RunEvent.ValidationResult(var passed) -> fields("passed", passed);
            case RunEvent.RunCompleted(var status, var message, var duration) ->
                    fields(
                            "status", status.label(),
                            "error_message", redacted(message),
                            "duration_ms", duration.toMillis());
        };
    }

    private static Map<String, @Nullable Object> plan(RunEvent.PlanResolved plan) {
        return fields(
                "export_name", plan.exportName(),
                "base_query", redacted(plan.baseQuery()),
                "strategy", plan.strategy(),
                "format", plan.files().format(),
                "compression", plan.files().compression(),
                "destination_type", plan.destinationType(),
                "tuning_profile", plan.tuning().profile(),
                "batch_size", plan.tuning().batchRows(),
                "validate", plan.validate());
    }

    /// Names and values in turn, in this order.
    private static Map<String, @Nullable Object> fields(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return fields;
    }

    private static @Nullable String redacted(@Nullable String text) {
        return text == null ? null : Redaction.redact(text);
    }
}
