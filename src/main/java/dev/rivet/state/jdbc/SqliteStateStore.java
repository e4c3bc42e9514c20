package dev.rivet.state.jdbc;

import dev.rivet.state.ChunkStore;
import dev.rivet.state.CursorStore;
import dev.rivet.state.JournalStore;
import dev.rivet.state.Leases;
import dev.rivet.state.Ledger;
import dev.rivet.state.OwnerStore;
import dev.rivet.state.Retention;
import dev.rivet.state.RunHistory;
import dev.rivet.state.RunStore;
import dev.rivet.state.SchemaStore;
import dev.rivet.state.StateStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/// State in one SQLite file.
public final class SqliteStateStore implements StateStore {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SqliteDatabase database;
    private final SqliteLeases leases;
    private final SqliteLedger ledger;
    private final SqliteRunStore runs;
    private final SqliteRunHistory history;
    private final SqliteRetention retention;
    private final SqliteJournalStore journals;
    private final SqliteSchemaStore schemas;
    private final SqliteOwnerStore owners;
    private final SqliteCursorStore cursors;
    private final SqliteChunkStore chunks;

    private SqliteStateStore(SqliteDatabase database, Clock clock, ProcessIdentity self) {
        this.database = database;
        this.leases = new SqliteLeases(database, clock, self);
        this.ledger = new SqliteLedger(database, clock);
        this.runs = new SqliteRunStore(database);
        this.history = new SqliteRunHistory(database);
        this.retention = new SqliteRetention(database);
        this.journals = new SqliteJournalStore(database, clock);
        this.owners = new SqliteOwnerStore(database, clock);
        this.schemas = new SqliteSchemaStore(database, clock);
        this.cursors = new SqliteCursorStore(database);
        this.chunks = new SqliteChunkStore(database, clock);
    }

    /// Opens the file, or creates it, with the schema of this version.
    ///
    /// @throws dev.rivet.diag.RivetException a `STATE_*` code
    public static SqliteStateStore open(Path file) {
        return open(file, Clock.systemUTC(), ProcessIdentity.current());
    }

    static SqliteStateStore open(Path file, Clock clock, ProcessIdentity self) {
        return new SqliteStateStore(SqliteDatabase.open(file, PATIENCE), clock, self);
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public RunStore runs() {
        return runs;
    }

    @Override
    public RunHistory history() {
        return history;
    }

    @Override
    public Retention retention() {
        return retention;
    }

    @Override
    public JournalStore journals() {
        return journals;
    }

    @Override
    public OwnerStore owners() {
        return owners;
    }

    @Override
    public CursorStore cursors() {
        return cursors;
    }

    @Override
    public ChunkStore chunks() {
        return chunks;
    }

    @Override
    public SchemaStore schemas() {
        return schemas;
    }

    /// Stops the heartbeat; leases that are still held run out by themselves.
    @Override
    public void close() {
        leases.close();
        database.close();
    }
}
