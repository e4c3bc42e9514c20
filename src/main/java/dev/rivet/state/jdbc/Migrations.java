package dev.rivet.state.jdbc;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// Brings the schema of the state to the version of this program. Flyway does it and keeps its
/// history in the database; it is not even started when the history says that all is done.
final class Migrations {
    private static final long PAUSE_NANOS = 200_000_000;

    /// What Flyway has to say comes as an exception; on the terminal it would only disturb. Kept
    /// here because loggers that nobody holds forget their level.
    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final SchemaHistory history;
    private final int wanted;

    Migrations(SchemaHistory history) {
        this.history = history;
        this.wanted = MigrationScript.version(history.scripts().getLast());
    }

    /// @throws dev.rivet.diag.RivetException a `STATE_*` code
    void bringUpToDate() {
        if (needed()) {
            ONE_AT_A_TIME.lock();
            try {
                history.alone(this::migrate);
            } finally {
                ONE_AT_A_TIME.unlock();
            }
        }
    }

    /// Another process may have been faster: the one that comes second finds the work done.
    private void migrate() {
        for (int attempt = 1; needed(); attempt++) {
            try {
                history.prepare(history.version());
                flyway().migrate();
            } catch (FlywayException e) {
                if (attempt >= history.attempts() && needed()) {
                    throw history.failed(e, wanted);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private Flyway flyway() {
        FLYWAY_LOG.setLevel(Level.OFF);
        FluentConfiguration flyway =
                Flyway.configure(Migrations.class.getClassLoader())
                        .resourceProvider(new MigrationScripts(history.folder(), history.scripts()))
                        .javaMigrationClassProvider(List::of);
        history.configure(flyway);
        return flyway.load();
    }

    private boolean needed() {
        int version = history.version();
        if (version > wanted) {
            throw Diagnostic.of(
                            Code.STATE_SCHEMA_NEWER,
                            String.format(
                                    Locale.ROOT,
                                    "%s has schema version %d; this rivet knows %d.",
                                    history.name(),
                                    version,
                                    wanted))
                    .toException();
        }
        return version < wanted;
    }
}
