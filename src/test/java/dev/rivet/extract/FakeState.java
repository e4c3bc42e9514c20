package dev.rivet.extract;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.Journal;
import dev.rivet.journal.JournalEntry;
import dev.rivet.journal.RunId;
import dev.rivet.journal.RunReport;
import dev.rivet.journal.RunSummary;
import dev.rivet.manifest.PublishedManifest;
import dev.rivet.state.ChunkStore;
import dev.rivet.state.CursorStore;
import dev.rivet.state.ExportOwner;
import dev.rivet.state.JournalStore;
import dev.rivet.state.Leases;
import dev.rivet.state.Ledger;
import dev.rivet.state.MarginStore;
import dev.rivet.state.OwnerStore;
import dev.rivet.state.Retention;
import dev.rivet.state.RunHistory;
import dev.rivet.state.RunStore;
import dev.rivet.state.SchemaStore;
import dev.rivet.state.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// State in memory; a lease that can be taken away.
final class FakeState implements StateStore, Leases, Ledger, JournalStore, SchemaStore, OwnerStore {
    final List<String> events;
    final List<JournalEntry> journal = new ArrayList<>();
    final List<RunSummary> finished = new ArrayList<>();
    final Map<String, Map<String, String>> schemas = new HashMap<>();
    final Map<String, ExportOwner> owners = new HashMap<>();
    final FakeProgress progress = new FakeProgress();
    boolean leaseLost;

    /// Given by whoever holds the lease; tells that it is lost.
    Consumer<RivetException> onLost = failure -> {};

    /// Nothing can be written down any more once a run has ended.
    boolean full;

    /// Nothing can be written down once a run has delivered.
    boolean broken;

    List<RunStore.DeadRun> dead = List.of();

    FakeState(List<String> events) {
        this.events = events;
    }

    @Override
    public Leases leases() {
        return this;
    }

    @Override
    public Ledger ledger() {
        return this;
    }

    @Override
    public RunStore runs() {
        return new Runs();
    }

    @Override
    public RunHistory history() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Retention retention() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Holder> holders() {
        return List.of();
    }

    @Override
    public JournalStore journals() {
        return this;
    }

    @Override
    public CursorStore cursors() {
        return progress;
    }

    @Override
    public ChunkStore chunks() {
        return progress;
    }

    @Override
    public MarginStore margins() {
        return progress;
    }

    @Override
    public OwnerStore owners() {
        return this;
    }

    @Override
    public void claim(String export, ExportOwner owner) {
        OwnerStore.refuseOther(export, owners.getOrDefault(export, owner), owner);
    }

    @Override
    public Optional<ExportOwner> accept(String export, ExportOwner owner) {
        return Optional.ofNullable(owners.put(export, owner));
    }

    @Override
    public SchemaStore schemas() {
        return this;
    }

    @Override
    public void close() {}

    @Override
    public Lease acquire(String export, String runId, Duration wait) {
        return new Lease() {
            @Override
            public void confirm() {
                if (leaseLost) {
                    throw Diagnostic.of(Code.STATE_LEASE_LOST, "taken over").toException();
                }
            }

            @Override
            public void onLost(Consumer<RivetException> reaction) {
                onLost = reaction;
            }

            @Override
            public void close() {
                events.add("lease back");
            }
        };
    }

    @Override
    public void record(PublishedManifest delivery) {
        if (broken) {
            throw Diagnostic.of(Code.STATE_BACKEND_FAILED, "the disk is gone").toException();
        }
        delivery.manifest()
                .files()
                .parts()
                .forEach(part -> events.add("ledger " + part.file().name()));
    }

    @Override
    public List<Ledger.Entry> latest(Set<String> exports, int limit) {
        return List.of();
    }

    @Override
    public void save(Journal grown) {
        refuseIfFull(grown.end().isPresent());
        journal.clear();
        journal.addAll(grown.entries());
    }

    @Override
    public Optional<Journal> load(RunId run) {
        return Optional.empty();
    }

    @Override
    public Optional<Map<String, String>> load(String export) {
        return Optional.ofNullable(schemas.get(export));
    }

    @Override
    public void save(String export, Map<String, String> columns) {
        refuseIfFull(true);
        schemas.put(export, columns);
    }

    @Override
    public void forget(String export) {
        schemas.remove(export);
    }

    private void refuseIfFull(boolean atTheEnd) {
        if (full && atTheEnd) {
            throw Diagnostic.of(Code.STATE_BACKEND_FAILED, "the disk is full").toException();
        }
    }

    private final class Runs implements RunStore {
        @Override
        public List<DeadRun> begin(RunId run, String export, String prefix, Instant startedAt) {
            return dead;
        }

        @Override
        public void finish(RunSummary summary) {
            if (broken) {
                throw Diagnostic.of(Code.STATE_BACKEND_FAILED, "the disk is gone").toException();
            }
            events.add("run " + summary.outcome().label());
            finished.add(summary);
        }

        @Override
        public void aggregate(RunReport report, String details) {}

        @Override
        public List<Metric> latest(Set<String> exports, int limit) {
            return List.of();
        }
    }
}
