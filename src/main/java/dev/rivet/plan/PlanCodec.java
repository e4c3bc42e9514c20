package dev.rivet.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Plans and terms as JSON and back. The same plan always gives the same text.
public final class PlanCodec {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String EVERYTHING = "everything";
    private static final String BETWEEN = "between";
    private static final String WITHOUT_KEY = "without_key";
    private static final String ROW = "row";

    private PlanCodec() {}

    public static String write(ExportPlan plan) {
        ObjectNode root = JSON.createObjectNode();
        root.put("strategy", plan.strategy());
        root.put("reason", plan.reason());
        root.put("checkpoints", plan.checkpoints().name());
        root.put("moments", plan.moments().name());
        ArrayNode chunks = root.putArray("chunks");
        plan.chunks().forEach(chunk -> write(chunk, chunks.addObject()));
        plan.advance().ifPresent(progress -> write(progress, root.putObject("progress")));
        plan.remarks().forEach(root.putArray("remarks")::add);
        root.put("if_nothing", plan.ifNothing());
        return text(root);
    }

    private static void write(Chunk chunk, ObjectNode node) {
        node.put("ordinal", chunk.ordinal());
        switch (chunk.slice()) {
            case Slice.Everything _ -> node.put("slice", EVERYTHING);
            case Slice.Between between -> {
                node.put("slice", BETWEEN);
                write(between.key(), node);
                between.lower().ifPresent(edge -> write(edge, node.putObject("from")));
                between.upper().ifPresent(edge -> write(edge, node.putObject("to")));
            }
            case Slice.WithoutKey(var key) -> {
                node.put("slice", WITHOUT_KEY);
                write(key, node);
            }
        }
    }

    private static void write(Key key, ObjectNode node) {
        node.set("key", tree(key));
    }

    private static JsonNode tree(Key key) {
        ArrayNode columns = JSON.createArrayNode();
        key.columns().forEach(columns::add);
        return key.isRow() ? JSON.createObjectNode().set(ROW, columns) : columns;
    }

    private static void write(Edge edge, ObjectNode node) {
        node.put("type", edge.value().type().name());
        node.put("value", edge.value().text());
        node.put("included", edge.isIncluded());
    }

    private static void write(ExportPlan.Progress progress, ObjectNode node) {
        write(progress.to().key(), node);
        progress.start().ifPresent(mark -> write(mark.edge(), node.putObject("from")));
        write(progress.to().edge(), node.putObject("to"));
        progress.margin().ifPresent(edge -> write(edge, node.putObject("margin")));
    }

    /// Its columns, as a list; of a key that compares rows, as `{"row": [...]}`.
    public static String write(Key key) {
        return text(tree(key));
    }

    /// The values of a row, as pairs of a type and a text.
    static String write(List<KeyValue> parts) {
        ArrayNode root = JSON.createArrayNode();
        parts.forEach(each -> root.addArray().add(each.type().name()).add(each.text()));
        return text(root);
    }

    /// The values of a row that was written.
    ///
    /// @throws IllegalArgumentException for other text
    static List<KeyValue> readParts(String json) {
        List<KeyValue> parts = new ArrayList<>();
        tree(json)
                .forEach(
                        pair ->
                                parts.add(
                                        new KeyValue(
                                                KeyType.valueOf(pair.path(0).asText()),
                                                pair.path(1).asText())));
        return parts;
    }

    public static String write(Terms terms) {
        ObjectNode root = JSON.createObjectNode();
        new TreeMap<>(terms.facts()).forEach(root::put);
        return text(root);
    }

    private static String text(JsonNode root) {
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree always becomes JSON", e);
        }
    }

    /// A plan that was written.
    ///
    /// @throws IllegalArgumentException for other text
    public static ExportPlan read(String json) {
        JsonNode root = tree(json);
        List<Chunk> chunks = new ArrayList<>();
        root.path("chunks").forEach(node -> chunks.add(chunk(node)));
        List<String> remarks = new ArrayList<>();
        root.path("remarks").forEach(node -> remarks.add(node.asText()));
        return new ExportPlan(
                text(root, "strategy"),
                text(root, "reason"),
                chunks,
                ExportPlan.Checkpoints.valueOf(text(root, "checkpoints")),
                ExportPlan.Moments.valueOf(text(root, "moments")),
                progress(root.path("progress")),
                remarks,
                text(root, "if_nothing"));
    }

    /// A key that was written.
    ///
    /// @throws IllegalArgumentException for other text
    public static Key readKey(String json) {
        return key(tree(json));
    }

    /// Terms that were written.
    ///
    /// @throws IllegalArgumentException for other text
    public static Terms readTerms(String json) {
        Map<String, String> facts = new LinkedHashMap<>();
        tree(json).properties().forEach(each -> facts.put(each.getKey(), each.getValue().asText()));
        return new Terms(facts);
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    private static Chunk chunk(JsonNode node) {
        return new Chunk(node.path("ordinal").asInt(), slice(node));
    }

    private static Slice slice(JsonNode node) {
        String kind = text(node, "slice");
        return switch (kind) {
            case EVERYTHING -> new Slice.Everything();
            case BETWEEN ->
                    new Slice.Between(keyOf(node), edge(node.path("from")), edge(node.path("to")));
            case WITHOUT_KEY -> new Slice.WithoutKey(keyOf(node));
            default -> throw new IllegalArgumentException("unknown slice " + kind);
        };
    }

    private static Key keyOf(JsonNode node) {
        return key(node.path("key"));
    }

    private static Key key(JsonNode written) {
        return written.isObject() ? Key.row(columns(written.path(ROW))) : new Key(columns(written));
    }

    private static List<String> columns(JsonNode list) {
        List<String> columns = new ArrayList<>();
        list.forEach(column -> columns.add(column.asText()));
        return columns;
    }

    private static @Nullable Edge edge(JsonNode node) {
        return node.isObject() ? requiredEdge(node) : null;
    }

    private static Edge requiredEdge(JsonNode node) {
        KeyType type = KeyType.valueOf(text(node, "type"));
        KeyValue value = new KeyValue(type, text(node, "value"));
        return node.path("included").asBoolean() ? Edge.including(value) : Edge.excluding(value);
    }

    private static ExportPlan.@Nullable Progress progress(JsonNode node) {
        if (!node.isObject()) {
            return null;
        }
        Key key = keyOf(node);
        Edge from = edge(node.path("from"));
        return new ExportPlan.Progress(
                from == null ? null : new Watermark(key, from),
                new Watermark(key, requiredEdge(node.path("to"))),
                edge(node.path("margin")));
    }

    private static String text(JsonNode node, String field) {
        String value = node.path(field).textValue();
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }
}
