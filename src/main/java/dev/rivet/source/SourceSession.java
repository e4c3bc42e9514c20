package dev.rivet.source;

import dev.rivet.plan.HighWater;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeySurvey;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.Slice;
import java.util.Optional;

/// What one run reads through: a connection, and more of them while it reads. Its methods block;
/// [BatchReader#batches()] does not.
public interface SourceSession extends AutoCloseable {
    /// Product and version as the server says, for example `PostgreSQL 18.3`.
    String serverVersion();

    /// Measures how far the rows of a selection reach by a key, and then waits for those who were
    /// at work at that moment. Leaves no transaction open: what is described afterwards sees all
    /// that they have committed.
    ///
    /// @throws dev.rivet.diag.RivetException `CONFIG_KEY_COLUMN_UNKNOWN`,
    ///     `CONFIG_CURSOR_COLUMN_CASE`, `SOURCE_KEYSET_KEY_UNORDERED` where the column has no
    ///     order, and what describing fails with
    HighWater measure(ReadRequest request, KeyQuestion question);

    /// What the source knows of a key's values: from its catalog, statistics and an index's ends,
    /// never by reading all rows, except the ends of a key that has no index.
    ///
    /// @throws dev.rivet.diag.RivetException as [#measure]
    KeySurvey survey(ReadRequest request, Key key);

    /// What kind of values a key has. Leaves no transaction open.
    ///
    /// @throws dev.rivet.diag.RivetException as [#measure]
    KeyType typeOf(ReadRequest request, Key key);

    /// What a table is best cut by: its primary key, where that is one integer column, else another
    /// column with a unique index and no NULLs, else a primary key or such an index of several
    /// columns. Empty where there is none, and for a query.
    ///
    /// @throws dev.rivet.diag.RivetException what describing fails with
    Optional<Key> naturalKey(ReadRequest request);

    /// Resolves columns and types without reading a row. What is read with the plan, whatever
    /// slices of it, is as of one moment, until something else is described.
    ///
    /// @throws dev.rivet.diag.RivetException `SOURCE_TABLE_NOT_FOUND`, `SOURCE_QUERY_FAILED`,
    ///     `TYPE_UNSAFE_MAPPING` naming every column without a mapping, and the like
    ReadPlan describe(ReadRequest request);

    /// Prepares the read of a slice, over at most [dev.rivet.config.Tuning#parallel()]
    /// connections, which see one snapshot where the plan says so. Nothing is fetched before
    /// the first demand. One read at a time; slices of one plan may be read one after the
    /// other.
    ///
    /// @param slice a key of its own must be as [#measure] or [#survey] found it
    /// @param gate asked between statements
    PreparedRead read(ReadPlan plan, Slice slice, Gate gate);

    /// Prepares the read of the whole selection.
    default PreparedRead read(ReadPlan plan, Gate gate) {
        return read(plan, new Slice.Everything(), gate);
    }

    /// Ends whatever runs on the server and closes the connection; safe to call at any moment.
    @Override
    void close();
}
