package dev.rivet.extract;

import dev.rivet.config.Mode;
import dev.rivet.plan.Chunks;
import dev.rivet.plan.ExportPlan;
import dev.rivet.plan.HighWater;
import dev.rivet.plan.Increments;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeySurvey;
import dev.rivet.plan.Settling;
import dev.rivet.plan.Sighting;
import dev.rivet.plan.Ticks;
import dev.rivet.plan.TimeWindows;
import dev.rivet.plan.Watermark;
import dev.rivet.source.KeyQuestion;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.state.CursorStore;
import dev.rivet.state.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks the source what a mode needs to know, and has the plan made of it.
///
/// @param mode how much is read
/// @param export whose sightings are remembered
/// @param files whether what is read can go to several files
/// @param delivered how far earlier runs have come; null for none, or where that does not matter
/// @param state where it is remembered what they saw and delivered
/// @param startedAt the run's start
record Planning(
        Mode mode,
        String export,
        Files files,
        @Nullable Watermark delivered,
        StateStore state,
        Instant startedAt) {
    /// How many files there can be.
    enum Files {
        ONE,
        MANY
    }

    /// Blocks.
    ExportPlan plan(SourceSession session, ReadRequest request) {
        return switch (mode) {
            case Mode.Full _ -> ExportPlan.full();
            case Mode.Partition partition ->
                    ExportPlan.partition(
                            partition, session.typeOf(request, Key.of(partition.column())));
            case Mode.TimeWindow window ->
                    TimeWindows.plan(
                            window, session.typeOf(request, Key.of(window.column())), startedAt);
            case Mode.Chunked chunked -> chunked(chunked, session, request);
            case Mode.Incremental incremental -> increment(incremental, session, request);
        };
    }

    private static ExportPlan chunked(
            Mode.Chunked mode, SourceSession session, ReadRequest request) {
        Optional<Key> written =
                mode.columns().isEmpty() ? Optional.empty() : Optional.of(Key.row(mode.columns()));
        return written.or(() -> session.naturalKey(request))
                .map(key -> Chunks.plan(mode, key, session.survey(request, key)))
                .orElseGet(() -> Chunks.withoutKey(mode));
    }

    private static @Nullable Settling age(Mode.Incremental mode) {
        Mode.Settle settle = mode.settle();
        return settle == null || settle.column() == null
                ? null
                : new Settling(Key.of(settle.column()), settle.after());
    }

    private ExportPlan increment(
            Mode.Incremental mode, SourceSession session, ReadRequest request) {
        Key key = new Key(mode.cursor());
        var from = delivered == null ? null : delivered.beyond();
        HighWater found =
                settled(session, request, new KeyQuestion(key, from, age(mode), mode.settleWait()));
        boolean isLong =
                files == Files.MANY
                        && delivered == null
                        && found.access() == HighWater.Access.INDEX;
        @Nullable KeySurvey survey = isLong ? session.survey(request, key) : null;
        CursorStore cursors = state.cursors();
        var earlier =
                new Increments.Earlier(
                        delivered,
                        state.margins().start(export).orElse(null),
                        cursors.sightings(export));
        ExportPlan plan = Increments.plan(mode, earlier, found, survey);
        found.highest()
                .ifPresent(top -> cursors.saw(export, new Sighting(found.measuredAt(), top)));
        return plan;
    }

    /// Who can still write the top's value is waited for as well: where it tells whole seconds,
    /// whoever begins before that second is over.
    private static HighWater settled(
            SourceSession session, ReadRequest request, KeyQuestion question) {
        HighWater found = session.measure(request, question);
        return Ticks.untilOver(found)
                .map(
                        left -> {
                            pause(left);
                            return found.asOf(session.measure(request, question));
                        })
                .orElse(found);
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw LeasedRun.interrupted("stopped on request; nothing was read");
        }
    }
}
