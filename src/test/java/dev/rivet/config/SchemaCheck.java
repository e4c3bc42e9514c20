package dev.rivet.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Holds a document against the part of JSON Schema that the configuration's schema uses. Fails
/// on a keyword that it does not know, so that none goes unchecked.
final class SchemaCheck {
    private final JsonNode root;

    SchemaCheck(JsonNode root) {
        this.root = root;
    }

    /// What does not fit; empty when the document is valid.
    List<String> errors(JsonNode document) {
        List<String> errors = new ArrayList<>();
        check(root, document, "", errors);
        return errors;
    }

    private boolean fits(JsonNode schema, JsonNode value) {
        List<String> errors = new ArrayList<>();
        check(schema, value, "", errors);
        return errors.isEmpty();
    }

    private void check(JsonNode schema, JsonNode value, String path, List<String> errors) {
        schema.properties()
                .forEach(
                        keyword -> {
                            if (!holds(keyword.getKey(), keyword.getValue(), schema, value)) {
                                errors.add(path + ": " + keyword.getKey() + " of " + value);
                            }
                        });
        value.properties()
                .forEach(
                        field ->
                                check(
                                        member(schema, field.getKey()),
                                        field.getValue(),
                                        path + "." + field.getKey(),
                                        errors));
        if (schema.has("items")) {
            value.forEach(item -> check(schema.get("items"), item, path + "[]", errors));
        }
    }

    private static JsonNode member(JsonNode schema, String name) {
        JsonNode known = schema.path("properties").path(name);
        return known.isMissingNode() && schema.path("additionalProperties").isObject()
                ? schema.get("additionalProperties")
                : known;
    }

    private boolean holds(String keyword, JsonNode rule, JsonNode schema, JsonNode value) {
        return switch (keyword) {
            case "$schema", "title", "description", "default", "$defs", "properties", "items" ->
                    true;
            case "type" -> isOfType(rule, value);
            case "enum" -> contains(rule, value);
            case "minimum" -> !value.isNumber() || value.doubleValue() >= rule.doubleValue();
            case "maximum" -> !value.isNumber() || value.doubleValue() <= rule.doubleValue();
            case "minItems" -> !value.isArray() || value.size() >= rule.intValue();
            case "pattern" ->
                    !value.isTextual()
                            || Pattern.compile(rule.textValue()).matcher(value.textValue()).find();
            case "required" -> hasAll(rule, value);
            case "additionalProperties" -> rule.isObject() || onlyKnown(schema, value);
            case "anyOf" -> count(rule, value) > 0;
            case "oneOf" -> count(rule, value) == 1;
            case "$ref" -> fits(root.at(rule.textValue().substring(1)), value);
            default -> throw new IllegalStateException("unknown keyword " + keyword);
        };
    }

    private static boolean isOfType(JsonNode rule, JsonNode value) {
        if (rule.isArray()) {
            return stream(rule).anyMatch(each -> isOfType(each, value));
        }
        return switch (rule.textValue()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new IllegalStateException("unknown type " + rule);
        };
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        return stream(list).anyMatch(value::equals);
    }

    private static boolean hasAll(JsonNode names, JsonNode value) {
        return !value.isObject() || stream(names).allMatch(name -> value.has(name.textValue()));
    }

    private static boolean onlyKnown(JsonNode schema, JsonNode value) {
        return value.propertyStream()
                .allMatch(field -> schema.path("properties").has(field.getKey()));
    }

    private long count(JsonNode schemas, JsonNode value) {
        return stream(schemas).filter(each -> fits(each, value)).count();
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
