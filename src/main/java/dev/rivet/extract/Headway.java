package dev.rivet.extract;

import dev.rivet.config.Mode;
import dev.rivet.config.Selection;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.Journal;
import dev.rivet.journal.RunId;
import dev.rivet.manifest.Manifest;
import dev.rivet.manifest.PublishedManifest;
import dev.rivet.plan.Edge;
import dev.rivet.plan.ExportPlan;
import dev.rivet.plan.Key;
import dev.rivet.plan.Terms;
import dev.rivet.plan.Watermark;
import dev.rivet.state.ChunkStore.ChunkRun;
import dev.rivet.state.CursorStore;
import dev.rivet.state.CursorStore.Stored;
import dev.rivet.state.ExportOwner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How far an export has come, from run to run: where this one begins, and that the next one
/// begins where this one ended.
final class Headway {
    private final Job job;
    private final Equipment equipment;
    private final CursorStore cursors;

    Headway(Job job, Equipment equipment) {
        this.job = job;
        this.equipment = equipment;
        this.cursors = equipment.state().cursors();
    }

    /// The watermark behind which this run begins; empty for a first run, and for an export that
    /// keeps none. A delivery that stands at the destination but was not written down, because its
    /// run died in between, is written down now.
    ///
    /// @param standing at the destination
    /// @param dead runs of this export that never ended
    /// @throws RivetException `STATE_CURSOR_OWNER_MISMATCH`, `STATE_CURSOR_STREAM_MISMATCH`,
    ///     `STATE_CURSOR_DESTINATION_MISMATCH` when the export is not what it was
    Optional<Watermark> begin(Optional<PublishedManifest> standing, Set<String> dead) {
        if (!(job.export().mode() instanceof Mode.Incremental incremental)) {
            return Optional.empty();
        }
        Terms terms = terms(new Key(incremental.cursor()));
        Optional<Stored> stored = cursors.load(job.export().name());
        stored.ifPresent(each -> refuseOther(each.terms(), terms));
        Optional<PublishedManifest> missed =
                standing.filter(each -> isMissed(each.manifest(), stored, dead));
        missed.ifPresent(each -> catchUp(each, terms));
        return cursors.load(job.export().name()).map(Stored::mark);
    }

    private void catchUp(PublishedManifest missed, Terms terms) {
        refuseOther(missed.manifest(), terms.facts());
        missed.manifest()
                .source()
                .extraction()
                .range()
                .ifPresent(range -> store(range.to(), terms, missed));
    }

    /// Whether a delivery begins where the state says that the export stands, and ended without
    /// having moved it. Without a watermark, only a run tells that did not end well: after a reset
    /// there is none either.
    private boolean isMissed(Manifest there, Optional<Stored> stored, Set<String> dead) {
        Optional<ExportPlan.Progress> range = there.source().extraction().range();
        if (range.isEmpty() || !there.run().exportName().equals(job.export().name())) {
            return false;
        }
        @Nullable Edge from = range.get().start().map(Watermark::edge).orElse(null);
        if (stored.isPresent()) {
            return !stored.get().run().equals(there.run().id())
                    && stored.get().mark().edge().equals(from)
                    && stored.get().mark().key().equals(range.get().to().key());
        }
        return from == null
                && (dead.contains(there.run().id().value()) || failed(there.run().id()));
    }

    /// What a delivery that was not written down was made of, as far as it is known: going on
    /// behind it would leave out what another query has below.
    private void refuseOther(Manifest there, Map<String, String> now) {
        Map<String, String> made = new HashMap<>(now);
        there.source()
                .extraction()
                .range()
                .ifPresent(range -> made.put(Terms.CURSOR, range.to().key().display()));
        if (job.export().selection() instanceof Selection.Table && there.source().table() == null) {
            made.put(Terms.QUERY, "of an earlier run");
        }
        if (job.export().selection() instanceof Selection.Query) {
            equipment
                    .state()
                    .journals()
                    .load(there.run().id())
                    .flatMap(Journal::plan)
                    .ifPresent(plan -> made.put(Terms.QUERY, plan.baseQuery()));
        }
        refuseOther(
                new Terms(made),
                new Terms(now),
                "Undo the edit, and run once; or begin anew: move manifest.json and _SUCCESS of %s away."
                        .formatted(equipment.output().destination().uri()));
    }

    private boolean failed(RunId run) {
        return equipment
                .state()
                .history()
                .find(run)
                .filter(each -> !each.status().equals("success"))
                .isPresent();
    }

    private Terms terms(Key key) {
        ExportOwner owner = equipment.owner();
        return Terms.of(job.export(), key, owner.source(), owner.destination());
    }

    /// On which chunks are committed.
    Terms chunkTerms() {
        ExportOwner owner = equipment.owner();
        return Terms.of(job.export(), owner.source(), owner.destination()).withOutput(job.export());
    }

    /// @throws RivetException `STATE_CHUNK_PLAN_CHANGED` when the export is not what it was when
    ///     that run began
    void refuseUnlessContinues(ChunkRun unfinished) {
        List<String> different = unfinished.terms().differences(chunkTerms());
        if (!different.isEmpty()) {
            throw Diagnostic.of(
                            Code.STATE_CHUNK_PLAN_CHANGED,
                            "The run %s waits to be continued, and the export is not what it was when that run began (%s changed). Nothing was read."
                                    .formatted(unfinished.id(), String.join(", ", different)),
                            "Undo the edit, and run again; or give that run up and begin anew: `rivet state reset-chunks -c %s -e %s`."
                                    .formatted(equipment.owner().configFile(), job.export().name()))
                    .toException();
        }
    }

    private void refuseOther(Terms before, Terms now) {
        refuseOther(
                before,
                now,
                "Undo the edit; or go on from the cursor all the same: `rivet state accept -c %1$s -e %2$s`; or begin anew: `rivet state reset -c %1$s -e %2$s`."
                        .formatted(equipment.owner().configFile(), job.export().name()));
    }

    private static void refuseOther(Terms before, Terms now, String waysOut) {
        List<String> different = before.facts().isEmpty() ? List.of() : before.differences(now);
        if (different.isEmpty()) {
            return;
        }
        throw Diagnostic.of(
                        code(different),
                        "The export has delivered up to its cursor on other terms (%s changed), so that what comes next would not fit to it. Nothing was read."
                                .formatted(String.join(", ", different)),
                        waysOut)
                .toException();
    }

    private static Code code(List<String> different) {
        if (different.contains("source")) {
            return Code.STATE_CURSOR_OWNER_MISMATCH;
        }
        return different.contains("destination") || different.contains("format")
                ? Code.STATE_CURSOR_DESTINATION_MISMATCH
                : Code.STATE_CURSOR_STREAM_MISMATCH;
    }

    /// Moves the watermark to where a delivery ends.
    ///
    /// @throws RivetException `STATE_CURSOR_NOT_STORED`; the delivery stands
    void advance(ExportPlan.Progress progress, PublishedManifest receipt) {
        try {
            store(progress.to(), terms(progress.to().key()), receipt);
        } catch (RivetException failure) {
            throw Diagnostic.of(
                            Code.STATE_CURSOR_NOT_STORED,
                            "The rows were delivered, but how far that goes could not be written down: "
                                    + failure.getMessage()
                                    + " The next run finds it in the manifest.")
                    .expecting(failure.diagnostic().outlook())
                    .toException(failure);
        }
    }

    private void store(Watermark to, Terms terms, PublishedManifest receipt) {
        cursors.advance(
                new Stored(
                        job.export().name(),
                        to,
                        equipment.clock().instant(),
                        receipt.manifest().run().id(),
                        terms),
                receipt);
    }
}
