package dev.rivet.state.jdbc;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// rivet's tables in a schema that may hold others' tables too.
final class PostgresSchema implements SchemaHistory {
    /// Not Flyway's own name: other programs keep theirs there.
    static final String HISTORY = "rivet_schema_history";

    private static final List<String> SCRIPTS =
            List.of("V3__state.sql", "V4__progress.sql", "V5__margin.sql");

    private static final Duration MIGRATION = Duration.ofMinutes(2);

    private final PostgresDatabase database;
    private final String schema;
    private final DataSource source;
    private final Patience patience;

    PostgresSchema(PostgresDatabase database, String schema, DataSource source, Patience patience) {
        this.patience = patience;
        this.database = database;
        this.schema = schema;
        this.source = source;
    }

    @Override
    public String folder() {
        return "db/state-postgresql/";
    }

    @Override
    public List<String> scripts() {
        return SCRIPTS;
    }

    @Override
    public int version() {
        return database.read(
                session -> {
                    List<String> tables = tables(session);
                    if (!tables.contains(HISTORY)) {
                        tables.stream().findFirst().ifPresent(this::refuseForeign);
                        return NONE;
                    }
                    return recorded(session);
                });
    }

    /// Those that have names of ours.
    private List<String> tables(Session session) throws SQLException {
        Object[] values =
                Stream.of(Stream.of(schema, HISTORY), StateTables.all().stream())
                        .flatMap(each -> each)
                        .toArray();
        return session.query(
                "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = ? AND tablename IN (%s)"
                        .formatted(Values.placeholders(values.length - 1)),
                row -> row.getString(1),
                values);
    }

    private static int recorded(Session session) throws SQLException {
        return session.query(
                        "SELECT COALESCE(MAX(CAST(version AS INTEGER)), 0) FROM "
                                + HISTORY
                                + " WHERE success AND version IS NOT NULL",
                        row -> row.getInt(1))
                .getFirst();
    }

    private void refuseForeign(String table) {
        throw Diagnostic.of(
                        Code.STATE_SCHEMA_FOREIGN,
                        "There is a table "
                                + table
                                + " that this generation of rivet did not make: "
                                + database.name()
                                + ". Nothing was changed.",
                        "Create a schema for rivet alone, and name it in the URL of the state:"
                                + " `currentSchema=rivet`.")
                .toException();
    }

    /// Nobody is in the way, see [#alone(Runnable)].
    @Override
    public int attempts() {
        return 1;
    }

    @Override
    public void alone(Runnable migration) {
        try (PostgresLink link = new PostgresLink(source, patience.idling(MIGRATION))) {
            link.migrating(schema, migration);
        } catch (SQLException e) {
            RivetException failure = PostgresFailure.of(database.name(), e);
            throw PostgresFailure.isBusy(e) ? locked(e) : failure;
        }
    }

    @Override
    public void configure(FluentConfiguration flyway) {
        flyway.dataSource(source)
                .defaultSchema(schema)
                .createSchemas(false)
                .table(HISTORY)
                .baselineOnMigrate(true)
                .baselineVersion(Integer.toString(NONE));
    }

    /// Flyway would try for a long time what is not allowed.
    @Override
    public void prepare(int version) {
        boolean allowed =
                database.<Boolean>read(
                        session ->
                                session.query(
                                                "SELECT has_schema_privilege(current_schema(),"
                                                        + " 'CREATE')",
                                                row -> row.getBoolean(1))
                                        .getFirst());
        if (!allowed) {
            throw Diagnostic.of(
                            Code.STATE_NOT_WRITABLE,
                            "Its tables cannot be made or changed, the role of the URL may not CREATE"
                                    + " there: "
                                    + database.name()
                                    + ".",
                            "Grant CREATE and USAGE on the schema, or name another one in the URL:"
                                    + " `currentSchema=…`.")
                    .toException();
        }
    }

    @Override
    public String name() {
        return "The state" + database.name().substring("the state".length());
    }

    @Override
    public RivetException failed(FlywayException cause, int wanted) {
        Optional<SQLException> sql = sql(cause);
        if (sql.isPresent()) {
            RivetException failure = PostgresFailure.of(database.name(), sql.get());
            return PostgresFailure.isBusy(sql.get()) ? locked(cause) : failure;
        }
        return Diagnostic.of(
                        Code.STATE_BACKEND_FAILED,
                        String.format(
                                Locale.ROOT,
                                "The schema of %s could not be brought to version %d: %s.",
                                database.name(),
                                wanted,
                                cause.getMessage()))
                .toException(cause);
    }

    private static Optional<SQLException> sql(Throwable failure) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst();
    }

    private RivetException locked(Exception cause) {
        return Diagnostic.of(
                        Code.STATE_MIGRATION_LOCKED,
                        "Somebody else changes its schema, or has it locked: "
                                + database.name()
                                + ".")
                .asTransient()
                .toException(cause);
    }
}
