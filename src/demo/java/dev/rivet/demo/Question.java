package dev.rivet.demo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// One query over the exported files, asked with DuckDB.
///
/// @param sql reads files relative to the folder of the project
record Question(String sql) {
    static Question bestSellers(Path files) {
        return new Question(
                """
                SELECT p.attributes->>'colour' AS colour,
                       count(DISTINCT o.id) AS orders,
                       sum(i.quantity) AS pieces,
                       sum(i.quantity * i.unit_price) AS revenue
                FROM '%1$s/order_items/*.parquet' i
                JOIN '%1$s/orders/*.parquet' o ON o.id = i.order_id
                JOIN '%1$s/products/*.parquet' p ON p.id = i.product_id
                WHERE o.status <> 'returned'
                GROUP BY ALL ORDER BY revenue DESC"""
                        .formatted(files));
    }

    /// The answer as lines of aligned columns, the names first.
    List<String> ask() throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return aligned(cells(rows));
        }
    }

    private static List<List<String>> cells(ResultSet rows) throws SQLException {
        ResultSetMetaData shape = rows.getMetaData();
        List<List<String>> lines = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int column = 1; column <= shape.getColumnCount(); column++) {
            names.add(shape.getColumnLabel(column));
        }
        lines.add(names);
        while (rows.next()) {
            List<String> line = new ArrayList<>();
            for (int column = 1; column <= shape.getColumnCount(); column++) {
                line.add(String.valueOf(rows.getObject(column)));
            }
            lines.add(line);
        }
        return lines;
    }

    private static List<String> aligned(List<List<String>> lines) {
        int[] widths =
                IntStream.range(0, lines.getFirst().size())
                        .map(column -> widest(lines, column))
                        .toArray();
        return lines.stream().map(line -> aligned(line, widths)).toList();
    }

    private static int widest(List<List<String>> lines, int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(1);
    }

    private static String aligned(List<String> line, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            text.append(String.format(Locale.ROOT, "  %" + widths[column] + "s", line.get(column)));
        }
        return text.toString();
    }
}
