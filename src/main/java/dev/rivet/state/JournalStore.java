package dev.rivet.state;

import dev.rivet.journal.Journal;
import dev.rivet.journal.RunId;
import java.util.Optional;

/// Journals of runs, one JSON document each.
public interface JournalStore {
    /// Stores all entries so far; replaces what was stored for the run before.
    void save(Journal journal);

    /// Empty for a run that never wrote one, or whose journal was thrown away.
    Optional<Journal> load(RunId run);
}
