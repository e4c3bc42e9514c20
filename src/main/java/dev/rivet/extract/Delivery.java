package dev.rivet.extract;

import dev.rivet.destination.Destination;
import dev.rivet.destination.Occupancy;
import dev.rivet.destination.SealedFile;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.extract.FileSeries.Finished;
import dev.rivet.journal.Ending;
import dev.rivet.journal.RunEvent;
import dev.rivet.manifest.EarlierRuns;
import dev.rivet.manifest.Manifest;
import dev.rivet.manifest.Part;
import dev.rivet.manifest.Publication;
import dev.rivet.manifest.PublishedManifest;
import dev.rivet.manifest.Standing;
import dev.rivet.plan.ExportPlan;
import dev.rivet.plan.Watermark;
import dev.rivet.state.ChunkStore.ChunkRun;
import dev.rivet.state.Leases.Lease;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Moves one selection from its source to its destination, in the one order that loses nothing:
/// the destination is occupied, it is planned what is read, all of that is read into files that
/// no manifest names, all of it is looked at, and only then published, which nobody can stop
/// half-way; last, how far that goes is written down.
final class Delivery {
    private final Job job;
    private final Equipment equipment;
    private final Equipment.Output output;
    private final Recorder recorder;
    private final Attempts attempts;

    Delivery(Job job, Equipment equipment, Recorder recorder, Attempts attempts) {
        this.job = job;
        this.equipment = equipment;
        this.output = equipment.output();
        this.recorder = recorder;
        this.attempts = attempts;
    }

    /// What is known of this export's earlier runs.
    ///
    /// @param dead those that never ended
    /// @param unfinished the one that this run continues
    record Before(Set<String> dead, Optional<ChunkRun> unfinished) {}

    Ending deliver(Lease lease, Before before) throws IOException, InterruptedException {
        Destination destination = output.destination();
        Validation.refuseUnlessPossible(job.options(), destination);
        var owner = new ManifestDraft(job, equipment).owner();
        try (Occupancy place = destination.occupy("run " + job.id(), patience())) {
            place.remarks().forEach(remark -> recorder.warn("destination", remark));
            Standing standing = Standing.at(destination).ownedBy(owner, destination);
            refuseResume(standing, before);
            standing.published()
                    .filter(there -> before.dead().contains(id(there)))
                    .ifPresent(this::list);
            Headway headway = new Headway(job, equipment);
            before.unfinished().ifPresent(headway::refuseUnlessContinues);
            Optional<Watermark> from = headway.begin(standing.published(), before.dead());
            return deliver(
                    new Publication.Site(destination, place, standing),
                    lease,
                    headway,
                    new Start(from, before.unfinished()));
        }
    }

    /// Where a run begins.
    private record Start(Optional<Watermark> delivered, Optional<ChunkRun> unfinished) {}

    private Ending deliver(Publication.Site site, Lease lease, Headway headway, Start start)
            throws IOException, InterruptedException {
        try (Pieces pieces = new Pieces(job, equipment, recorder, attempts)) {
            ExportPlan plan;
            ChunkLog log;
            Margin margin;
            try (Reads reads = new Reads(job, equipment, recorder)) {
                plan = plan(start, reads, lease);
                plan.remarks().forEach(remark -> recorder.warn("plan", remark));
                plan.advance().ifPresent(this::tellOf);
                if (isNothingNew(plan, site)) {
                    return nothing(plan);
                }
                log = log(plan, start.unfinished(), headway);
                margin = new Margin(job, equipment, plan);
                pieces.read(plan, reads, new Pieces.Site(site.place(), lease, log, margin));
            }
            if (isNothingRead(plan, site)) {
                log.nothing();
                return nothing(plan);
            }
            margin.keep(lease);
            return published(plan, pieces, log, new Whereto(site, lease, headway));
        }
    }

    private ExportPlan plan(Start start, Reads reads, Lease lease)
            throws IOException, InterruptedException {
        if (start.unfinished().isPresent()) {
            return start.unfinished().get().plan();
        }
        var planning =
                new Planning(
                        job.export().mode(),
                        job.export().name(),
                        output.destination().capabilities().manyFiles()
                                ? Planning.Files.MANY
                                : Planning.Files.ONE,
                        start.delivered().orElse(null),
                        equipment.state(),
                        job.startedAt());
        return attempts.untilDone(tally -> reads.plan(planning), lease);
    }

    private ChunkLog log(ExportPlan plan, Optional<ChunkRun> unfinished, Headway headway) {
        return switch (plan.checkpoints()) {
            case NONE -> new ChunkLog.Forgetful();
            case EACH_CHUNK -> {
                var store = equipment.state().chunks();
                var terms = headway.chunkTerms();
                ChunkRun run =
                        unfinished.orElseGet(
                                () -> {
                                    store.begin(job.id(), job.export().name(), plan, terms);
                                    return store.unfinished(job.export().name()).orElseThrow();
                                });
                yield new ChunkLog.Stored(
                        store,
                        run,
                        output.destination(),
                        job.options().validate() ? ChunkLog.Look.BYTES : ChunkLog.Look.SIZES,
                        recorder);
            }
        };
    }

    private void refuseResume(Standing standing, Before before) {
        boolean wanted = job.options().resume() != RunOptions.Resume.IF_THERE_IS_ONE;
        boolean also = job.options().resume() == RunOptions.Resume.REQUIRED_ALSO_ONTO_COMPLETE;
        if (wanted && standing.isComplete() && !also) {
            throw Diagnostic.of(
                            Code.DEST_ALREADY_COMPLETE,
                            output.destination().uri()
                                    + " holds a complete delivery. Nothing was read or written.")
                    .toException();
        }
        if (wanted && before.unfinished().isEmpty()) {
            throw Diagnostic.of(
                            Code.STATE_CHUNK_RUN_MISSING,
                            "no run of this export waits to be continued. Nothing was read.")
                    .toException();
        }
    }

    /// Whether what stands at the destination stays as it is, because there is nothing to add.
    private boolean isNothingNew(ExportPlan plan, Publication.Site site) {
        return plan.chunks().isEmpty() && (isToBeSkipped() || stays(site));
    }

    private boolean isNothingRead(ExportPlan plan, Publication.Site site) {
        boolean none = attempts.tally().volume().rows() == 0;
        return none && (isToBeSkipped() || (plan.advance().isPresent() && stays(site)));
    }

    private boolean isToBeSkipped() {
        return job.isSkipped(attempts.tally().volume());
    }

    private static boolean stays(Publication.Site site) {
        return site.before().published().isPresent();
    }

    private Ending nothing(ExportPlan plan) {
        return isToBeSkipped() ? new Ending.Skipped(plan.ifNothing()) : new Ending.Delivered();
    }

    /// Where a delivery goes, and what is told of it afterwards.
    private record Whereto(Publication.Site site, Lease lease, Headway headway) {}

    private Ending published(ExportPlan plan, Pieces pieces, ChunkLog log, Whereto to)
            throws IOException {
        Manifest manifest = new ManifestDraft(job, equipment).of(pieces.manifests());
        List<Finished> files = pieces.waiting();
        List<SealedFile> sealed = files.stream().map(Finished::file).toList();
        FaultPoint.reached("before_commit_rename");
        try (Publication publication =
                Publication.prepare(new Publication.Delivered(manifest, sealed), to.site())) {
            return switch (publication.publish(to.lease()::confirm, () -> look(manifest, files))) {
                case Publication.Result.Published(var receipt) -> {
                    FaultPoint.reached("after_publish");
                    delivered(receipt);
                    FaultPoint.reached("after_manifest_update");
                    plan.advance().ifPresent(progress -> to.headway().advance(progress, receipt));
                    FaultPoint.reached("after_cursor_commit");
                    log.finish(receipt);
                    settle(plan, new EarlierRuns(to.site(), receipt));
                    remember(pieces);
                    yield new Ending.Delivered();
                }
                case Publication.Result.Failed(var failure) ->
                        new Ending.Failed(
                                failure.toException().inExport(job.export().name()).diagnostic());
            };
        }
    }

    private void remember(Pieces pieces) {
        pieces.columns()
                .ifPresent(
                        columns ->
                                new SchemaDrift(equipment.state().schemas(), job.export().name())
                                        .remember(columns, recorder));
    }

    private void look(Manifest manifest, List<Finished> files) throws IOException {
        FaultPoint.reached("after_file_write");
        if (!output.destination().capabilities().readBack()) {
            return;
        }
        Validation.visible(manifest.files().parts(), output.destination());
        if (job.options().validate()) {
            try {
                Validation.compareVisible(files, output);
            } catch (RivetException failure) {
                Verdicts.tell(failure, attempts.done(), recorder);
                throw failure;
            }
            Verdicts.passed(attempts.done(), recorder);
        }
    }

    private void delivered(PublishedManifest receipt) {
        for (Part part : receipt.manifest().files().parts()) {
            attempts.done().committed(part.file().bytes());
            recorder.record(
                    new RunEvent.FileWritten(
                            part.file().name(), part.rows(), part.file().bytes(), part.id()));
        }
        list(receipt);
    }

    /// What is left of the wait that the caller allows for other runs.
    private Duration patience() {
        Duration waited = Duration.between(job.startedAt(), equipment.clock().instant());
        Duration left = job.options().lockWait().minus(waited);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// What an earlier run has left is removed, or told: the new delivery stands whatever comes of
    /// it. Where deliveries follow on each other, nothing is left: all of them count.
    private void settle(ExportPlan plan, EarlierRuns earlier) {
        if (plan.advance().isPresent()) {
            return;
        }
        try {
            switch (job.export().files().history()) {
                case REPLACE -> earlier.remove();
                case KEEP -> tellOf(earlier.files());
            }
        } catch (IOException | RivetException failure) {
            recorder.warn(
                    "history",
                    "files of earlier runs could not be removed or counted: "
                            + failure.getMessage());
        }
    }

    private void tellOf(ExportPlan.Progress progress) {
        String from = progress.start().map(mark -> mark.value().text() + " to ").orElse("up to ");
        Watermark to = progress.to();
        attempts.done().reaching(to.key().display() + " " + from + to.value().text());
    }

    private void tellOf(long files) {
        if (files > 0) {
            recorder.warn(
                    "history",
                    String.format(
                            Locale.ROOT,
                            "%,d %s beside the new ones: who reads every file there, and not those in manifest.json, counts rows more than once; write `history: replace`, or {date} in the path",
                            files,
                            files == 1
                                    ? "file of an earlier run lies"
                                    : "files of earlier runs lie"));
        }
    }

    private static String id(PublishedManifest there) {
        return there.manifest().run().id().value();
    }

    /// Readers have the files by now: that they cannot be listed is told, and no more.
    private void list(PublishedManifest receipt) {
        try {
            equipment.state().ledger().record(receipt);
        } catch (RivetException failure) {
            recorder.notWrittenDown("the list of files", failure);
        }
    }
}
