package dev.rivet.row;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One difference between the columns of two runs. Order does not count; a renamed column is one
/// removed and one added.
public sealed interface SchemaChange {
    record Added(String name, String type) implements SchemaChange {}

    record Removed(String name) implements SchemaChange {}

    record Retyped(String name, String before, String after) implements SchemaChange {}

    /// Names and type labels of a schema, in order: what is compared and remembered.
    static Map<String, String> labels(RowSchema schema) {
        Map<String, String> labels = new LinkedHashMap<>();
        schema.columns().forEach(column -> labels.put(column.name(), column.type().label()));
        return labels;
    }

    /// Everything that differs, added columns first.
    static List<SchemaChange> between(Map<String, String> before, Map<String, String> after) {
        List<SchemaChange> changes = new ArrayList<>();
        after.forEach(
                (name, type) -> {
                    if (!before.containsKey(name)) {
                        changes.add(new Added(name, type));
                    }
                });
        before.forEach(
                (name, type) -> {
                    String now = after.get(name);
                    if (now == null) {
                        changes.add(new Removed(name));
                    } else if (!now.equals(type)) {
                        changes.add(new Retyped(name, type, now));
                    }
                });
        return changes;
    }
}
