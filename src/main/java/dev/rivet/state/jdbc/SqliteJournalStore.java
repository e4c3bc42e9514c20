package dev.rivet.state.jdbc;

import dev.rivet.journal.JournalCodec;
import dev.rivet.journal.JournalEntry;
import dev.rivet.journal.RunId;
import dev.rivet.state.JournalStore;
import java.time.Clock;
import java.util.List;

/// `run_journal`.
final class SqliteJournalStore implements JournalStore {
    private final SqliteDatabase database;
    private final Clock clock;

    SqliteJournalStore(SqliteDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void save(RunId run, String export, List<JournalEntry> entries) {
        String json = JournalCodec.write(run, export, entries);
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
                                run.value(),
                                export,
                                clock.instant(),
                                json));
    }
}
