package dev.rivet.state.jdbc;

import dev.rivet.journal.SummaryJson;
import dev.rivet.state.SchemaStore;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// `export_schema`. There is always a column.
final class JdbcSchemaStore implements SchemaStore {
    private final Database database;
    private final Clock clock;

    JdbcSchemaStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Optional<Map<String, String>> load(String export) {
        Map<String, String> columns = database.read(session -> columns(session, export));
        return columns.isEmpty() ? Optional.empty() : Optional.of(columns);
    }

    private Map<String, String> columns(Session session, String export) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        session.query(
                database.columnsOfExport(),
                row -> columns.put(row.getString(1), row.getString(2)),
                export);
        return Collections.unmodifiableMap(columns);
    }

    @Override
    public void save(String export, Map<String, String> columns) {
        String json =
                SummaryJson.line(columns.entrySet().stream().map(JdbcSchemaStore::json).toList());
        database.write(
                session ->
                        session.update(
                                """
                                INSERT INTO export_schema (export_name, columns_json, updated_at)
                                VALUES (?, ?, ?)
                                ON CONFLICT (export_name) DO UPDATE SET
                                    columns_json = excluded.columns_json,
                                    updated_at = excluded.updated_at
                                """,
                                export,
                                json,
                                clock.instant()));
    }

    private static Map<String, String> json(Map.Entry<String, String> column) {
        Map<String, String> object = new LinkedHashMap<>();
        object.put("name", column.getKey());
        object.put("type", column.getValue());
        return object;
    }

    @Override
    public void forget(String export) {
        database.write(
                session ->
                        session.update("DELETE FROM export_schema WHERE export_name = ?", export));
    }
}
