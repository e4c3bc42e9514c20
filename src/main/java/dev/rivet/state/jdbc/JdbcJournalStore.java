package dev.rivet.state.jdbc;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.journal.Journal;
import dev.rivet.journal.JournalCodec;
import dev.rivet.journal.RunId;
import dev.rivet.state.JournalStore;
import java.time.Clock;
import java.util.Optional;

/// `run_journal`. Its `finished_at` is when the last entry was written down.
final class JdbcJournalStore implements JournalStore {
    private final Database database;
    private final Clock clock;

    JdbcJournalStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void save(Journal journal) {
        String json = JournalCodec.write(journal);
        database.write(
                session ->
                        session.update(
                                """
                                INSERT INTO run_journal (run_id, export_name, finished_at,
                                    journal_json)
                                VALUES (?, ?, ?, ?)
                                ON CONFLICT (run_id) DO UPDATE SET
                                    finished_at = excluded.finished_at,
                                    journal_json = excluded.journal_json
                                """,
                                journal.run().value(),
                                journal.exportName(),
                                clock.instant(),
                                json));
    }

    @Override
    public Optional<Journal> load(RunId run) {
        return database
                .read(
                        session ->
                                session.query(
                                        "SELECT journal_json FROM run_journal WHERE run_id = ?",
                                        row -> row.getString(1),
                                        run.value()))
                .stream()
                .findFirst()
                .map(json -> read(run, json));
    }

    private Journal read(RunId run, String json) {
        try {
            return JournalCodec.read(json);
        } catch (IllegalArgumentException e) {
            throw Diagnostic.of(
                            Code.STATE_FILE_CORRUPT,
                            "The journal of run %s in %s cannot be read: %s."
                                    .formatted(run, database.name(), e.getMessage()))
                    .toException(e);
        }
    }
}
