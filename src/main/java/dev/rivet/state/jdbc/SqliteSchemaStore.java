package dev.rivet.state.jdbc;

import dev.rivet.state.SchemaStore;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `export_schema`. Its `columns_json` is `[{"name": …, "type": …}, …]`, made and taken apart by
/// SQLite. There is always a column.
final class SqliteSchemaStore implements SchemaStore {
    private final SqliteDatabase database;
    private final Clock clock;

    SqliteSchemaStore(SqliteDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Optional<Map<String, String>> load(String export) {
        Map<String, String> columns = database.read(session -> columns(session, export));
        return columns.isEmpty() ? Optional.empty() : Optional.of(columns);
    }

    private static Map<String, String> columns(Session session, String export) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        session.query(
                """
                SELECT json_extract(value, '$.name'), json_extract(value, '$.type')
                FROM export_schema, json_each(columns_json)
                WHERE export_name = ? ORDER BY key
                """,
                row -> columns.put(row.getString(1), row.getString(2)),
                export);
        return Collections.unmodifiableMap(columns);
    }

    @Override
    public void save(String export, Map<String, String> columns) {
        List<Object> values = new ArrayList<>();
        values.add(export);
        values.add(clock.instant());
        columns.forEach((name, type) -> values.addAll(List.of(values.size(), name, type)));
        database.write(session -> session.update(saveSql(columns.size()), values.toArray()));
    }

    @Override
    public void forget(String export) {
        database.write(
                session ->
                        session.update("DELETE FROM export_schema WHERE export_name = ?", export));
    }

    private static String saveSql(int columns) {
        String rows = String.join(", ", Collections.nCopies(columns, "(?, ?, ?)"));
        return """
        INSERT INTO export_schema (export_name, updated_at, columns_json)
        SELECT ?, ?, json_group_array(
            json_object('name', column2, 'type', column3) ORDER BY column1)
        FROM (VALUES %s) WHERE true
        ON CONFLICT (export_name) DO UPDATE SET
            updated_at = excluded.updated_at, columns_json = excluded.columns_json
        """
                .formatted(rows);
    }
}
