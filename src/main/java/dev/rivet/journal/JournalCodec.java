package dev.rivet.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivet.diag.Redaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A journal as one JSON document: `{run_id, export_name, entries: [{recorded_at, event}]}`. An
/// event is an object with one field, its name. Texts pass through [Redaction].
public final class JournalCodec {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JournalCodec() {}

    public static String write(RunId run, String export, List<JournalEntry> entries) {
        ObjectNode root = JSON.createObjectNode();
        root.put("run_id", run.value());
        root.put("export_name", export);
        ArrayNode array = root.putArray("entries");
        for (JournalEntry entry : entries) {
            ObjectNode node = array.addObject();
            node.put("recorded_at", entry.recordedAt().toString());
            writeEvent(entry.event(), node.putObject("event"));
        }
        return text(root);
    }

    private static void writeEvent(RunEvent event, ObjectNode node) {
        switch (event) {
            case RunEvent.PlanResolved plan -> writePlan(plan, node.putObject("PlanResolved"));
            case RunEvent.FileWritten file ->
                    node.putObject("FileWritten")
                            .put("file_name", file.fileName())
                            .put("rows", file.rows())
                            .put("bytes", file.bytes())
                            .put("part_index", file.partIndex());
            case RunEvent.Warning warning ->
                    node.putObject("Warning")
                            .put("context", warning.context())
                            .put("message", redacted(warning.message()));
            case RunEvent.SchemaChanged changed ->
                    writeChange(changed, node.putObject("SchemaChanged"));
            case RunEvent.ValidationResult validation ->
                    node.putObject("ValidationResult").put("passed", validation.passed());
            case RunEvent.RunCompleted completed ->
                    node.putObject("RunCompleted")
                            .put("status", completed.status().label())
                            .put("error_message", redacted(completed.errorMessage()))
                            .put("duration_ms", completed.durationMs());
        }
    }

    private static void writePlan(RunEvent.PlanResolved plan, ObjectNode node) {
        node.put("export_name", plan.exportName());
        node.put("base_query", redacted(plan.baseQuery()));
        node.put("strategy", plan.strategy());
        node.put("format", plan.format());
        node.put("compression", plan.compression());
        node.put("destination_type", plan.destinationType());
        node.put("tuning_profile", plan.tuningProfile());
        node.put("batch_size", plan.batchSize());
        node.put("validate", plan.validate());
    }

    private static void writeChange(RunEvent.SchemaChanged changed, ObjectNode node) {
        changed.added().forEach(node.putArray("added")::add);
        changed.removed().forEach(node.putArray("removed")::add);
        changed.typeChanged().forEach(node.putArray("type_changed")::add);
    }

    private static @Nullable String redacted(@Nullable String text) {
        return text == null ? null : Redaction.redact(text);
    }

    private static String text(ObjectNode root) {
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree always becomes JSON", e);
        }
    }
}
