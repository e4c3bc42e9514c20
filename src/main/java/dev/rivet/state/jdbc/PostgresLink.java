package dev.rivet.state.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// One connection, opened when it is needed and thrown away when it is of no use any more. Every
/// piece of work is one transaction, with limits and a search path that end with it: what is set
/// for a session would be somebody else's behind a pooler. Not thread-safe.
final class PostgresLink implements AutoCloseable {
    /// The first half of the key of our advisory lock: `rive`.
    private static final int LOCK = 0x72697665;

    /// The same of the lock of those who change the schema.
    private static final int MIGRATION_LOCK = LOCK + 1;

    /// And what was said to be written down is: a server that answers before has lost it when it
    /// crashes.
    private static final String LIMITS =
            """
            SELECT set_config('statement_timeout', ?, true),
                set_config('lock_timeout', ?, true),
                set_config('idle_in_transaction_session_timeout', ?, true),
                set_config('synchronous_commit',
                    CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'
                        ELSE current_setting('synchronous_commit') END, true)
            """;

    private static final String PATH = "; SELECT set_config('search_path', ?, true)";

    /// One writer at a time, as in a file: the next one sees all that the one before has done.
    private static final String WRITER =
            "; SELECT pg_advisory_xact_lock(" + LOCK + ", hashtext(?))";

    private static final String MIGRATOR =
            "; SELECT pg_advisory_xact_lock(" + MIGRATION_LOCK + ", hashtext(?))";

    private final DataSource source;
    private final Patience patience;
    private @Nullable Connection connection;

    PostgresLink(DataSource source, Patience patience) {
        this.source = source;
        this.patience = patience;
    }

    /// Work in the order of tables that the role has by itself.
    <T> T plainly(Database.Work<T> work) throws SQLException {
        return transaction(work, LIMITS);
    }

    /// Work with a search path.
    <T> T reading(String path, Database.Work<T> work) throws SQLException {
        return transaction(work, LIMITS + PATH, path);
    }

    /// The same, alone among those who write with this path.
    <T> T writing(String path, Database.Work<T> work) throws SQLException {
        return transaction(work, LIMITS + PATH + WRITER, path, path);
    }

    /// Something else, while nobody else changes the schema.
    void migrating(String schema, Runnable migration) throws SQLException {
        transaction(
                session -> {
                    migration.run();
                    return schema;
                },
                LIMITS + MIGRATOR,
                schema);
    }

    private <T> T transaction(Database.Work<T> work, String setUp, String... values)
            throws SQLException {
        Connection open = open();
        try {
            prepare(open, setUp, values);
            T result = work.run(new Session(open));
            open.commit();
            return result;
        } catch (Throwable e) {
            rollBack(open, e);
            throw e;
        }
    }

    /// The driver sends all of it, and the beginning of the transaction, at once.
    private void prepare(Connection open, String setUp, String... values) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(setUp)) {
            statement.setString(1, milliseconds(patience.statement()));
            statement.setString(2, milliseconds(patience.lock()));
            statement.setString(3, milliseconds(patience.idle()));
            for (int i = 0; i < values.length; i++) {
                statement.setString(4 + i, values[i]);
            }
            statement.execute();
        }
    }

    private static String milliseconds(Duration time) {
        return Long.toString(time.toMillis());
    }

    private Connection open() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = source.getConnection();
            connection = open;
            open.setAutoCommit(false);
        }
        return open;
    }

    /// A connection that is gone, or cannot even do this, is not used again.
    private void rollBack(Connection open, Throwable cause) {
        if (cause instanceof SQLException sql && PostgresFailure.isGone(sql)) {
            discard(open, cause);
            return;
        }
        try {
            open.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
            discard(open, cause);
        }
    }

    private void discard(Connection open, Throwable cause) {
        connection = null;
        try {
            open.close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() throws SQLException {
        if (connection != null) {
            connection.close();
        }
    }
}
