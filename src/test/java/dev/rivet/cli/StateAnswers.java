package dev.rivet.cli;

import dev.rivet.app.StateUseCases;
import dev.rivet.state.ChunkStore;
import dev.rivet.state.CursorStore;
import dev.rivet.state.ExportOwner;
import dev.rivet.state.Retention;
import dev.rivet.state.RunHistory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers what a test wants, and keeps what it was asked.
final class StateAnswers implements StateUseCases {
    final List<String> asked = new ArrayList<>();
    List<ExportState> exports = List.of();
    List<RunState> runs = List.of();
    List<RunJournal> journals = List.of();
    Retention.Removed removed = new Retention.Removed(Map.of(), 0, 0);
    Optional<RunHistory.Run> finished = Optional.empty();
    Optional<ExportOwner> owner = Optional.empty();
    Copied copied = new Copied("/c/.rivet_state.db", "postgresql://u@h:5432/d", Map.of());
    int columns;

    @Override
    public List<ExportState> show(Path config, @Nullable String export) {
        return exports;
    }

    Optional<ChunkStore.ChunkRun> chunkRun = Optional.empty();
    Map<String, Integer> waiting = Map.of();
    List<CursorStore.Boundary> boundaries = List.of();

    @Override
    public List<RunState> runs(
            Path config, @Nullable String export, RunHistory.Which which, int limit) {
        asked.add("runs " + which + " " + limit);
        return runs;
    }

    @Override
    public List<RunJournal> journals(Path config, String export, @Nullable String run, int limit) {
        asked.add("journals " + export + " " + run + " " + limit);
        return journals.stream().limit(limit).toList();
    }

    @Override
    public Retention.Removed vacuum(Path config, int keepDays, Retention.Effect effect) {
        asked.add("vacuum " + keepDays + " " + effect);
        return removed;
    }

    @Override
    public RunHistory.Run finishRun(Path config, String run) {
        asked.add("finish " + run);
        return finished.orElseThrow();
    }

    @Override
    public Accepted accept(Path config, String export) {
        return new Accepted(export, ExportOwner.of("/c/rivet.yaml"), owner.orElse(null));
    }

    @Override
    public Copied copy(Path config, @Nullable String to) {
        asked.add("copy " + to);
        return copied;
    }

    @Override
    public Forgotten reset(Path config, String export) {
        return new Forgotten(export, columns, null, 0);
    }

    @Override
    public Optional<ChunkStore.ChunkRun> chunks(Path config, String export) {
        return chunkRun;
    }

    @Override
    public Map<String, Integer> resetChunks(Path config, @Nullable String export) {
        asked.add("reset chunks " + export);
        return waiting;
    }

    @Override
    public List<CursorStore.Boundary> progression(Path config, @Nullable String export) {
        return boundaries;
    }
}
