package dev.rivet.state.jdbc;

import dev.rivet.journal.RunId;
import dev.rivet.manifest.Manifest;
import dev.rivet.manifest.ManifestCodec;
import dev.rivet.plan.PlanCodec;
import dev.rivet.state.ChunkStore.ChunkRun;
import dev.rivet.state.ChunkStore.Status;
import dev.rivet.state.ChunkStore.Task;
import dev.rivet.state.ChunkStore.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rows of `chunk_run` and `chunk_task` as they are read.
final class ChunkRows {
    private ChunkRows() {}

    /// The first run that a statement finds, with its chunks.
    static Optional<ChunkRun> find(Session session, String sql, String export) throws SQLException {
        List<RunId> runs = session.query(sql, row -> new RunId(row.getString("run_id")), export);
        if (runs.isEmpty()) {
            return Optional.empty();
        }
        List<Task> tasks = tasks(session, runs.getFirst());
        return session.query(sql, row -> run(row, tasks), export).stream().findFirst();
    }

    private static ChunkRun run(ResultSet row, List<Task> tasks) throws SQLException {
        return new ChunkRun(
                new RunId(row.getString("run_id")),
                row.getString("export_name"),
                Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                PlanCodec.read(row.getString("plan_json")),
                PlanCodec.readTerms(row.getString("terms_json")),
                Instant.parse(row.getString("updated_at")),
                tasks);
    }

    private static List<Task> tasks(Session session, RunId run) throws SQLException {
        return session.query(
                """
                SELECT chunk_index, status, attempts, last_error, manifest_json
                FROM chunk_task WHERE run_id = ? ORDER BY chunk_index
                """,
                ChunkRows::task,
                run.value());
    }

    private static Task task(ResultSet row) throws SQLException {
        int ordinal = row.getInt("chunk_index");
        return new Task(
                ordinal,
                TaskStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getInt("attempts"),
                row.getString("last_error"),
                manifest(row.getString("manifest_json"), ordinal));
    }

    private static @Nullable Manifest manifest(@Nullable String json, int ordinal) {
        return json == null
                ? null
                : ManifestCodec.read(
                        json.getBytes(StandardCharsets.UTF_8),
                        "the state's record of chunk " + ordinal);
    }
}
