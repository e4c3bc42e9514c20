package dev.rivet.state.jdbc;

import dev.rivet.journal.RunId;
import dev.rivet.state.RunHistory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `run_status`, with what `export_metrics` knows of the same runs.
final class JdbcRunHistory implements RunHistory {
    private static final String SELECT =
            """
            SELECT s.run_id, s.export_name, s.status, s.prefix, s.started_at, s.finished_at,
                m.mode, m.status AS outcome, m.total_rows
            FROM run_status s LEFT JOIN export_metrics m
                ON m.run_id = s.run_id AND m.export_name = s.export_name
            """;

    private final Database database;

    JdbcRunHistory(Database database) {
        this.database = database;
    }

    @Override
    public List<Run> latest(Set<String> exports, Which which, int limit) {
        String running =
                switch (which) {
                    case ALL -> "";
                    case RUNNING -> "AND s.status = 'running'";
                };
        return database.read(
                session ->
                        session.query(
                                SELECT
                                        + """
                                        WHERE s.export_name IN (%s) %s
                                        ORDER BY s.started_at DESC, s.run_id DESC LIMIT ?
                                        """
                                                .formatted(
                                                        Values.placeholders(exports.size()),
                                                        running),
                                JdbcRunHistory::run,
                                Values.of(exports, limit)));
    }

    @Override
    public Set<String> exports() {
        return Set.copyOf(
                database.read(
                        session ->
                                session.query(
                                        "SELECT DISTINCT export_name FROM run_status",
                                        row -> row.getString(1))));
    }

    @Override
    public Optional<Run> find(RunId run) {
        return database
                .read(
                        session ->
                                session.query(
                                        SELECT + " WHERE s.run_id = ?",
                                        JdbcRunHistory::run,
                                        run.value()))
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Instant> lastDelivered(String export) {
        return database
                .read(
                        session ->
                                session.query(
                                        """
                                        SELECT run_at, duration_ms FROM export_metrics
                                        WHERE export_name = ? AND status = 'success'
                                        ORDER BY id DESC LIMIT 1
                                        """,
                                        row ->
                                                Instant.parse(row.getString(1))
                                                        .plusMillis(row.getLong(2)),
                                        export))
                .stream()
                .findFirst();
    }

    /// Without an end: that is how the next run knows that there is something left to do.
    @Override
    public void close(RunId run) {
        database.write(
                session ->
                        session.update(
                                """
                                UPDATE run_status SET status = 'interrupted'
                                WHERE run_id = ? AND status = 'running'
                                """,
                                run.value()));
    }

    private static Run run(ResultSet row) throws SQLException {
        return new Run(
                new RunId(row.getString("run_id")),
                row.getString("export_name"),
                row.getString("status"),
                row.getString("prefix"),
                Instant.parse(row.getString("started_at")),
                Values.nullableInstant(row, "finished_at"),
                measured(row));
    }

    private static @Nullable Measured measured(ResultSet row) throws SQLException {
        String mode = row.getString("mode");
        return mode == null
                ? null
                : new Measured(mode, row.getString("outcome"), row.getLong("total_rows"));
    }
}
