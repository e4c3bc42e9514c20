package dev.rivet.state.jdbc;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Redaction;
import dev.rivet.journal.RunId;
import dev.rivet.manifest.Manifest;
import dev.rivet.manifest.ManifestCodec;
import dev.rivet.manifest.PublishedManifest;
import dev.rivet.plan.Chunk;
import dev.rivet.plan.Edge;
import dev.rivet.plan.ExportPlan;
import dev.rivet.plan.PlanCodec;
import dev.rivet.plan.Terms;
import dev.rivet.state.ChunkStore;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `chunk_run` and `chunk_task`.
final class JdbcChunkStore implements ChunkStore {
    private static final String RUN =
            """
            SELECT run_id, export_name, status, plan_json, terms_json, updated_at FROM chunk_run
            """;

    private final Database database;
    private final Clock clock;

    JdbcChunkStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Optional<ChunkRun> unfinished(String export) {
        return find(RUN + "WHERE export_name = ? AND status = 'in_progress'", export);
    }

    @Override
    public Optional<ChunkRun> latest(String export) {
        return find(RUN + "WHERE export_name = ? ORDER BY created_at DESC LIMIT 1", export);
    }

    private Optional<ChunkRun> find(String sql, String export) {
        return database.read(session -> ChunkRows.find(session, sql, export));
    }

    @Override
    public void begin(RunId run, String export, ExportPlan plan, Terms terms) {
        Instant now = clock.instant();
        database.write(
                session -> {
                    forgetEnded(session, export);
                    session.update(
                            """
                            INSERT INTO chunk_run (run_id, export_name, plan_hash, status,
                                created_at, updated_at, plan_json, terms_json)
                            VALUES (?, ?, ?, 'in_progress', ?, ?, ?, ?)
                            ON CONFLICT (run_id) DO NOTHING
                            """,
                            run.value(),
                            export,
                            ChunkStore.hash(terms),
                            now,
                            now,
                            PlanCodec.write(plan),
                            PlanCodec.write(terms));
                    for (Chunk chunk : plan.chunks()) {
                        insert(session, run, chunk, now);
                    }
                    return plan.chunks().size();
                });
    }

    /// Only the newest is of use.
    private static void forgetEnded(Session session, String export) throws SQLException {
        session.update(
                """
                DELETE FROM chunk_task WHERE run_id IN (
                    SELECT run_id FROM chunk_run
                    WHERE export_name = ? AND status <> 'in_progress')
                """,
                export);
        session.update(
                "DELETE FROM chunk_run WHERE export_name = ? AND status <> 'in_progress'", export);
    }

    private static void insert(Session session, RunId run, Chunk chunk, Instant now)
            throws SQLException {
        session.update(
                """
                INSERT INTO chunk_task (run_id, chunk_index, start_key, end_key, status, updated_at)
                VALUES (?, ?, ?, ?, 'pending', ?)
                ON CONFLICT (run_id, chunk_index) DO NOTHING
                """,
                run.value(),
                chunk.ordinal(),
                chunk.slice().lower().map(Edge::text).orElse(null),
                chunk.slice().upper().map(Edge::text).orElse(null),
                now);
    }

    @Override
    public int start(RunId run, int ordinal) {
        return database.write(
                session -> {
                    change(session, run, ordinal, "status = 'running', attempts = attempts + 1");
                    return session.query(
                                    """
                                    SELECT attempts FROM chunk_task
                                    WHERE run_id = ? AND chunk_index = ?
                                    """,
                                    row -> row.getInt(1),
                                    run.value(),
                                    ordinal)
                            .getFirst();
                });
    }

    @Override
    public void done(RunId run, int ordinal, Manifest chunk) {
        String json = new String(ManifestCodec.write(chunk), StandardCharsets.UTF_8);
        @Nullable String file =
                chunk.files().parts().isEmpty()
                        ? null
                        : chunk.files().parts().getFirst().file().name();
        database.write(
                session ->
                        change(
                                session,
                                run,
                                ordinal,
                                """
                                status = 'completed', last_error = NULL, rows_written = ?,
                                file_name = ?, manifest_json = ?\
                                """,
                                chunk.files().rowCount(),
                                file,
                                json));
    }

    @Override
    public void failed(RunId run, int ordinal, String why) {
        database.write(
                session ->
                        change(
                                session,
                                run,
                                ordinal,
                                "status = 'failed', last_error = ?",
                                Redaction.redact(why)));
    }

    @Override
    public void reopen(RunId run, int ordinal, String why) {
        database.write(
                session ->
                        change(
                                session,
                                run,
                                ordinal,
                                """
                                status = 'pending', last_error = ?, rows_written = NULL,
                                file_name = NULL, manifest_json = NULL\
                                """,
                                Redaction.redact(why)));
    }

    private int change(
            Session session, RunId run, int ordinal, String what, @Nullable Object... values)
            throws SQLException {
        Instant now = clock.instant();
        @Nullable Object[] all = new @Nullable Object[values.length + 3];
        System.arraycopy(values, 0, all, 0, values.length);
        all[values.length] = now;
        all[values.length + 1] = run.value();
        all[values.length + 2] = ordinal;
        session.update("UPDATE chunk_run SET updated_at = ? WHERE run_id = ?", now, run.value());
        int changed =
                session.update(
                        "UPDATE chunk_task SET "
                                + what
                                + ", updated_at = ? WHERE run_id = ? AND chunk_index = ?",
                        all);
        if (changed == 0) {
            throw Diagnostic.of(
                            Code.STATE_BACKEND_FAILED,
                            String.format(
                                    Locale.ROOT,
                                    "The state no longer knows chunk %d of the run %s: somebody has"
                                            + " removed it, or its database has lost it.",
                                    ordinal,
                                    run),
                            "Run again: the export begins anew.")
                    .toException();
        }
        return changed;
    }

    @Override
    public void finish(RunId run, PublishedManifest receipt) {
        Instant now = clock.instant();
        if (!receipt.manifest().run().id().equals(run)) {
            throw new IllegalArgumentException("a delivery of another run");
        }
        boolean keepsCursor = receipt.manifest().source().extraction().range().isPresent();
        database.write(
                session -> {
                    if (!keepsCursor) {
                        progress(session, run, now);
                    }
                    return session.update(
                            """
                            UPDATE chunk_run SET status = 'completed', updated_at = ?
                            WHERE run_id = ?
                            """,
                            now,
                            run.value());
                });
    }

    private static void progress(Session session, RunId run, Instant now) throws SQLException {
        session.update(
                """
                            INSERT INTO export_progression (export_name,
                                last_committed_strategy, last_committed_chunk_index,
                                last_committed_run_id, last_committed_at)
                            SELECT run.export_name, 'chunked', MAX(task.chunk_index), run.run_id, ?
                            FROM chunk_run run JOIN chunk_task task ON task.run_id = run.run_id
                            WHERE run.run_id = ? GROUP BY run.export_name, run.run_id
                            ON CONFLICT (export_name) DO UPDATE SET
                                last_committed_strategy = excluded.last_committed_strategy,
                                last_committed_cursor = NULL,
                                last_committed_chunk_index = excluded.last_committed_chunk_index,
                                last_committed_run_id = excluded.last_committed_run_id,
                                last_committed_at = excluded.last_committed_at
                            """,
                now,
                run.value());
    }

    @Override
    public int forgetChunks(String export) {
        return database.write(
                session -> {
                    int open = forgetOpen(session, export);
                    forgetEnded(session, export);
                    session.update("DELETE FROM export_progression WHERE export_name = ?", export);
                    return open;
                });
    }

    @Override
    public int forgetUnfinished(String export) {
        return database.write(session -> forgetOpen(session, export));
    }

    private static int forgetOpen(Session session, String export) throws SQLException {
        session.update(
                """
                DELETE FROM chunk_task WHERE run_id IN (
                    SELECT run_id FROM chunk_run
                    WHERE export_name = ? AND status = 'in_progress')
                """,
                export);
        return session.update(
                "DELETE FROM chunk_run WHERE export_name = ? AND status = 'in_progress'", export);
    }
}
