package dev.rivet.extract;

import dev.rivet.journal.RunEvent;
import dev.rivet.row.RowSchema;
import dev.rivet.row.SchemaChange;
import dev.rivet.state.SchemaStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compares an export's columns with those of its last success. A change is told, never a failure.
final class SchemaDrift {
    private final SchemaStore store;
    private final String export;

    SchemaDrift(SchemaStore store, String export) {
        this.store = store;
        this.export = export;
    }

    void check(RowSchema schema, Tally tally, Recorder recorder) {
        Optional<Map<String, String>> before = store.load(export);
        if (before.isEmpty()) {
            return;
        }
        List<SchemaChange> changes =
                SchemaChange.between(before.get(), SchemaChange.labels(schema));
        tally.compared(changes);
        if (!changes.isEmpty()) {
            recorder.record(event(changes));
        }
    }

    /// For the next run. What is delivered is delivered, even if this fails.
    void remember(RowSchema schema, Recorder recorder) {
        try {
            store.save(export, SchemaChange.labels(schema));
        } catch (RuntimeException failure) {
            recorder.notWrittenDown("which columns were delivered", failure);
        }
    }

    private static RunEvent event(List<SchemaChange> changes) {
        List<String> added = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        List<String> retyped = new ArrayList<>();
        for (SchemaChange change : changes) {
            switch (change) {
                case SchemaChange.Added(var name, var type) -> added.add(name + " (" + type + ")");
                case SchemaChange.Removed(var name) -> removed.add(name);
                case SchemaChange.Retyped(var name, var old, var now) ->
                        retyped.add(name + ": " + old + " -> " + now);
            }
        }
        return new RunEvent.SchemaChanged(added, removed, retyped);
    }
}
