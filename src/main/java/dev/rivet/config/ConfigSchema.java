package dev.rivet.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The JSON Schema of what this version accepts, made from the table of keys. Rules between keys
/// are in it where JSON Schema can say them.
public final class ConfigSchema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String VARIABLE = "variable";

    private static final ObjectWriter JSON_TEXT =
            new ObjectMapper()
                    .writer(
                            new DefaultPrettyPrinter(
                                    Separators.createDefaultInstance()
                                            .withObjectFieldValueSpacing(
                                                    Separators.Spacing.AFTER)));

    private ConfigSchema() {}

    /// The schema, pretty-printed, ending in a line break.
    ///
    /// @param version of rivet, for the title
    public static String json(String version) {
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Configuration of rivet " + version);
        schema.setAll(block(ConfigKeys.ROOT));
        schema.putObject("$defs")
                .putObject(VARIABLE)
                .put("type", "string")
                .put("pattern", "\\$\\{[^}\\r\\n]*\\}")
                .put("description", "Filled in from --param or the environment.");
        try {
            return JSON_TEXT.writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree always becomes JSON", e);
        }
    }

    private static ObjectNode block(Shape.Block block) {
        ObjectNode node = JSON.objectNode().put("type", "object");
        node.put("additionalProperties", false);
        ObjectNode properties = node.putObject("properties");
        ArrayNode required = JSON.arrayNode();
        for (ConfigKey key : block.keys()) {
            if (key.available()) {
                properties.set(key.name(), property(key));
                key.whenMissing().ifPresent(demand -> required.add(key.name()));
            }
        }
        if (!required.isEmpty()) {
            node.set("required", required);
        }
        if (!block.alternatives().isEmpty()) {
            ArrayNode choice = node.putArray("oneOf");
            block.alternatives().forEach(name -> choice.addObject().putArray("required").add(name));
        }
        return node;
    }

    private static ObjectNode property(ConfigKey key) {
        List<ObjectNode> forms = new ArrayList<>(forms(key.shape()));
        if (key.whenMissing().isEmpty()) {
            forms.add(type("null"));
        }
        ObjectNode property = JSON.objectNode().put("description", key.doc());
        key.valueWhenAbsent().ifPresent(value -> putDefault(property, key.shape(), value));
        return forms.size() == 1 ? property.setAll(forms.getFirst()) : anyOf(property, forms);
    }

    private static ObjectNode anyOf(ObjectNode node, List<ObjectNode> forms) {
        node.putArray("anyOf").addAll(forms);
        return node;
    }

    private static void putDefault(ObjectNode property, Shape shape, String value) {
        if (shape instanceof Shape.Flag || shape instanceof Shape.FlagOrTexts) {
            property.put("default", Boolean.parseBoolean(value));
        } else {
            property.put("default", value);
        }
    }

    private static List<ObjectNode> forms(Shape shape) {
        return switch (shape) {
            case Shape.Text() -> List.of(text().put("pattern", "\\S"));
            case Shape.Confidential() -> List.of(text());
            case Shape.Whole(long min, long max) ->
                    List.of(type("integer").put("minimum", min).put("maximum", max), variable());
            case Shape.WordOrWhole(String word, long min, long max) ->
                    List.of(
                            words(Shape.choice(word)),
                            type("integer").put("minimum", min).put("maximum", max),
                            variable());
            case Shape.Fraction(double min, double max) ->
                    List.of(type("number").put("minimum", min).put("maximum", max), variable());
            case Shape.Flag() -> List.of(type("boolean"), variable());
            case Shape.Choice choice -> List.of(words(choice), variable());
            case Shape.Size() ->
                    List.of(
                            type("string").put("pattern", "^\\s*" + ByteSize.PATTERN + "\\s*$"),
                            variable());
            case Shape.ColumnType() -> List.of(columnType(), variable());
            case Shape.Texts() -> List.of(texts());
            case Shape.FlagOrTexts() -> List.of(type("boolean"), texts(), variable());
            case Shape.TextOrTexts() -> List.of(text().put("pattern", "\\S"), texts());
            case Shape.ByName(Shape each) -> List.of(byName(each));
            case Shape.Block block -> List.of(block(block));
            case Shape.Blocks(Shape.Block each) -> {
                ObjectNode list = type("array").put("minItems", 1);
                list.set("items", block(each));
                yield List.of(list);
            }
        };
    }

    private static ObjectNode byName(Shape each) {
        ObjectNode map = type("object");
        map.set("additionalProperties", anyOf(JSON.objectNode(), forms(each)));
        return map;
    }

    private static ObjectNode texts() {
        ObjectNode list = type("array");
        list.set("items", text());
        return list;
    }

    private static ObjectNode words(Shape.Choice choice) {
        ObjectNode words = JSON.objectNode();
        ArrayNode list = words.putArray("enum");
        choice.available().forEach(list::add);
        if (choice.hasNull()) {
            list.addNull();
        }
        return words;
    }

    private static ObjectNode columnType() {
        String names =
                ColumnTypes.spellings().stream()
                        .map(ConfigSchema::anyCase)
                        .collect(Collectors.joining("|"));
        String decimal =
                "("
                        + anyCase("decimal")
                        + "|"
                        + anyCase("numeric")
                        + ")"
                        + "\\s*\\(\\s*\\d+\\s*,\\s*[-+]?\\d+\\s*\\)";
        return type("string").put("pattern", "^\\s*(" + names + "|" + decimal + ")\\s*$");
    }

    /// A pattern for the words in any letter case, with any spacing between them.
    private static String anyCase(String words) {
        return words.chars().mapToObj(each -> anyCase((char) each)).collect(Collectors.joining());
    }

    private static String anyCase(char letter) {
        if (letter == ' ') {
            return "\\s+";
        }
        String text = String.valueOf(letter);
        return Character.isLetter(letter) ? "[" + text + text.toUpperCase(Locale.ROOT) + "]" : text;
    }

    private static ObjectNode text() {
        ObjectNode node = JSON.objectNode();
        node.putArray("type").add("string").add("number").add("boolean");
        return node;
    }

    private static ObjectNode type(String name) {
        return JSON.objectNode().put("type", name);
    }

    private static ObjectNode variable() {
        return JSON.objectNode().put("$ref", "#/$defs/" + VARIABLE);
    }
}
