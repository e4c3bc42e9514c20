package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Selection;
import dev.rivet.row.Column;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.decode.BatchValues;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tables `name (k, own)`, read page by page by the key `k` and compared with what the server has.
/// `own` is the key's bytes once more.
final class KeyTables {
    /// Ends a read that would go on for ever.
    private static final int FOR_EVER = 20_000;

    private final LiveSource live;

    /// Tables of that server, which gets the table `k_numbers` with `n` from 0 to 65535.
    KeyTables(LiveSource live) {
        this.live = live;
        List<String> digits = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            digits.add("SELECT " + i + " AS digit");
        }
        execute(
                "DROP TABLE IF EXISTS k_digits, k_numbers",
                "CREATE TABLE k_digits " + String.join(" UNION ALL ", digits),
                "CREATE TABLE k_numbers (n INT PRIMARY KEY)",
                "INSERT INTO k_numbers SELECT"
                        + " a.digit + 16 * b.digit + 256 * c.digit + 4096 * d.digit"
                        + " FROM k_digits a, k_digits b, k_digits c, k_digits d");
    }

    LiveSource live() {
        return live;
    }

    void execute(String... statements) {
        live.server().execute(statements);
    }

    /// Creates a table with the keys that some queries give.
    ///
    /// @param type the key's type, with its charset and collation
    /// @param keys queries of one column; a key that the table has already is left out, and
    ///     what is no text of the charset becomes whatever the server makes of it
    void create(String name, String type, String... keys) {
        // Such a column is not allowed where its value would depend on the mode of the session.
        boolean computed = type.startsWith("VAR");
        List<String> statements = new ArrayList<>();
        statements.add("SET SESSION sql_mode = '', time_zone = '+00:00'");
        statements.add("DROP TABLE IF EXISTS " + name);
        statements.add(
                "CREATE TABLE %s (k %s PRIMARY KEY, own VARBINARY(400)%s)"
                        .formatted(name, type, computed ? " AS (CAST(k AS BINARY))" : ""));
        for (String each : keys) {
            statements.add("INSERT IGNORE INTO " + name + " (k) " + each);
        }
        if (!computed) {
            statements.add("UPDATE " + name + " SET own = CAST(k AS BINARY)");
        }
        execute(statements.toArray(String[]::new));
    }

    /// Does something while new sessions have that `sql_mode`.
    void inMode(String mode, Runnable task) {
        String before = strings("SELECT @@GLOBAL.sql_mode").getFirst();
        execute("SET GLOBAL sql_mode = '" + mode + "'");
        try {
            task.run();
        } finally {
            execute("SET GLOBAL sql_mode = '" + before + "'");
        }
    }

    /// Reads the table in pages of so many rows and compares each key, as text and as bytes.
    ///
    /// @return how many there are
    int assertRead(String name, int pageRows) {
        return assertRead(name, pageRows, "key pages by k, one snapshot");
    }

    /// The same, in the way that the plan names.
    int assertRead(String name, int pageRows, String path) {
        List<List<@Nullable Object>> found = read(name, pageRows, path);
        List<Stored> wanted = stored(name);
        int same = 0;
        while (same < found.size()
                && same < wanted.size()
                && wanted.get(same).isSentAs(found.get(same))) {
            same++;
        }
        assertThat(List.of(found.size(), same))
                .as(
                        "rows of %s in pages of %d, and those before the first one that differs: %s",
                        name, pageRows, found.subList(same, Math.min(found.size(), same + 3)))
                .isEqualTo(List.of(wanted.size(), wanted.size()));
        return wanted.size();
    }

    /// A key as the server has it.
    ///
    /// @param text as UTF-8; NULL for half a pair of surrogates, which MySQL stores and sends
    private record Stored(@Nullable String text, String own) {
        boolean isSentAs(List<@Nullable Object> row) {
            return (text == null || text.equals(row.get(0))) && own.equals(row.get(1));
        }
    }

    private List<List<@Nullable Object>> read(String name, int pageRows, String path) {
        ReadRequest request =
                LiveSource.request(
                        new Selection.Table(null, name),
                        Map.of("k", new LogicalType.Binary()),
                        null,
                        LiveSource.batches(pageRows, 1 << 20));
        try (SourceSession session = live.open()) {
            ReadPlan plan = session.describe(request);
            assertThat(plan.path()).isEqualTo(path);
            assertThat(plan.schema().columns())
                    .extracting(Column::name)
                    .containsExactly("k", "own");
            List<RowBatch> batches =
                    session.read(plan, LiveSource.OPEN)
                            .streams()
                            .getFirst()
                            .batches()
                            .select()
                            .first(FOR_EVER)
                            .collect()
                            .asList()
                            .await()
                            .atMost(LiveSource.PATIENCE);
            return BatchValues.rows(batches);
        }
    }

    /// Whatever mode newcomers get: what a table holds is exported, not what a mode fills up.
    private static Statement plain(Connection connection) throws SQLException {
        Statement statement = connection.createStatement();
        statement.execute(
                "SET SESSION sql_mode = REPLACE(@@sql_mode, 'PAD_CHAR_TO_FULL_LENGTH', '')");
        return statement;
    }

    private List<Stored> stored(String name) {
        List<Stored> rows = new ArrayList<>();
        String sql =
                "SELECT CONCAT('0x', LOWER(HEX(CONVERT(k USING utf8mb4)))),"
                        + " CONCAT('0x', LOWER(HEX(own))) FROM "
                        + name
                        + " FORCE INDEX (PRIMARY) ORDER BY k";
        try (Connection connection = live.server().connect();
                Statement statement = plain(connection);
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                rows.add(new Stored(found.getString(1), found.getString(2)));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
        return rows;
    }

    /// How the server finds the rows of a page: access, index and what it does besides.
    ///
    /// @param key an expression for the key that the page begins with
    String explained(String pageSql, String key) {
        try (Connection connection = live.server().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET @k = %s, @most = 100, @skip = 0".formatted(key));
            statement.execute("PREPARE page FROM 'EXPLAIN %s'".formatted(pageSql));
            ResultSet plan = statement.executeQuery("EXECUTE page USING @k, @most, @skip");
            plan.next();
            return "%s %s %s"
                    .formatted(
                            plan.getString("type"), plan.getString("key"), plan.getString("Extra"));
        } catch (SQLException e) {
            throw new IllegalStateException(pageSql, e);
        }
    }

    List<String> strings(String sql) {
        List<String> values = new ArrayList<>();
        try (Connection connection = live.server().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION time_zone = '+00:00'");
            ResultSet rows = statement.executeQuery(sql);
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
        return values;
    }
}
