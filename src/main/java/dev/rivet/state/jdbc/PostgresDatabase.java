package dev.rivet.state.jdbc;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.state.StateLocation;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/// A schema of a PostgreSQL database, open. A connection that was lost is replaced, and the work
/// begun anew, as long as the lease of a run lives.
final class PostgresDatabase implements Database {
    private final String name;
    private final Schema schema;
    private final PostgresLink link;
    private final Repetition repetition;
    private final ReentrantLock lock = new ReentrantLock();

    /// A schema.
    ///
    /// @param path as it is written in a search path
    private record Schema(String name, String path) {}

    /// What becomes of a state that is not there.
    private enum Absent {
        CREATE,
        LEAVE
    }

    /// What is done on the link.
    @FunctionalInterface
    private interface Step<T> {
        T take() throws SQLException;
    }

    private PostgresDatabase(
            StateLocation.Postgres location,
            Schema schema,
            PostgresLink link,
            Repetition repetition) {
        this.name = "the state in " + location.words() + ", schema " + schema.name();
        this.schema = schema;
        this.link = link;
        this.repetition = repetition;
    }

    /// Connects, and brings the schema to this version.
    ///
    /// @throws RivetException a `STATE_*` code
    static PostgresDatabase open(StateLocation.Postgres location, Patience patience) {
        return open(location, patience, Absent.CREATE).orElseThrow();
    }

    /// The same, unless there is no state.
    static Optional<PostgresDatabase> openExisting(
            StateLocation.Postgres location, Patience patience) {
        return open(location, patience, Absent.LEAVE);
    }

    private static Optional<PostgresDatabase> open(
            StateLocation.Postgres location, Patience patience, Absent absent) {
        DataSource source = PostgresConnections.to(location, patience);
        PostgresLink link = new PostgresLink(source, patience);
        try {
            Schema schema = schema(location, link);
            PostgresDatabase database =
                    new PostgresDatabase(location, schema, link, new Repetition(patience.repeat()));
            PostgresSchema history =
                    new PostgresSchema(
                            database,
                            schema.name(),
                            PostgresConnections.forMigrations(location, patience),
                            patience);
            if (absent == Absent.LEAVE && history.version() == SchemaHistory.NONE) {
                link.close();
                return Optional.empty();
            }
            new Migrations(history).bringUpToDate();
            return Optional.of(database);
        } catch (SQLException e) {
            throw closed(link, PostgresFailure.of("the state in " + location.words(), e));
        } catch (RuntimeException e) {
            throw closed(link, e);
        }
    }

    private static RuntimeException closed(PostgresLink link, RuntimeException failure) {
        try {
            link.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /// The one that the search path leads to, now and as long as this is open.
    private static Schema schema(StateLocation.Postgres location, PostgresLink link)
            throws SQLException {
        String path = location.searchPath();
        Work<List<Schema>> question =
                session ->
                        session.query(
                                """
                                SELECT current_schema(), quote_ident(current_schema())
                                WHERE current_schema() IS NOT NULL
                                """,
                                row -> new Schema(row.getString(1), row.getString(2)));
        List<Schema> found = path.isEmpty() ? link.plainly(question) : link.reading(path, question);
        return found.stream().findFirst().orElseThrow(() -> missing(location));
    }

    private static RivetException missing(StateLocation.Postgres location) {
        String path = location.searchPath();
        String which = path.isEmpty() ? "no schema" : "no schema `" + path + "`";
        return Diagnostic.of(
                        Code.STATE_NOT_WRITABLE,
                        "The role of the URL finds " + which + " in " + location.words() + ".",
                        "Create the schema and grant USAGE and CREATE on it, or name another one in the"
                                + " URL: `currentSchema=…`.")
                .toException();
    }

    @Override
    public <T> T read(Work<T> work) {
        return repetition.of(() -> once(() -> link.reading(schema.path(), work)));
    }

    @Override
    public <T> T write(Work<T> work) {
        return repetition.of(() -> once(() -> link.writing(schema.path(), work)));
    }

    @Override
    public <T> T writeOnce(Work<T> work) {
        return once(() -> link.writing(schema.path(), work));
    }

    private <T> T once(Step<T> step) {
        lock.lock();
        try {
            return step.take();
        } catch (SQLException e) {
            throw PostgresFailure.of(name, e);
        } finally {
            lock.unlock();
        }
    }

    /// The server's, to the microsecond: those of several machines differ.
    @Override
    public Instant now(Session session) throws SQLException {
        long micros =
                session.query(
                                "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000"
                                        + " AS BIGINT)",
                                row -> row.getLong(1))
                        .getFirst();
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    @Override
    public String columnsOfExport() {
        return """
        SELECT item.value ->> 'name', item.value ->> 'type'
        FROM export_schema, json_array_elements(CAST(columns_json AS json))
            WITH ORDINALITY AS item (value, position)
        WHERE export_name = ? ORDER BY item.position
        """;
    }

    /// Of our tables, with their indexes.
    @Override
    public long bytes() {
        List<String> tables = StateTables.all();
        return read(
                session ->
                        session.query(
                                        """
                                        SELECT COALESCE(SUM(pg_total_relation_size(c.oid)), 0)
                                        FROM pg_catalog.pg_class c
                                        WHERE c.relnamespace = CAST(? AS regnamespace)
                                            AND c.relname IN (%s)
                                        """
                                                .formatted(Values.placeholders(tables.size())),
                                        row -> row.getLong(1),
                                        Values.of(schema.path(), tables))
                                .getFirst());
    }

    /// The server does so by itself.
    @Override
    public void shrink() {}

    @Override
    public void numberOn(Session session, String table) throws SQLException {
        session.query(
                """
                SELECT setval(pg_get_serial_sequence(?, 'id'),
                    (SELECT COALESCE(MAX(id), 0) + 1 FROM %s), false)
                """
                        .formatted(table),
                row -> row.getLong(1),
                schema.path() + "." + table);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        once(
                () -> {
                    link.close();
                    return link;
                });
    }
}
