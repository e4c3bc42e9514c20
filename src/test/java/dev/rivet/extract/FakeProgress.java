package dev.rivet.extract;

import dev.rivet.encode.RowPrints;
import dev.rivet.journal.RunId;
import dev.rivet.manifest.Manifest;
import dev.rivet.manifest.PublishedManifest;
import dev.rivet.plan.Edge;
import dev.rivet.plan.ExportPlan;
import dev.rivet.plan.Sighting;
import dev.rivet.plan.Terms;
import dev.rivet.state.ChunkStore;
import dev.rivet.state.CursorStore;
import dev.rivet.state.MarginStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Progress in memory, of exports that are read in one piece.
final class FakeProgress implements CursorStore, ChunkStore, MarginStore {
    private final Map<String, Stored> marks = new HashMap<>();

    @Override
    public Optional<Stored> load(String export) {
        return Optional.ofNullable(marks.get(export));
    }

    @Override
    public void advance(Stored to, PublishedManifest receipt) {
        marks.put(to.export(), to);
    }

    @Override
    public void accept(String export) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean forgetCursor(String export) {
        return marks.remove(export) != null;
    }

    @Override
    public void saw(String export, Sighting sighting) {}

    @Override
    public List<Sighting> sightings(String export) {
        return List.of();
    }

    @Override
    public List<Boundary> boundaries(Set<String> exports) {
        return List.of();
    }

    @Override
    public Optional<ChunkRun> unfinished(String export) {
        return Optional.empty();
    }

    @Override
    public Optional<ChunkRun> latest(String export) {
        return Optional.empty();
    }

    @Override
    public void begin(RunId run, String export, ExportPlan plan, Terms terms) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int start(RunId run, int ordinal) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void done(RunId run, int ordinal, Manifest chunk) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void failed(RunId run, int ordinal, String why) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reopen(RunId run, int ordinal, String why) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void finish(RunId run, PublishedManifest receipt) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int forgetChunks(String export) {
        return 0;
    }

    @Override
    public int forgetUnfinished(String export) {
        return 0;
    }

    @Override
    public void keep(String export, RunId run, int chunk, Margin margin) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long size(String export, RunId run, int chunk) {
        return 0;
    }

    @Override
    public Optional<Edge> start(String export) {
        return Optional.empty();
    }

    @Override
    public RowPrints rows(String export) {
        return new RowPrints();
    }
}
