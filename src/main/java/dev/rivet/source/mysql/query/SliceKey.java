package dev.rivet.source.mysql.query;

import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.source.mysql.type.Identifiers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A key, found among the columns of a selection.
///
/// @param type all columns are of it; or rows are compared by the columns, one after the other, and
///     none of them is ever NULL
public record SliceKey(KeyType type, List<KeyColumn> columns) {
    public SliceKey {
        columns = List.copyOf(columns);
    }

    public Key key() {
        List<String> names = columns.stream().map(KeyColumn::name).toList();
        return isRow() ? Key.row(names) : new Key(names);
    }

    /// Whether rows are compared by several columns.
    public boolean isRow() {
        return type == KeyType.ROW;
    }

    /// The first column as a key of its own.
    public SliceKey first() {
        return parts().getFirst();
    }

    /// Each column as a key of its own.
    List<SliceKey> parts() {
        return columns.stream()
                .map(each -> new SliceKey(each.type().orElseThrow(), List.of(each)))
                .toList();
    }

    /// The column, if it is only one.
    public Optional<KeyColumn> single() {
        return columns.size() == 1 ? Optional.of(columns.getFirst()) : Optional.empty();
    }

    /// Whether there may be rows without a key.
    public boolean isNullable() {
        return !isRow() && columns.stream().allMatch(KeyColumn::isNullable);
    }

    /// A row's key, as SQL.
    public String expression() {
        return columns.size() == 1
                ? Identifiers.quote(columns.getFirst().name())
                : coalesce(columns);
    }

    /// What stands behind `ORDER BY`.
    ///
    /// @param direction with a blank before it, or empty
    String sorted(String direction) {
        return isRow()
                ? parts().stream()
                        .map(each -> each.sorted(direction))
                        .collect(Collectors.joining(", "))
                : expression() + direction;
    }

    /// Whether a row has no key, as SQL. Of a column that the server knows to be never NULL it
    /// would take a bare `IS NULL` for a question about zero dates.
    public String isNull() {
        return coalesce(columns) + " IS NULL";
    }

    private static String coalesce(List<KeyColumn> columns) {
        return columns.stream()
                .map(each -> Identifiers.quote(each.name()))
                .collect(Collectors.joining(", ", "COALESCE(", ")"));
    }

    /// A row's key as text of ASCII, as SQL; [KeyTexts] reads it.
    public String text() {
        return isRow()
                ? parts().stream()
                        .map(SliceKey::text)
                        .collect(
                                Collectors.joining(
                                        ", ", "CONCAT_WS('" + KeyTexts.SEPARATOR + "', ", ")"))
                : text(expression());
    }

    /// The same of any expression that has the key's type.
    public String text(String key) {
        return switch (type) {
            case TEXT -> "HEX(CONVERT(" + key + " USING utf8mb4))";
            case BINARY -> "HEX(" + key + ")";
            case FLOAT -> "CAST(" + key + " + 0E0 AS CHAR)";
            case INTEGER, DECIMAL, DATE, TIMESTAMP, INSTANT, UUID -> "CAST(" + key + " AS CHAR)";
            case ROW -> throw new IllegalStateException("has parts");
        };
    }

    /// Whether the text of such an expression becomes the same key again, as SQL: of some character
    /// sets, a few signs do not.
    String keepsText(String key) {
        return columns.getFirst()
                .foreignCharset()
                .map(
                        charset ->
                                "CONVERT(CONVERT(%1$s USING utf8mb4) USING %2$s) = %1$s"
                                        .formatted(key, charset))
                .orElse("1");
    }
}
