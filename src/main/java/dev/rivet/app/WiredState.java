package dev.rivet.app;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.RunId;
import dev.rivet.state.ChunkStore;
import dev.rivet.state.CursorStore;
import dev.rivet.state.ExportOwner;
import dev.rivet.state.Leases;
import dev.rivet.state.Retention;
import dev.rivet.state.RunHistory;
import dev.rivet.state.StateStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The state's use cases, on the state that is there.
final class WiredState implements StateUseCases {
    private final Inspection inspection;
    private final Clock clock;

    WiredState(Inspection inspection, Clock clock) {
        this.inspection = inspection;
        this.clock = clock;
    }

    @Override
    public List<ExportState> show(Path config, @Nullable String export) {
        return inspection
                .ask(config, export, WiredState::states)
                .orElseGet(
                        () ->
                                inspection.names(config, export).stream()
                                        .map(name -> new ExportState(name, null, null, null, null))
                                        .toList());
    }

    private static List<ExportState> states(StateStore state, Set<String> names) {
        Map<String, Leases.Holder> holders =
                state.leases().holders().stream()
                        .collect(Collectors.toMap(Leases.Holder::exportName, each -> each));
        return names.stream()
                .map(
                        name ->
                                new ExportState(
                                        name,
                                        lastRun(state, name),
                                        state.history().lastDelivered(name).orElse(null),
                                        state.cursors().load(name).orElse(null),
                                        holders.get(name)))
                .toList();
    }

    private static RunHistory.@Nullable Run lastRun(StateStore state, String export) {
        return state.history().latest(Set.of(export), RunHistory.Which.ALL, 1).stream()
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<RunState> runs(
            Path config, @Nullable String export, RunHistory.Which which, int limit) {
        return inspection
                .ask(
                        config,
                        export,
                        (state, names) ->
                                states(state, state.history().latest(names, which, limit)))
                .orElse(List.of());
    }

    private static List<RunState> states(StateStore state, List<RunHistory.Run> runs) {
        Map<String, Leases.Holder> holders = holdersByRun(state);
        return runs.stream().map(run -> new RunState(run, holders.get(run.id().value()))).toList();
    }

    private static Map<String, Leases.Holder> holdersByRun(StateStore state) {
        return state.leases().holders().stream()
                .collect(Collectors.toMap(Leases.Holder::runId, each -> each, (one, other) -> one));
    }

    @Override
    public List<RunJournal> journals(Path config, String export, @Nullable String run, int limit) {
        Optional<List<RunJournal>> journals =
                inspection.ask(
                        config,
                        export,
                        (state, names) ->
                                states(state, wanted(state, export, run, limit)).stream()
                                        .map(each -> journal(state, each))
                                        .toList());
        if (journals.isEmpty() && run != null) {
            throw noSuchRun(run);
        }
        return journals.orElse(List.of());
    }

    private static List<RunHistory.Run> wanted(
            StateStore state, String export, @Nullable String run, int limit) {
        if (run == null) {
            return state.history().latest(Set.of(export), RunHistory.Which.ALL, limit);
        }
        return List.of(
                state.history()
                        .find(new RunId(run))
                        .filter(found -> found.exportName().equals(export))
                        .orElseThrow(() -> noSuchRun(run)));
    }

    private static RunJournal journal(StateStore state, RunState run) {
        return new RunJournal(run, state.journals().load(run.run().id()).orElse(null));
    }

    @Override
    public Retention.Removed vacuum(Path config, int keepDays, Retention.Effect effect) {
        Instant before = clock.instant().minus(Duration.ofDays(keepDays));
        return inspection
                .ask(
                        config,
                        null,
                        (state, names) ->
                                state.retention()
                                        .remove(before, holdersByRun(state).keySet(), effect))
                .orElse(new Retention.Removed(Map.of(), 0, 0));
    }

    @Override
    public RunHistory.Run finishRun(Path config, String run) {
        return inspection
                .ask(config, null, (state, names) -> finished(state, run))
                .orElseThrow(() -> noSuchRun(run));
    }

    private static RunHistory.Run finished(StateStore state, String run) {
        RunHistory.Run found =
                state.history().find(new RunId(run)).orElseThrow(() -> noSuchRun(run));
        Leases.Holder holder = holdersByRun(state).get(run);
        if (holder != null) {
            throw Diagnostic.of(
                            Code.STATE_RUN_IN_PROGRESS,
                            String.format(
                                    Locale.ROOT,
                                    "Run %s is at work: process %d on %s, since %s.",
                                    run,
                                    holder.pid(),
                                    holder.host(),
                                    holder.since().truncatedTo(ChronoUnit.SECONDS)),
                            "Wait for it, or end that process.")
                    .toException();
        }
        state.history().close(found.id());
        return found;
    }

    private static RivetException noSuchRun(String run) {
        return Diagnostic.of(
                        Code.CLI_VALUE_INVALID,
                        "there is no run named '" + run + "'",
                        "`rivet state runs` lists them.")
                .toException();
    }

    @Override
    public Forgotten reset(Path config, String export) {
        return inspection
                .ask(config, export, (state, names) -> forgotten(state, export))
                .orElse(new Forgotten(export, 0, null, 0));
    }

    @Override
    public Accepted accept(Path config, String export) {
        ExportOwner owner = Owners.of(config);
        return inspection
                .ask(config, export, (state, names) -> accepted(state, export, owner))
                .orElse(new Accepted(export, owner, null));
    }

    @Override
    public Copied copy(Path config, @Nullable String to) {
        inspection.names(config, null);
        return StateTransfer.copy(config.toAbsolutePath().normalize().resolveSibling(""), to);
    }

    private static Accepted accepted(StateStore state, String export, ExportOwner owner) {
        try (Leases.Lease lease = state.leases().acquire(export, "state accept", Duration.ZERO)) {
            lease.confirm();
            state.cursors().accept(export);
            return new Accepted(export, owner, state.owners().accept(export, owner).orElse(null));
        }
    }

    @Override
    public Optional<ChunkStore.ChunkRun> chunks(Path config, String export) {
        return inspection
                .ask(config, export, (state, names) -> state.chunks().latest(export))
                .flatMap(found -> found);
    }

    @Override
    public Map<String, Integer> resetChunks(Path config, @Nullable String export) {
        return inspection
                .ask(
                        config,
                        export,
                        (state, names) ->
                                chunksForgotten(
                                        state,
                                        names,
                                        export == null
                                                ? state.chunks()::forgetUnfinished
                                                : state.chunks()::forgetChunks))
                .orElseGet(Map::of);
    }

    private static Map<String, Integer> chunksForgotten(
            StateStore state, Set<String> names, ToIntFunction<String> forget) {
        Map<String, Integer> waited = new LinkedHashMap<>();
        for (String name : names) {
            try (Leases.Lease lease =
                    state.leases().acquire(name, "state reset-chunks", Duration.ZERO)) {
                lease.confirm();
                waited.put(name, forget.applyAsInt(name));
            }
        }
        return waited;
    }

    @Override
    public List<CursorStore.Boundary> progression(Path config, @Nullable String export) {
        return inspection
                .ask(config, export, (state, names) -> state.cursors().boundaries(names))
                .orElse(List.of());
    }

    private static Forgotten forgotten(StateStore state, String export) {
        try (Leases.Lease lease = state.leases().acquire(export, "state reset", Duration.ZERO)) {
            int columns = state.schemas().load(export).map(Map::size).orElse(0);
            lease.confirm();
            state.schemas().forget(export);
            CursorStore.@Nullable Stored cursor = state.cursors().load(export).orElse(null);
            state.cursors().forgetCursor(export);
            return new Forgotten(export, columns, cursor, state.chunks().forgetChunks(export));
        }
    }
}
