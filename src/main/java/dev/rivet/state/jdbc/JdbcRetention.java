package dev.rivet.state.jdbc;

import dev.rivet.state.Retention;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Retention over all tables that grow with every run.
final class JdbcRetention implements Retention {
    /// Runs of which everything stays: of each export the newest that delivered, by either of the
    /// two tables that know it; those that have no end, because the next run of their export looks
    /// for what they left; those that live.
    private static final String KEPT =
            """
            SELECT run_id FROM export_metrics WHERE id IN (
                SELECT MAX(id) FROM export_metrics WHERE status = 'success' GROUP BY export_name)
            UNION SELECT run_id FROM file_log WHERE id IN (
                SELECT MAX(id) FROM file_log GROUP BY export_name)
            UNION SELECT run_id FROM run_status WHERE finished_at IS NULL
            """;

    private final Database database;

    JdbcRetention(Database database) {
        this.database = database;
    }

    /// Tables of runs, with the column that says when.
    private static Map<String, String> tablesOfRuns() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("run_journal", "finished_at");
        tables.put("run_status", "started_at");
        tables.put("export_metrics", "run_at");
        tables.put("file_log", "created_at");
        return tables;
    }

    @Override
    public Removed remove(Instant before, Set<String> live, Effect effect) {
        long bytesBefore = database.bytes();
        Map<String, Integer> rows = database.write(session -> rows(session, before, live, effect));
        if (effect == Effect.REMOVE) {
            database.shrink();
        }
        return new Removed(rows, bytesBefore, database.bytes());
    }

    private static Map<String, Integer> rows(
            Session session, Instant before, Set<String> live, Effect effect) throws SQLException {
        Object[] values = Stream.concat(Stream.of(before), live.stream()).toArray();
        String kept = KEPT + " UNION VALUES (?)".repeat(live.size());
        Map<String, Integer> rows = new LinkedHashMap<>();
        for (Map.Entry<String, String> table : tablesOfRuns().entrySet()) {
            String old =
                    "%s WHERE %s < ? AND run_id NOT IN (%s)"
                            .formatted(table.getKey(), table.getValue(), kept);
            rows.put(table.getKey(), apply(session, old, effect, values));
        }
        String calls = "run_aggregate WHERE finished_at < ?";
        rows.put("run_aggregate", apply(session, calls, effect, before));
        return rows;
    }

    private static int apply(Session session, String rows, Effect effect, Object... values)
            throws SQLException {
        return switch (effect) {
            case REMOVE -> session.update("DELETE FROM " + rows, values);
            case COUNT ->
                    session.query("SELECT COUNT(*) FROM " + rows, row -> row.getInt(1), values)
                            .getFirst();
        };
    }
}
