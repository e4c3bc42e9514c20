package dev.rivet.state;

import dev.rivet.journal.JournalEntry;
import dev.rivet.journal.RunId;
import java.util.List;

/// Journals of runs, one JSON document each.
public interface JournalStore {
    /// Stores all entries so far; replaces what was stored for the run before.
    void save(RunId run, String export, List<JournalEntry> entries);
}
