package dev.rivet.state.jdbc;

import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Redaction;
import dev.rivet.journal.Outcome;
import dev.rivet.journal.RunId;
import dev.rivet.journal.RunReport;
import dev.rivet.journal.RunSummary;
import dev.rivet.journal.Volume;
import dev.rivet.state.RunStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `run_status`, `export_metrics` and `run_aggregate`.
final class JdbcRunStore implements RunStore {
    private static final String SEQUENTIAL = "sequential";

    private final Database database;

    JdbcRunStore(Database database) {
        this.database = database;
    }

    @Override
    public List<DeadRun> begin(RunId run, String export, String prefix, Instant startedAt) {
        List<DeadRun> dead = database.read(session -> dead(session, export, run));
        database.write(
                session -> {
                    closeDead(session, export, run, startedAt);
                    return session.update(
                            """
                            INSERT INTO run_status (run_id, export_name, prefix, status, started_at)
                            VALUES (?, ?, ?, 'running', ?)
                            ON CONFLICT (run_id) DO UPDATE SET
                                status = 'running', finished_at = NULL
                            """,
                            run.value(),
                            export,
                            Redaction.redact(prefix),
                            startedAt);
                });
        return dead;
    }

    /// Nobody else begins or ends a run of an export whose lease is held.
    private static List<DeadRun> dead(Session session, String export, RunId but)
            throws SQLException {
        return session.query(
                """
                SELECT run_id, prefix FROM run_status
                WHERE export_name = ? AND finished_at IS NULL AND run_id <> ?
                """,
                row -> new DeadRun(row.getString(1), row.getString(2)),
                export,
                but.value());
    }

    private static void closeDead(Session session, String export, RunId but, Instant now)
            throws SQLException {
        session.update(
                """
                UPDATE run_status SET status = 'interrupted', finished_at = ?
                WHERE export_name = ? AND finished_at IS NULL AND run_id <> ?
                """,
                now,
                export,
                but.value());
    }

    @Override
    public void finish(RunSummary summary) {
        database.write(
                session -> {
                    session.update(
                            "UPDATE run_status SET status = ?, finished_at = ? WHERE run_id = ?",
                            status(summary.outcome()),
                            summary.spent().finishedAt(),
                            summary.run().id().value());
                    session.update(
                            "DELETE FROM export_metrics WHERE run_id = ?",
                            summary.run().id().value());
                    return insert(session, summary);
                });
    }

    /// A run that had nothing to do did well.
    private static String status(Outcome outcome) {
        return switch (outcome) {
            case SUCCESS, SKIPPED -> Outcome.SUCCESS.label();
            case FAILED -> Outcome.FAILED.label();
            case INTERRUPTED -> Outcome.INTERRUPTED.label();
        };
    }

    private static int insert(Session session, RunSummary summary) throws SQLException {
        RunSummary.Identity run = summary.run();
        RunSummary.Route route = summary.route();
        Volume volume = summary.volume();
        RunSummary.Findings findings = summary.findings();
        RunSummary.Spent spent = summary.spent();
        return session.update(
                """
                INSERT INTO export_metrics (export_name, run_at, duration_ms, total_rows,
                    peak_rss_mb, status, error_message, tuning_profile, format, mode,
                    files_produced, bytes_written, retries, validated, schema_changed, run_id,
                    batch_size, skip_reason, source_type, destination_type, bytes_read)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                run.exportName(),
                spent.startedAt(),
                spent.duration().toMillis(),
                volume.rows(),
                mebibytes(spent.peakRssBytes()),
                summary.outcome().label(),
                summary.failed().map(JdbcRunStore::errorMessage).orElse(null),
                summary.tuning().profile(),
                route.files().format(),
                run.mode(),
                volume.files(),
                volume.bytesWritten(),
                spent.retries(),
                findings.validated(),
                findings.schemaChanged(),
                run.id().value(),
                summary.tuning().batchRows(),
                summary.ending().skipReason(),
                route.sourceEngine(),
                route.destinationKind(),
                volume.bytesRead());
    }

    private static String errorMessage(Diagnostic failure) {
        return Redaction.redact("[" + failure.code().stableName() + "] " + failure.message());
    }

    private static @Nullable Long mebibytes(@Nullable Long bytes) {
        return bytes == null ? null : bytes >> 20;
    }

    @Override
    public void aggregate(RunReport report, String details) {
        database.write(
                session ->
                        session.update(
                                """
                                INSERT INTO run_aggregate (run_aggregate_id, started_at,
                                    finished_at, duration_ms, config_path, parallel_mode,
                                    total_exports, success_count, failed_count, skipped_count,
                                    total_rows, total_files, total_bytes, details_json)
                                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                                ON CONFLICT (run_aggregate_id) DO NOTHING
                                """,
                                report.id(),
                                report.startedAt(),
                                report.finishedAt(),
                                report.duration().toMillis(),
                                report.configPath().toString(),
                                SEQUENTIAL,
                                report.exports().size(),
                                report.count(Outcome.SUCCESS),
                                report.undelivered().size(),
                                report.count(Outcome.SKIPPED),
                                report.total(Volume::rows),
                                report.total(Volume::files),
                                report.total(Volume::bytesWritten),
                                details));
    }

    @Override
    public List<Metric> latest(Set<String> exports, int limit) {
        return database.read(
                session ->
                        session.query(
                                """
                                SELECT * FROM export_metrics
                                WHERE export_name IN (%s) ORDER BY id DESC LIMIT ?
                                """
                                        .formatted(Values.placeholders(exports.size())),
                                JdbcRunStore::metric,
                                Values.of(exports, limit)));
    }

    private static Metric metric(ResultSet row) throws SQLException {
        return new Metric(
                new RunSummary.Identity(
                        new RunId(row.getString("run_id")),
                        row.getString("export_name"),
                        row.getString("mode")),
                new Ended(row.getString("status"), row.getString("error_message")),
                row.getString("tuning_profile"),
                row.getString("format"),
                volume(row),
                new Checks(
                        Values.nullableBoolean(row, "validated"),
                        Values.nullableBoolean(row, "schema_changed")),
                spent(row));
    }

    private static Volume volume(ResultSet row) throws SQLException {
        return new Volume(
                row.getLong("total_rows"),
                row.getInt("files_produced"),
                row.getLong("bytes_read"),
                row.getLong("bytes_written"));
    }

    private static RunSummary.Spent spent(ResultSet row) throws SQLException {
        Instant start = Instant.parse(row.getString("run_at"));
        Long mebibytes = Values.nullableLong(row, "peak_rss_mb");
        return new RunSummary.Spent(
                start,
                start.plusMillis(row.getLong("duration_ms")),
                row.getInt("retries"),
                mebibytes == null ? null : mebibytes << 20);
    }
}
