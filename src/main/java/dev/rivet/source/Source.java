package dev.rivet.source;

/// A database that exports can be read from. Thread-safe.
public interface Source extends AutoCloseable {
    /// Opens one connection, named after the export in the server's session list. Blocks: call it
    /// from a virtual thread.
    ///
    /// @throws dev.rivet.diag.RivetException `SOURCE_CONNECT_FAILED`, `CONFIG_TLS_*`
    SourceSession open(String exportName);

    @Override
    void close();
}
