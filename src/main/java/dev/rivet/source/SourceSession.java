package dev.rivet.source;

/// One connection, used by one run. Its methods block; [BatchReader#batches()] does not.
public interface SourceSession extends AutoCloseable {
    /// Product and version as the server says, for example `PostgreSQL 18.3`.
    String serverVersion();

    /// Resolves columns and types without reading a row.
    ///
    /// @throws dev.rivet.diag.RivetException `SOURCE_TABLE_NOT_FOUND`, `SOURCE_QUERY_FAILED`,
    ///     `TYPE_UNSAFE_MAPPING` naming every column without a mapping, and the like
    ReadPlan describe(ReadRequest request);

    /// Prepares the read; nothing is fetched before the first demand. One reader at a time.
    BatchReader read(ReadPlan plan);

    /// Ends whatever runs on the server and closes the connection; safe to call at any moment.
    @Override
    void close();
}
