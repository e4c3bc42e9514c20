package dev.rivet.state.jdbc;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings the schema of the state file to the version of this program. Flyway does it and keeps
/// its history in the file; it is not even started when the history says that all is done.
final class Migrations {
    /// In order; each name gives its version.
    private static final List<String> SCRIPTS =
            List.of(
                    "V1__state.sql",
                    "V2__lease_ticks.sql",
                    "V3__export_owner.sql",
                    "V4__progress.sql");

    private static final int CURRENT = SCRIPTS.size();
    private static final int NONE = 0;

    /// Another process may migrate the same file: the one that loses finds the work done.
    private static final int ATTEMPTS = 5;

    private static final long PAUSE_NANOS = 200_000_000;

    /// What Flyway has to say comes as an exception; on the terminal it would only disturb. Kept
    /// here because loggers that nobody holds forget their level.
    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final SqliteDatabase database;
    private final DataSource source;

    Migrations(SqliteDatabase database, DataSource source) {
        this.database = database;
        this.source = source;
    }

    void bringUpToDate() {
        if (needed()) {
            ONE_AT_A_TIME.lock();
            try {
                migrate();
            } finally {
                ONE_AT_A_TIME.unlock();
            }
        }
    }

    private void migrate() {
        for (int attempt = 1; needed(); attempt++) {
            try {
                flyway().migrate();
            } catch (FlywayException e) {
                if (attempt == ATTEMPTS) {
                    throw failed(e);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private Flyway flyway() {
        FLYWAY_LOG.setLevel(Level.OFF);
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .resourceProvider(new MigrationScripts(SCRIPTS))
                .javaMigrationClassProvider(List::of)
                .load();
    }

    private boolean needed() {
        int version = version();
        if (version > CURRENT) {
            throw Diagnostic.of(
                            Code.STATE_SCHEMA_NEWER,
                            String.format(
                                    Locale.ROOT,
                                    "The state file %s has schema version %d; this rivet knows %d.",
                                    database.file(),
                                    version,
                                    CURRENT))
                    .toException();
        }
        return version < CURRENT;
    }

    private int version() {
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

    private RivetException failed(FlywayException cause) {
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
                                CURRENT,
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
