package dev.rivet.state.jdbc;

import dev.rivet.state.ChunkStore;
import dev.rivet.state.CursorStore;
import dev.rivet.state.JournalStore;
import dev.rivet.state.Leases;
import dev.rivet.state.Ledger;
import dev.rivet.state.MarginStore;
import dev.rivet.state.OwnerStore;
import dev.rivet.state.Retention;
import dev.rivet.state.RunHistory;
import dev.rivet.state.RunStore;
import dev.rivet.state.SchemaStore;
import dev.rivet.state.StateLocation;
import dev.rivet.state.StateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// State in a database.
public final class JdbcStateStore implements StateStore {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Database database;
    private final JdbcLeases leases;
    private final JdbcLedger ledger;
    private final JdbcRunStore runs;
    private final JdbcRunHistory history;
    private final JdbcRetention retention;
    private final JdbcJournalStore journals;
    private final JdbcSchemaStore schemas;
    private final JdbcOwnerStore owners;
    private final JdbcCursorStore cursors;
    private final JdbcChunkStore chunks;
    private final JdbcMarginStore margins;

    JdbcStateStore(Database database, Clock clock, ProcessIdentity self) {
        this.database = database;
        this.leases = new JdbcLeases(database, self);
        this.ledger = new JdbcLedger(database, clock);
        this.runs = new JdbcRunStore(database);
        this.history = new JdbcRunHistory(database);
        this.retention = new JdbcRetention(database);
        this.journals = new JdbcJournalStore(database, clock);
        this.owners = new JdbcOwnerStore(database, clock);
        this.schemas = new JdbcSchemaStore(database, clock);
        this.cursors = new JdbcCursorStore(database);
        this.chunks = new JdbcChunkStore(database, clock);
        this.margins = new JdbcMarginStore(database);
    }

    /// Opens the file, or creates it, with the schema of this version.
    ///
    /// @throws dev.rivet.diag.RivetException a `STATE_*` code
    public static JdbcStateStore open(Path file) {
        return open(file, Clock.systemUTC(), ProcessIdentity.current());
    }

    /// Opens it wherever it is, or creates it, with the schema of this version.
    ///
    /// @throws dev.rivet.diag.RivetException a `STATE_*` code
    public static JdbcStateStore open(StateLocation location) {
        return open(location, Clock.systemUTC(), ProcessIdentity.current());
    }

    /// The same, unless there is none.
    public static Optional<JdbcStateStore> openExisting(StateLocation location) {
        return switch (location) {
            case StateLocation.SqliteFile(var file) ->
                    Files.exists(file) ? Optional.of(open(file)) : Optional.empty();
            case StateLocation.Postgres server ->
                    PostgresDatabase.openExisting(server, Patience.USUAL)
                            .map(
                                    database ->
                                            new JdbcStateStore(
                                                    database,
                                                    Clock.systemUTC(),
                                                    ProcessIdentity.current()));
        };
    }

    static JdbcStateStore open(StateLocation location, Clock clock, ProcessIdentity self) {
        return switch (location) {
            case StateLocation.SqliteFile(var file) -> open(file, clock, self);
            case StateLocation.Postgres server ->
                    new JdbcStateStore(PostgresDatabase.open(server, Patience.USUAL), clock, self);
        };
    }

    static JdbcStateStore open(Path file, Clock clock, ProcessIdentity self) {
        return new JdbcStateStore(SqliteDatabase.open(file, PATIENCE, clock), clock, self);
    }

    /// Whether a file may hold runs of these exports; one that cannot be read may. Changes
    /// nothing.
    public static boolean mayKnow(Path file, Set<String> exports) {
        return new SqliteGlance(file).mayKnow(exports);
    }

    Database database() {
        return database;
    }

    List<Leases.Holder> holders(Session session) throws SQLException {
        return leases.holders(session);
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
    public MarginStore margins() {
        return margins;
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
