package dev.rivet.state.jdbc;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// The state file, open. One connection serves all threads, one after the other; other processes
/// are waited for. A commit is on the disk when it returns.
final class SqliteDatabase implements AutoCloseable {
    private final Path file;
    private final Connection connection;
    private final ReentrantLock lock = new ReentrantLock();

    private SqliteDatabase(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /// Work on the database; what it throws rolls its changes back.
    @FunctionalInterface
    interface Work<T> {
        T run(Session session) throws SQLException;
    }

    /// Opens the file, creates it for its owner only when there is none, and brings its schema to
    /// this version.
    ///
    /// @param patience how long to wait for a lock of another process
    /// @throws dev.rivet.diag.RivetException a `STATE_*` code
    static SqliteDatabase open(Path file, Duration patience) {
        Path absolute = file.toAbsolutePath().normalize();
        createForOwner(absolute);
        SqliteLibrary.load();
        DataSource source = source(absolute, patience);
        try {
            SqliteDatabase database = new SqliteDatabase(absolute, source.getConnection());
            try {
                new Migrations(database, source).bringUpToDate();
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

    <T> T read(Work<T> work) {
        lock.lock();
        try {
            return work.run(new Session(connection));
        } catch (SQLException e) {
            throw SqliteFailure.of(file, e);
        } finally {
            lock.unlock();
        }
    }

    /// All changes of the work, or none; no other writer in between.
    <T> T write(Work<T> work) {
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

    /// After some failures SQLite has rolled back by itself and has nothing left to roll back.
    private static void rollBack(Session session, Throwable cause) {
        try {
            session.update("ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
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
