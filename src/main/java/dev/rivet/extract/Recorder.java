package dev.rivet.extract;

import dev.rivet.journal.Journal;
import dev.rivet.journal.JournalEntry;
import dev.rivet.journal.Progress;
import dev.rivet.journal.RunEvent;
import dev.rivet.journal.RunId;
import dev.rivet.journal.RunListener;
import dev.rivet.journal.RunSummary;
import dev.rivet.state.JournalStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// Writes down what happens in one run and tells the listeners. Thread-safe.
final class Recorder {
    /// A journal is a document for people; a run that warns more often than this says so once.
    private static final int MOST_ENTRIES = 10_000;

    private final RunId run;
    private final String export;
    private final List<RunListener> listeners;
    private final JournalWriter writer;
    private final Clock clock;
    private final List<JournalEntry> entries = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Recorder(
            RunId run,
            String export,
            List<RunListener> listeners,
            JournalStore journals,
            Clock clock) {
        this.run = run;
        this.export = export;
        this.listeners = List.copyOf(listeners);
        this.writer = new JournalWriter(journals, this::journal);
        this.clock = clock;
    }

    /// Goes on where a run that did not finish stopped writing. It completes but once.
    synchronized void continues(Journal earlier) {
        earlier.entries().stream()
                .filter(entry -> !(entry.event() instanceof RunEvent.RunCompleted))
                .forEach(entries::add);
    }

    void started(String mode) {
        listeners.forEach(each -> each.started(run, export, mode));
    }

    /// What an earlier attempt has found out, and this one finds out again, is told once.
    synchronized void record(RunEvent event) {
        if (isKnown(event)) {
            return;
        }
        JournalEntry entry = new JournalEntry(clock.instant(), event);
        if (entries.size() < MOST_ENTRIES || event instanceof RunEvent.RunCompleted) {
            entries.add(entry);
            writer.wake();
        }
        listeners.forEach(each -> each.happened(run, entry));
    }

    private boolean isKnown(RunEvent event) {
        return switch (event) {
            case RunEvent.PlanResolved _ ->
                    entries.stream()
                            .anyMatch(each -> each.event() instanceof RunEvent.PlanResolved);
            case RunEvent.SchemaChanged _, RunEvent.Warning _ ->
                    entries.stream().anyMatch(each -> each.event().equals(event));
            case RunEvent.FileWritten _,
                    RunEvent.ChunkStarted _,
                    RunEvent.ChunkCompleted _,
                    RunEvent.ChunkFailed _,
                    RunEvent.RetryAttempted _,
                    RunEvent.ValidationResult _,
                    RunEvent.RunCompleted _ ->
                    false;
        };
    }

    synchronized void warn(String context, String message) {
        if (!warnings.contains(message)) {
            warnings.add(message);
        }
        record(new RunEvent.Warning(context, message));
    }

    /// The state could not take something, after all that counts was done.
    void notWrittenDown(String what, RuntimeException failure) {
        warn("state", what + " could not be written down: " + failure.getMessage());
    }

    void progress(Progress progress) {
        listeners.forEach(each -> each.progressed(run, progress));
    }

    private synchronized Journal journal() {
        return new Journal(run, export, entries);
    }

    /// Makes what was recorded so far durable.
    void save() {
        writer.write();
    }

    synchronized List<String> warnings() {
        return List.copyOf(warnings);
    }

    void finished(RunSummary summary) {
        listeners.forEach(each -> each.finished(summary));
    }
}
