package dev.rivet.state.jdbc;

import dev.rivet.diag.RivetException;
import dev.rivet.journal.SummaryJson;
import dev.rivet.state.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// Retention over all tables that grow with every run.
final class SqliteRetention implements Retention {
    private static final Logger LOG = Logger.getLogger(SqliteRetention.class.getName());

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
            UNION SELECT value FROM json_each(?)
            """;

    private final SqliteDatabase database;

    SqliteRetention(SqliteDatabase database) {
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
        long bytesBefore = bytes();
        Map<String, Integer> rows = database.write(session -> rows(session, before, live, effect));
        if (effect == Effect.REMOVE) {
            shrink();
        }
        return new Removed(rows, bytesBefore, bytes());
    }

    private static Map<String, Integer> rows(
            Session session, Instant before, Set<String> live, Effect effect) throws SQLException {
        String names = SummaryJson.line(List.copyOf(live));
        Map<String, Integer> rows = new LinkedHashMap<>();
        for (Map.Entry<String, String> table : tablesOfRuns().entrySet()) {
            String old =
                    "%s WHERE %s < ? AND run_id NOT IN (%s)"
                            .formatted(table.getKey(), table.getValue(), KEPT);
            rows.put(table.getKey(), apply(session, old, effect, before, names));
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

    /// What is removed is removed, even if others are too busy to let the file shrink.
    private void shrink() {
        try {
            database.<Integer>read(session -> session.update("VACUUM"));
            database.read(
                    session ->
                            session.query("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1)));
        } catch (RivetException busy) {
            LOG.log(Level.WARNING, "the state file stays as large as it was: " + busy, busy);
        }
    }

    /// With what is not yet in the file itself.
    private long bytes() {
        return Stream.of("", "-wal").mapToLong(this::bytes).sum();
    }

    private long bytes(String suffix) {
        try {
            return Files.size(
                    database.file().resolveSibling(database.file().getFileName() + suffix));
        } catch (IOException none) {
            return 0;
        }
    }
}
