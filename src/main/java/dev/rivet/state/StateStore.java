package dev.rivet.state;

/// What rivet remembers between runs. Thread-safe; its methods block.
public interface StateStore extends AutoCloseable {
    Leases leases();

    Ledger ledger();

    RunStore runs();

    RunHistory history();

    Retention retention();

    JournalStore journals();

    SchemaStore schemas();

    OwnerStore owners();

    CursorStore cursors();

    ChunkStore chunks();

    MarginStore margins();

    @Override
    void close();
}
