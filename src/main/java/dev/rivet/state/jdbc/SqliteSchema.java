package dev.rivet.state.jdbc;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// The schema of a state file.
final class SqliteSchema implements SchemaHistory {
    private static final List<String> SCRIPTS =
            List.of(
                    "V1__state.sql",
                    "V2__lease_ticks.sql",
                    "V3__export_owner.sql",
                    "V4__progress.sql",
                    "V5__margin.sql");

    private final SqliteDatabase database;
    private final DataSource source;

    SqliteSchema(SqliteDatabase database, DataSource source) {
        this.database = database;
        this.source = source;
    }

    @Override
    public String folder() {
        return "db/state/";
    }

    @Override
    public List<String> scripts() {
        return SCRIPTS;
    }

    @Override
    public int version() {
        return database.read(
                session -> {
                    List<String> tables =
                            session.query(
                                    "SELECT name FROM sqlite_master WHERE type = 'table'",
                                    row -> row.getString(1));
                    if (!tables.contains("flyway_schema_history")) {
                        refuseForeign(tables);
                        return NONE;
                    }
                    return recorded(session);
                });
    }

    private static int recorded(Session session) throws SQLException {
        return session.query(
                        """
                        SELECT COALESCE(MAX(CAST(version AS INTEGER)), 0)
                        FROM flyway_schema_history WHERE success = 1
                        """,
                        row -> row.getInt(1))
                .getFirst();
    }

    private void refuseForeign(List<String> tables) {
        if (tables.stream().anyMatch(table -> !table.startsWith("sqlite_"))) {
            throw Diagnostic.of(
                            Code.STATE_SCHEMA_FOREIGN,
                            "The file "
                                    + database.file()
                                    + " holds tables that this generation of rivet did not make."
                                    + " Nothing was changed.")
                    .toException();
        }
    }

    /// Processes that change it together get into each other's way: those that fail look again.
    @Override
    public int attempts() {
        return 5;
    }

    /// Its transactions keep others out.
    @Override
    public void alone(Runnable migration) {
        migration.run();
    }

    @Override
    public void configure(FluentConfiguration flyway) {
        flyway.dataSource(source);
    }

    /// A file that has something is copied first.
    @Override
    public void prepare(int version) {
        if (version != NONE) {
            new SqliteBackup(database, SqliteSchema::versionOfCopy).make(version);
        }
    }

    private static int versionOfCopy(Path file) {
        return SqliteDatabase.look(file, SqliteSchema::recorded);
    }

    @Override
    public String name() {
        return "The state file " + database.file();
    }

    @Override
    public RivetException failed(FlywayException cause, int wanted) {
        if (cause.getCause() instanceof SQLException sql) {
            RivetException failure = SqliteFailure.of(database.file(), sql);
            return failure.diagnostic().retryable() ? locked(cause) : failure;
        }
        return Diagnostic.of(
                        Code.STATE_BACKEND_FAILED,
                        String.format(
                                Locale.ROOT,
                                "The schema of the state file %s could not be brought to version %d: %s.",
                                database.file(),
                                wanted,
                                cause.getMessage()))
                .toException(cause);
    }

    private RivetException locked(FlywayException cause) {
        return Diagnostic.of(
                        Code.STATE_MIGRATION_LOCKED,
                        "The state file " + database.file() + " is locked by another process.")
                .asTransient()
                .toException(cause);
    }
}
