package dev.rivet.state.jdbc;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// The state file, open. Other processes are waited for. A commit is on the disk when it returns.
final class SqliteDatabase implements Database {
    private static final Logger LOG = Logger.getLogger(SqliteDatabase.class.getName());

    private final Path file;
    private final Clock clock;
    private final Connection connection;
    private final ReentrantLock lock = new ReentrantLock();

    private SqliteDatabase(Path file, Clock clock, Connection connection) {
        this.file = file;
        this.clock = clock;
        this.connection = connection;
    }

    /// Opens the file, creates it for its owner only when there is none, and brings its schema to
    /// this version.
    ///
    /// @param patience how long to wait for a lock of another process
    /// @throws dev.rivet.diag.RivetException a `STATE_*` code
    static SqliteDatabase open(Path file, Duration patience) {
        return open(file, patience, Clock.systemUTC());
    }

    /// The same, going by a clock of its own.
    static SqliteDatabase open(Path file, Duration patience, Clock clock) {
        Path absolute = file.toAbsolutePath().normalize();
        createForOwner(absolute);
        SqliteLibrary.load();
        DataSource source = source(absolute, patience);
        try {
            SqliteDatabase database = new SqliteDatabase(absolute, clock, source.getConnection());
            try {
                new Migrations(new SqliteSchema(database, source)).bringUpToDate();
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
            return database;
        } catch (SQLException e) {
            throw SqliteFailure.of(absolute, e);
        }
    }

    private static void createForOwner(Path file) {
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(file)) {
                throw notWritable(file, "it is a folder", e);
            }
        } catch (IOException e) {
            throw notWritable(file, "it cannot be created", e);
        }
    }

    private static RuntimeException notWritable(Path file, String why, IOException cause) {
        return Diagnostic.of(
                        Code.STATE_NOT_WRITABLE,
                        "The state file " + file + " cannot be used: " + why + ".")
                .toException(cause);
    }

    private static DataSource source(Path file, Duration patience) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(Math.toIntExact(patience.toMillis()));
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toUri());
        return source;
    }

    Path file() {
        return file;
    }

    @Override
    public <T> T read(Work<T> work) {
        lock.lock();
        try {
            return work.run(new Session(connection));
        } catch (SQLException e) {
            throw SqliteFailure.of(file, e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        return read(
                session -> {
                    session.update("BEGIN IMMEDIATE");
                    try {
                        T result = work.run(session);
                        session.update("COMMIT");
                        return result;
                    } catch (Throwable e) {
                        rollBack(session, e);
                        throw e;
                    }
                });
    }

    /// A file is not lost between two statements.
    @Override
    public <T> T writeOnce(Work<T> work) {
        return write(work);
    }

    /// After some failures SQLite has rolled back by itself and has nothing left to roll back.
    private static void rollBack(Session session, Throwable cause) {
        try {
            session.update("ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /// The machine's: whoever opens the file is on it.
    @Override
    public Instant now(Session session) {
        return clock.instant();
    }

    @Override
    public String columnsOfExport() {
        return """
        SELECT json_extract(value, '$.name'), json_extract(value, '$.type')
        FROM export_schema, json_each(columns_json)
        WHERE export_name = ? ORDER BY key
        """;
    }

    /// All that is in the file, for a file that is there and empty.
    void copyTo(Path other) throws SQLException {
        lock.lock();
        try {
            new Session(connection).update("VACUUM INTO ?", other.toString());
        } finally {
            lock.unlock();
        }
    }

    /// Looks into a file that is there, whatever version it has, without changing what it holds.
    static <T> T look(Path file, Work<T> work) {
        SqliteLibrary.load();
        SQLiteConfig config = new SQLiteConfig();
        try (Connection connection = config.createConnection("jdbc:sqlite:" + file.toUri())) {
            return work.run(new Session(connection));
        } catch (SQLException e) {
            throw SqliteFailure.of(file, e);
        }
    }

    /// With what is not yet in the file itself.
    @Override
    public long bytes() {
        return Stream.of("", "-wal").mapToLong(this::bytes).sum();
    }

    private long bytes(String suffix) {
        try {
            return Files.size(file.resolveSibling(file.getFileName() + suffix));
        } catch (IOException none) {
            return 0;
        }
    }

    /// What is removed is removed, even if others are too busy to let the file shrink.
    @Override
    public void shrink() {
        try {
            this.<Integer>read(session -> session.update("VACUUM"));
            read(session -> session.query("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1)));
        } catch (RivetException busy) {
            LOG.log(Level.WARNING, "the state file stays as large as it was: " + busy, busy);
        }
    }

    /// SQLite does so by itself.
    @Override
    public void numberOn(Session session, String table) {}

    @Override
    public String name() {
        return "the state file " + file;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            connection.close();
        } catch (SQLException e) {
            throw SqliteFailure.of(file, e);
        } finally {
            lock.unlock();
        }
    }
}
