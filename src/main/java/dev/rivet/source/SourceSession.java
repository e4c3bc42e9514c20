package dev.rivet.source;

/// What one run reads through: a connection, and more of them while it reads. Its methods block;
/// [BatchReader#batches()] does not.
public interface SourceSession extends AutoCloseable {
    /// Product and version as the server says, for example `PostgreSQL 18.3`.
    String serverVersion();

    /// Resolves columns and types without reading a row.
    ///
    /// @throws dev.rivet.diag.RivetException `SOURCE_TABLE_NOT_FOUND`, `SOURCE_QUERY_FAILED`,
    ///     `TYPE_UNSAFE_MAPPING` naming every column without a mapping, and the like
    ReadPlan describe(ReadRequest request);

    /// Prepares the read, over at most [dev.rivet.config.Tuning#parallel()] connections, which see
    /// one snapshot where the plan says so. Nothing is fetched before the first demand. One read
    /// at a time.
    ///
    /// @param gate asked between statements
    PreparedRead read(ReadPlan plan, Gate gate);

    /// Ends whatever runs on the server and closes the connection; safe to call at any moment.
    @Override
    void close();
}
