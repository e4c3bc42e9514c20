package dev.rivet.state.jdbc;

import dev.rivet.journal.FileKind;
import dev.rivet.journal.RunId;
import dev.rivet.manifest.Manifest;
import dev.rivet.manifest.Part;
import dev.rivet.manifest.PublishedManifest;
import dev.rivet.state.Ledger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// `file_log`.
final class JdbcLedger implements Ledger {
    private final Database database;
    private final Clock clock;

    JdbcLedger(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void record(PublishedManifest delivery) {
        Manifest manifest = delivery.manifest();
        database.write(
                session -> {
                    int files = 0;
                    for (Part part : manifest.files().parts()) {
                        files += insert(session, manifest, part);
                    }
                    return files;
                });
    }

    /// Recording a file again replaces its row.
    private int insert(Session session, Manifest manifest, Part part) throws SQLException {
        RunId run = manifest.run().id();
        FileKind kind = manifest.files().kind();
        String file = part.file().name();
        session.update(
                "DELETE FROM file_log WHERE run_id = ? AND file_name = ?", run.value(), file);
        return session.update(
                """
                INSERT INTO file_log (run_id, export_name, file_name, row_count, bytes, format,
                    compression, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                run.value(),
                manifest.run().exportName(),
                file,
                part.rows(),
                part.file().bytes(),
                kind.format(),
                kind.compression(),
                clock.instant());
    }

    @Override
    public List<Entry> latest(Set<String> exports, int limit) {
        return database.read(
                session ->
                        session.query(
                                """
                                SELECT * FROM file_log
                                WHERE export_name IN (%s) ORDER BY id DESC LIMIT ?
                                """
                                        .formatted(Values.placeholders(exports.size())),
                                JdbcLedger::entry,
                                Values.of(exports, limit)));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getString("run_id"),
                row.getString("export_name"),
                row.getString("file_name"),
                row.getLong("row_count"),
                row.getLong("bytes"),
                new FileKind(row.getString("format"), row.getString("compression")),
                Instant.parse(row.getString("created_at")));
    }
}
