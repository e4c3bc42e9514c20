package dev.rivet.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What happened in one run, as far as it came: the last entry of a run that was killed is the last
/// thing that it wrote down.
public record Journal(RunId run, String exportName, List<JournalEntry> entries) {
    public Journal {
        entries = List.copyOf(entries);
    }

    public List<RunEvent.FileWritten> files() {
        return events(RunEvent.FileWritten.class).toList();
    }

    public List<RunEvent.RetryAttempted> retries() {
        return events(RunEvent.RetryAttempted.class).toList();
    }

    public List<RunEvent.Warning> warnings() {
        return events(RunEvent.Warning.class).toList();
    }

    /// One line for each column that came, went or changed its type.
    public List<String> schemaChanges() {
        List<String> changes = new ArrayList<>();
        events(RunEvent.SchemaChanged.class)
                .forEach(
                        change -> {
                            change.added().forEach(each -> changes.add("added " + each));
                            change.removed().forEach(each -> changes.add("removed " + each));
                            change.typeChanged().forEach(each -> changes.add("changed " + each));
                        });
        return changes;
    }

    /// How it ended; empty while it goes on, and for a run that was killed.
    public Optional<RunEvent.RunCompleted> end() {
        return events(RunEvent.RunCompleted.class).findFirst();
    }

    /// What it set out to read; empty for a run that never came so far.
    public Optional<RunEvent.PlanResolved> plan() {
        return events(RunEvent.PlanResolved.class).findFirst();
    }

    private <T extends RunEvent> Stream<T> events(Class<T> kind) {
        return entries.stream().map(JournalEntry::event).filter(kind::isInstance).map(kind::cast);
    }
}
