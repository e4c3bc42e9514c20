package dev.rivet.encode;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An independent reader of files, for tests.
public final class DuckDb implements AutoCloseable {
    private final Connection connection;

    public DuckDb() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        rows("SET threads = 1");
        rows("SET TimeZone = 'UTC'");
    }

    /// Every value as the text that DuckDB makes of it; null for NULL.
    public List<List<@Nullable String>> rows(String sql) throws SQLException {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return rows;
            }
            try (ResultSet result = statement.getResultSet()) {
                while (result.next()) {
                    rows.add(row(result));
                }
            }
        }
        return rows;
    }

    private static List<@Nullable String> row(ResultSet result) throws SQLException {
        List<@Nullable String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            row.add(result.getString(i));
        }
        return row;
    }

    /// `SELECT` of text casts of these expressions over a Parquet file, in file order.
    public List<List<@Nullable String>> parquet(Path file, String... expressions)
            throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT ");
        for (int i = 0; i < expressions.length; i++) {
            sql.append(i == 0 ? "" : ", ").append("CAST(").append(expressions[i]);
            sql.append(" AS VARCHAR)");
        }
        return rows(sql + " FROM read_parquet('" + file + "')");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
