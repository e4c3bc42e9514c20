package dev.rivet.state.jdbc;

import dev.rivet.encode.RowPrints;
import dev.rivet.journal.RunId;
import dev.rivet.plan.Edge;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.state.MarginStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `export_margin`.
final class JdbcMarginStore implements MarginStore {
    private static final String OF_THE_WATERMARK =
            """
            FROM export_margin WHERE export_name = ? AND render = ? AND run_id = (
                SELECT run_id FROM export_state WHERE export_name = ?)
            """;

    private final Database database;

    JdbcMarginStore(Database database) {
        this.database = database;
    }

    @Override
    public void keep(String export, RunId run, int chunk, Margin margin) {
        database.write(
                session -> {
                    session.update(
                            """
                            DELETE FROM export_margin WHERE export_name = ? AND run_id <> ?
                                AND run_id NOT IN (
                                    SELECT run_id FROM export_state WHERE export_name = ?)
                            """,
                            export,
                            run.value(),
                            export);
                    session.update(
                            """
                            DELETE FROM export_margin
                            WHERE export_name = ? AND run_id = ? AND chunk_index = ?
                            """,
                            export,
                            run.value(),
                            chunk);
                    return insert(session, export, run, chunk, margin);
                });
    }

    private static int insert(Session session, String export, RunId run, int chunk, Margin margin)
            throws SQLException {
        return session.update(
                """
                INSERT INTO export_margin (export_name, run_id, chunk_index, start_type,
                    start_value, start_included, render, row_count, row_prints)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                export,
                run.value(),
                chunk,
                margin.start().value().type().label(),
                margin.start().text(),
                margin.start().isIncluded(),
                RowPrints.RENDER,
                margin.rows().size(),
                margin.rows().bytes());
    }

    /// Those of runs that the watermark has left behind.
    static void forgetOthers(Session session, String export, RunId run) throws SQLException {
        session.update(
                "DELETE FROM export_margin WHERE export_name = ? AND run_id <> ?",
                export,
                run.value());
    }

    static void forget(Session session, String export) throws SQLException {
        session.update("DELETE FROM export_margin WHERE export_name = ?", export);
    }

    @Override
    public long size(String export, RunId run, int chunk) {
        return database.read(
                        session ->
                                session.query(
                                        """
                                        SELECT COALESCE(SUM(row_count), 0) FROM export_margin
                                        WHERE export_name = ? AND run_id = ? AND chunk_index = ?
                                        """,
                                        row -> row.getLong(1),
                                        export,
                                        run.value(),
                                        chunk))
                .getFirst();
    }

    @Override
    public Optional<Edge> start(String export) {
        return database
                .read(
                        session ->
                                session.query(
                                        "SELECT start_type, start_value, start_included "
                                                + OF_THE_WATERMARK
                                                + "ORDER BY chunk_index LIMIT 1",
                                        JdbcMarginStore::edge,
                                        export,
                                        RowPrints.RENDER,
                                        export))
                .stream()
                .findFirst();
    }

    private static Edge edge(ResultSet row) throws SQLException {
        KeyType type = KeyType.valueOf(row.getString("start_type").toUpperCase(Locale.ROOT));
        KeyValue value = new KeyValue(type, row.getString("start_value"));
        return row.getBoolean("start_included") ? Edge.including(value) : Edge.excluding(value);
    }

    @Override
    public RowPrints rows(String export) {
        List<RowPrints> chunks =
                database.read(
                        session ->
                                session.query(
                                        "SELECT row_prints " + OF_THE_WATERMARK,
                                        row -> RowPrints.of(row.getBytes("row_prints")),
                                        export,
                                        RowPrints.RENDER,
                                        export));
        RowPrints all = new RowPrints();
        chunks.forEach(all::addAll);
        return all;
    }
}
