package dev.rivet.state.jdbc;

import java.sql.SQLException;
import java.time.Instant;

/// The state's database, open, its schema that of this version. What differs between the
/// engines is here; the SQL of the stores is what both understand. One connection serves all
/// threads, one after the other.
///
/// Failures are `STATE_*` codes.
interface Database extends AutoCloseable {
    /// Work on the database. It may be run again from its beginning when the connection was lost,
    /// even if all that it did has been kept: doing it twice must come to the same as doing it
    /// once.
    @FunctionalInterface
    interface Work<T> {
        T run(Session session) throws SQLException;
    }

    /// Work that changes nothing.
    <T> T read(Work<T> work);

    /// All changes of the work, or none; no other writer in between. What it throws rolls its
    /// changes back.
    <T> T write(Work<T> work);

    /// The same, but never run again: where it is not known how it ended, that is the failure.
    <T> T writeOnce(Work<T> work);

    /// What all processes that share the state go by.
    Instant now(Session session) throws SQLException;

    /// A query for names and types of the columns of one export, in their order. Its
    /// `columns_json` is `[{"name": …, "type": …}, …]`.
    String columnsOfExport();

    /// How much room the state takes.
    long bytes();

    /// Gives room back that nothing needs any more, as far as the engine does not do so by itself.
    void shrink();

    /// Has the database go on numbering after the rows that are there.
    void numberOn(Session session, String table) throws SQLException;

    /// For people: what it is and where, without secrets.
    String name();

    @Override
    void close();
}
