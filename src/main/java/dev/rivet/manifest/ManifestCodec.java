package dev.rivet.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivet.destination.FileContent;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.FileKind;
import dev.rivet.journal.Outcome;
import dev.rivet.journal.RunId;
import dev.rivet.plan.Edge;
import dev.rivet.plan.ExportPlan;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Watermark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `manifest.json`, version 1, to bytes and back. The same manifest always gives the same
/// bytes. Long because one class knows the format, both ways.
public final class ManifestCodec {
    /// A longer document is neither read nor published.
    public static final int MAX_BYTES = 64 * 1024 * 1024;

    private static final int VERSION = 1;
    private static final String COMMITTED = "committed";
    private static final String UNKNOWN = "unknown";

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
    private static final DefaultPrettyPrinter PRETTY =
            new DefaultPrettyPrinter(
                            Separators.createDefaultInstance()
                                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                                    .withArrayEmptySeparator("")
                                    .withObjectEmptySeparator(""))
                    .withObjectIndenter(INDENT)
                    .withArrayIndenter(INDENT);

    private ManifestCodec() {}

    public static byte[] write(Manifest manifest) {
        Manifest.RunRef run = manifest.run();
        Manifest.Files files = manifest.files();
        ObjectNode root = JSON.createObjectNode();
        root.put("manifest_version", VERSION);
        root.put("run_id", run.id().value());
        root.put("export_name", run.exportName());
        root.put("mode", "batch");
        root.put("started_at", run.startedAt().toString());
        root.put("finished_at", run.finishedAt().toString());
        root.put("status", run.outcome().label());
        writeSource(manifest.source(), root.putObject("source"));
        ObjectNode destination = root.putObject("destination");
        destination.put("kind", manifest.destination().kind());
        destination.put("uri", manifest.destination().uri());
        root.put("format", files.kind().format());
        root.put("compression", files.kind().compression());
        root.put("schema_fingerprint", files.schemaFingerprint());
        root.put("row_count", files.rowCount());
        root.put("part_count", files.parts().size());
        ArrayNode parts = root.putArray("parts");
        files.parts().forEach(part -> writePart(part, parts.addObject()));
        writeReplaced(manifest.replaced(), root.putArray("replaced"));
        writeChecksums(manifest.checksums(), root);
        writeRowHash(manifest.rowHash(), root);
        return bytes(root);
    }

    private static void writeSource(Manifest.SourceRef source, ObjectNode node) {
        node.put("engine", source.engine());
        node.put("database", source.database());
        node.put("schema", source.schema());
        node.put("table", source.table());
        writeExtraction(source.extraction(), node.putObject("extraction"));
        node.put("consistency", source.consistency());
    }

    private static void writeExtraction(Manifest.Extraction extraction, ObjectNode node) {
        node.put("strategy", extraction.strategy());
        extraction
                .range()
                .ifPresent(
                        progress -> {
                            Watermark to = progress.to();
                            node.put("cursor_column", to.key().display());
                            to.key().columns().forEach(node.putArray("cursor_columns")::add);
                            node.put("cursor_type", to.value().type().label());
                            progress.start().ifPresent(from -> writeEdge("low", from, node));
                            writeEdge("high", to, node);
                        });
    }

    private static void writeEdge(String name, Watermark mark, ObjectNode node) {
        node.put("cursor_" + name, mark.value().text());
        node.put("cursor_" + name + "_delivered", mark.edge().isIncluded());
    }

    private static void writePart(Part part, ObjectNode node) {
        node.put("part_id", part.id());
        node.put("path", part.file().name());
        node.put("rows", part.rows());
        node.put("size_bytes", part.file().bytes());
        node.put("content_fingerprint", part.file().fingerprint());
        node.put("status", COMMITTED);
        if (part.moment() != null) {
            node.put("moment", part.moment());
        }
    }

    private static void writeReplaced(List<Manifest.Replaced> replaced, ArrayNode array) {
        for (Manifest.Replaced each : replaced) {
            array.addObject().put("column", each.column()).put("values", each.values());
        }
    }

    private static void writeChecksums(Manifest.@Nullable Checksums checksums, ObjectNode root) {
        if (checksums != null) {
            ArrayNode array = root.putArray("column_checksums");
            for (Manifest.ColumnChecksum column : checksums.columns()) {
                array.addObject()
                        .put("name", column.name())
                        .put("checksum", Long.toUnsignedString(column.sum()));
            }
            root.put("checksum_render", checksums.render());
        }
    }

    private static void writeRowHash(Manifest.@Nullable RowHash hash, ObjectNode root) {
        if (hash != null) {
            ObjectNode node = root.putObject("row_hash");
            node.put("column", hash.column());
            hash.covered().forEach(node.putArray("covered")::add);
            node.put("render", hash.render());
        }
    }

    private static byte[] bytes(ObjectNode root) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            JSON.writer(PRETTY).writeValue(bytes, root);
        } catch (IOException e) {
            throw new IllegalStateException("a tree always becomes JSON", e);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    /// Reads a manifest and checks that it agrees with itself. Unknown fields are ignored, and so
    /// are parts that are not committed.
    ///
    /// @param where the file, for the message
    /// @throws RivetException `DEST_CONTROL_ARTIFACT_INVALID` or `DEST_PREFIX_MODE_MISMATCH`
    public static Manifest read(byte[] content, String where) {
        try {
            return manifest(JSON.readTree(content), where);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw invalid(where, reason(e)).toException(e);
        }
    }

    private static Manifest manifest(JsonNode root, String where) {
        require(integer(root, "manifest_version") == VERSION, "manifest_version is not 1");
        String mode = root.path("mode").asText("batch");
        if (!mode.equals("batch")) {
            throw otherMode(where, mode).toException();
        }
        JsonNode source = object(root, "source");
        JsonNode destination = object(root, "destination");
        Manifest manifest =
                new Manifest(
                        run(root),
                        source(source),
                        new Manifest.DestinationRef(
                                text(destination, "kind"), text(destination, "uri")),
                        files(root),
                        each(root.path("replaced"), ManifestCodec::replaced),
                        rowHash(root),
                        checksums(root));
        requireConsistent(manifest.files(), root);
        return manifest;
    }

    private static Manifest.RunRef run(JsonNode root) {
        return new Manifest.RunRef(
                new RunId(text(root, "run_id")),
                text(root, "export_name"),
                Instant.parse(text(root, "started_at")),
                Instant.parse(text(root, "finished_at")),
                outcome(text(root, "status")));
    }

    private static Manifest.SourceRef source(JsonNode source) {
        return new Manifest.SourceRef(
                text(source, "engine"),
                source.path("database").textValue(),
                source.path("schema").textValue(),
                source.path("table").textValue(),
                extraction(source.path("extraction")),
                source.path("consistency").asText(UNKNOWN));
    }

    private static Manifest.Extraction extraction(JsonNode node) {
        return new Manifest.Extraction(node.path("strategy").asText(UNKNOWN), progress(node));
    }

    private static ExportPlan.@Nullable Progress progress(JsonNode node) {
        if (!node.path("cursor_high").isTextual() || !node.path("cursor_columns").isArray()) {
            return null;
        }
        KeyType type = KeyType.valueOf(text(node, "cursor_type").toUpperCase(Locale.ROOT));
        Key key = new Key(each(node.path("cursor_columns"), JsonNode::asText));
        boolean begun = node.path("cursor_low").isTextual();
        return new ExportPlan.Progress(
                begun ? watermark("low", key, type, node) : null,
                watermark("high", key, type, node));
    }

    private static Watermark watermark(String name, Key key, KeyType type, JsonNode node) {
        KeyValue value = new KeyValue(type, text(node, "cursor_" + name));
        boolean delivered = node.path("cursor_" + name + "_delivered").asBoolean(true);
        return new Watermark(key, delivered ? Edge.including(value) : Edge.excluding(value));
    }

    private static Manifest.Files files(JsonNode root) {
        return new Manifest.Files(
                new FileKind(text(root, "format"), text(root, "compression")),
                text(root, "schema_fingerprint"),
                parts(root));
    }

    private static List<Part> parts(JsonNode root) {
        JsonNode parts = root.path("parts");
        require(parts.isArray(), "parts is not a list");
        List<Part> committed = new ArrayList<>();
        for (JsonNode part : parts) {
            if (text(part, "status").equals(COMMITTED)) {
                committed.add(part(part));
            }
        }
        return committed;
    }

    private static Part part(JsonNode node) {
        FileContent file =
                new FileContent(
                        text(node, "path"),
                        integer(node, "size_bytes"),
                        text(node, "content_fingerprint"));
        return new Part(
                Math.toIntExact(integer(node, "part_id")),
                file,
                integer(node, "rows"),
                node.path("moment").textValue());
    }

    private static Manifest.Replaced replaced(JsonNode node) {
        return new Manifest.Replaced(text(node, "column"), integer(node, "values"));
    }

    private static Manifest.@Nullable RowHash rowHash(JsonNode root) {
        JsonNode node = root.path("row_hash");
        return node.isObject()
                ? new Manifest.RowHash(
                        text(node, "column"),
                        each(node.path("covered"), JsonNode::asText),
                        text(node, "render"))
                : null;
    }

    /// Sums of a version that is not named are of no use to anybody.
    private static Manifest.@Nullable Checksums checksums(JsonNode root) {
        String render = root.path("checksum_render").textValue();
        return render == null
                ? null
                : new Manifest.Checksums(
                        render, each(root.path("column_checksums"), ManifestCodec::checksum));
    }

    private static Manifest.ColumnChecksum checksum(JsonNode node) {
        return new Manifest.ColumnChecksum(
                text(node, "name"), Long.parseUnsignedLong(text(node, "checksum")));
    }

    private static void requireConsistent(Manifest.Files files, JsonNode root) {
        List<Part> parts = files.parts();
        require(integer(root, "part_count") == parts.size(), "part_count differs from the parts");
        require(integer(root, "row_count") == files.rowCount(), "row_count differs from them");
        HashSet<Integer> ids = new HashSet<>();
        require(parts.stream().allMatch(part -> ids.add(part.id())), "a part_id stands twice");
    }

    private static Outcome outcome(String label) {
        return Arrays.stream(Outcome.values())
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown status '" + label + "'"));
    }

    private static <T> List<T> each(JsonNode array, Function<JsonNode, T> reader) {
        List<T> values = new ArrayList<>();
        array.forEach(node -> values.add(reader.apply(node)));
        return values;
    }

    private static JsonNode object(JsonNode node, String field) {
        require(node.path(field).isObject(), field + " is missing");
        return node.path(field);
    }

    private static String text(JsonNode node, String field) {
        String value = node.path(field).textValue();
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    private static long integer(JsonNode node, String field) {
        JsonNode value = node.path(field);
        require(value.canConvertToLong() && value.isIntegralNumber(), field + " is no integer");
        require(value.longValue() >= 0, field + " is negative");
        return value.longValue();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static @Nullable String reason(Exception cause) {
        return cause instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : cause.getMessage();
    }

    private static Diagnostic invalid(String where, @Nullable String why) {
        return Diagnostic.of(
                Code.DEST_CONTROL_ARTIFACT_INVALID,
                where + " is not a manifest that rivet wrote: " + why + ". It was left alone.");
    }

    private static Diagnostic otherMode(String where, String mode) {
        return Diagnostic.of(
                Code.DEST_PREFIX_MODE_MISMATCH,
                where + " belongs to an export of mode '" + mode + "'. It was left alone.");
    }
}
