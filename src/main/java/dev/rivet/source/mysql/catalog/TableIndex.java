package dev.rivet.source.mysql.catalog;

import dev.rivet.source.mysql.query.KeyColumn;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;

/// An index of a table that has its rows in order.
record TableIndex(String name, boolean unique, List<Part> parts) {
    TableIndex {
        parts = List.copyOf(parts);
    }

    /// A column of an index.
    ///
    /// @param column empty for an expression
    /// @param whole not only the beginning of each value
    /// @param required never NULL
    record Part(String column, boolean whole, boolean required, boolean descending) {
        private static Part of(Row row) {
            return new Part(
                    Catalog.text(row.getValue("Column_name")),
                    row.getValue("Sub_part") == null,
                    !Catalog.text(row.getValue("Null")).equals("YES"),
                    Catalog.text(row.getValue("Collation")).equals("D"));
        }

        /// That column, if the index has all of it.
        Optional<KeyColumn> in(List<KeyColumn> columns) {
            return columns.stream().filter(each -> whole && each.name().equals(column)).findFirst();
        }
    }

    static boolean isUsable(Row first) {
        return Catalog.text(first.getValue("Index_type")).equals("BTREE")
                && !says(first, "Visible", "NO")
                && !says(first, "Ignored", "YES");
    }

    private static boolean says(Row row, String column, String value) {
        return row.getColumnIndex(column) >= 0 && Catalog.text(row.getValue(column)).equals(value);
    }

    static TableIndex of(String name, List<Row> rows) {
        boolean unique = Catalog.text(rows.getFirst().getValue("Non_unique")).equals("0");
        return new TableIndex(name, unique, rows.stream().map(Part::of).toList());
    }

    static boolean haveOneDirection(List<Part> parts) {
        return parts.stream().map(Part::descending).distinct().count() == 1;
    }

    boolean isPrimary() {
        return name.equals("PRIMARY");
    }

    /// Whether no two rows are equal in it, and each row has its place.
    boolean isKey() {
        return unique && parts.stream().allMatch(each -> each.whole() && each.required());
    }

    /// The column, if it is of one only.
    Optional<Part> only() {
        return parts.size() == 1 ? Optional.of(parts.getFirst()) : Optional.empty();
    }
}
