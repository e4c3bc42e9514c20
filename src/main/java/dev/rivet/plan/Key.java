package dev.rivet.plan;

import java.util.List;

/// What rows are told apart by: a column; the first of several that is not NULL in a row; or
/// several, compared one after the other, as rows are.
///
/// @param columns exact names, in this order
/// @param form how several of them make one key; of one column there is only the first form
public record Key(List<String> columns, Form form) {
    /// How several columns are one key.
    public enum Form {
        /// The first that is not NULL counts.
        COALESCE,
        /// The first in which two rows differ tells which of them comes first. None is ever NULL.
        ROW
    }

    public Key {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a key without a column");
        }
        if (columns.size() == 1) {
            form = Form.COALESCE;
        }
    }

    /// A column, or the first of several that is not NULL.
    public Key(List<String> columns) {
        this(columns, Form.COALESCE);
    }

    public static Key of(String column) {
        return new Key(List.of(column));
    }

    /// Columns that are compared one after the other.
    public static Key row(List<String> columns) {
        return new Key(columns, Form.ROW);
    }

    /// Whether rows are compared by several columns, one after the other.
    public boolean isRow() {
        return form == Form.ROW;
    }

    /// For people: `updated_at`, `coalesce(updated_at, created_at)`, `(tenant, id)`.
    public String display() {
        if (columns.size() == 1) {
            return columns.getFirst();
        }
        String list = "(" + String.join(", ", columns) + ")";
        return isRow() ? list : "coalesce" + list;
    }
}
