package dev.rivet.plan;

import java.util.List;

/// What rows are told apart by: a column, or the first of several that is not NULL in a row.
///
/// @param columns exact names, in this order
public record Key(List<String> columns) {
    public Key {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a key without a column");
        }
    }

    public static Key of(String column) {
        return new Key(List.of(column));
    }

    /// For people: `updated_at`, `coalesce(updated_at, created_at)`.
    public String display() {
        return columns.size() == 1
                ? columns.getFirst()
                : "coalesce(" + String.join(", ", columns) + ")";
    }
}
