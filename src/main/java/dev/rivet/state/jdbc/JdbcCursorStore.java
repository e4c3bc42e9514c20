package dev.rivet.state.jdbc;

import dev.rivet.journal.RunId;
import dev.rivet.manifest.PublishedManifest;
import dev.rivet.plan.Edge;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.PlanCodec;
import dev.rivet.plan.Sighting;
import dev.rivet.plan.Terms;
import dev.rivet.plan.Watermark;
import dev.rivet.state.CursorStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `export_state`, `cursor_sighting` and `export_progression`.
final class JdbcCursorStore implements CursorStore {
    private static final String COLUMNS =
            """
            SELECT export_name, last_cursor_value, last_run_at, cursor_columns, cursor_type,
                cursor_delivered, run_id, terms_json
            FROM export_state WHERE last_cursor_value IS NOT NULL AND export_name\
            """;

    private final Database database;

    JdbcCursorStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Stored> load(String export) {
        return database
                .read(session -> session.query(COLUMNS + " = ?", JdbcCursorStore::stored, export))
                .stream()
                .findFirst();
    }

    private static Stored stored(ResultSet row) throws SQLException {
        KeyValue value =
                new KeyValue(
                        type(row.getString("cursor_type")), row.getString("last_cursor_value"));
        Edge edge =
                row.getBoolean("cursor_delivered") ? Edge.including(value) : Edge.excluding(value);
        return new Stored(
                row.getString("export_name"),
                new Watermark(PlanCodec.readKey(row.getString("cursor_columns")), edge),
                Instant.parse(row.getString("last_run_at")),
                new RunId(row.getString("run_id")),
                PlanCodec.readTerms(row.getString("terms_json")));
    }

    private static KeyType type(String label) {
        return KeyType.valueOf(label.toUpperCase(Locale.ROOT));
    }

    @Override
    public void advance(Stored to, PublishedManifest receipt) {
        if (!receipt.manifest().run().exportName().equals(to.export())) {
            throw new IllegalArgumentException("a delivery of another export");
        }
        database.write(
                session -> {
                    save(session, to);
                    JdbcMarginStore.forgetOthers(session, to.export(), to.run());
                    return progress(session, to);
                });
    }

    private static void save(Session session, Stored to) throws SQLException {
        session.update(
                """
                INSERT INTO export_state (export_name, last_cursor_value, last_run_at,
                    cursor_columns, cursor_type, cursor_delivered, run_id, terms_json)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (export_name) DO UPDATE SET
                    last_cursor_value = excluded.last_cursor_value,
                    last_run_at = excluded.last_run_at,
                    cursor_columns = excluded.cursor_columns,
                    cursor_type = excluded.cursor_type,
                    cursor_delivered = excluded.cursor_delivered,
                    run_id = excluded.run_id,
                    terms_json = excluded.terms_json
                """,
                to.export(),
                to.mark().value().text(),
                to.at(),
                PlanCodec.write(to.mark().key()),
                to.mark().value().type().label(),
                to.mark().edge().isIncluded(),
                to.run().value(),
                PlanCodec.write(to.terms()));
    }

    private static int progress(Session session, Stored to) throws SQLException {
        return session.update(
                """
                INSERT INTO export_progression (export_name, last_committed_strategy,
                    last_committed_cursor, last_committed_run_id, last_committed_at)
                VALUES (?, 'incremental', ?, ?, ?)
                ON CONFLICT (export_name) DO UPDATE SET
                    last_committed_strategy = excluded.last_committed_strategy,
                    last_committed_cursor = excluded.last_committed_cursor,
                    last_committed_chunk_index = NULL,
                    last_committed_run_id = excluded.last_committed_run_id,
                    last_committed_at = excluded.last_committed_at
                """,
                to.export(),
                to.mark().value().text(),
                to.run().value(),
                to.at());
    }

    @Override
    public List<Boundary> boundaries(Set<String> exports) {
        return database.read(
                session ->
                        session.query(
                                """
                                SELECT export_name, last_committed_strategy, last_committed_cursor,
                                    last_committed_chunk_index, last_committed_run_id,
                                    last_committed_at
                                FROM export_progression WHERE export_name IN (%s)
                                ORDER BY export_name
                                """
                                        .formatted(Values.placeholders(exports.size())),
                                JdbcCursorStore::boundary,
                                exports.toArray()));
    }

    private static Boundary boundary(ResultSet row) throws SQLException {
        Long chunk = Values.nullableLong(row, "last_committed_chunk_index");
        return new Boundary(
                row.getString("export_name"),
                row.getString("last_committed_strategy"),
                row.getString("last_committed_cursor"),
                chunk == null ? null : chunk.intValue(),
                new RunId(row.getString("last_committed_run_id")),
                Instant.parse(row.getString("last_committed_at")));
    }

    @Override
    public void accept(String export) {
        database.write(
                session ->
                        session.update(
                                "UPDATE export_state SET terms_json = ? WHERE export_name = ?",
                                PlanCodec.write(new Terms(Map.of())),
                                export));
    }

    @Override
    public boolean forgetCursor(String export) {
        return database.write(
                session -> {
                    int marks =
                            session.update(
                                    "DELETE FROM export_state WHERE export_name = ?", export);
                    session.update("DELETE FROM cursor_sighting WHERE export_name = ?", export);
                    JdbcMarginStore.forget(session, export);
                    session.update("DELETE FROM export_progression WHERE export_name = ?", export);
                    return marks > 0;
                });
    }

    @Override
    public void saw(String export, Sighting sighting) {
        database.write(
                session -> {
                    session.update(
                            "DELETE FROM cursor_sighting WHERE export_name = ? AND seen_at = ?",
                            export,
                            sighting.at());
                    session.update(
                            """
                            INSERT INTO cursor_sighting (export_name, seen_at, cursor_type,
                                cursor_value)
                            VALUES (?, ?, ?, ?)
                            """,
                            export,
                            sighting.at(),
                            sighting.top().type().label(),
                            sighting.top().text());
                    return session.update(
                            """
                            DELETE FROM cursor_sighting WHERE export_name = ? AND id NOT IN (
                                SELECT id FROM cursor_sighting WHERE export_name = ?
                                ORDER BY id DESC LIMIT ?)
                            """,
                            export,
                            export,
                            SIGHTINGS);
                });
    }

    @Override
    public List<Sighting> sightings(String export) {
        return database.read(
                session ->
                        session.query(
                                """
                                SELECT seen_at, cursor_type, cursor_value FROM cursor_sighting
                                WHERE export_name = ? ORDER BY id DESC
                                """,
                                row ->
                                        new Sighting(
                                                Instant.parse(row.getString(1)),
                                                new KeyValue(
                                                        type(row.getString(2)), row.getString(3))),
                                export));
    }
}
