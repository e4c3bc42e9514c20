package dev.rivet.extract;

import dev.rivet.destination.Destination;
import dev.rivet.destination.Occupancy;
import dev.rivet.destination.SealedFile;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.ExitClass;
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
import dev.rivet.state.Leases.Lease;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Moves one selection from its source to its destination, in the one order that loses nothing:
/// the destination is occupied, everything is read into files that nobody sees, all of it is
/// looked at, and only then published, which nobody can stop half-way.
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

    /// @param dead runs of this export that never ended
    Ending deliver(Lease lease, Set<String> dead) throws IOException, InterruptedException {
        Destination destination = output.destination();
        Validation.refuseUnlessPossible(job.options(), destination);
        var draft = new ManifestDraft(job, equipment);
        try (Occupancy place = destination.occupy("run " + job.id(), patience())) {
            place.remarks().forEach(remark -> recorder.warn("destination", remark));
            Standing before = Standing.at(destination).ownedBy(draft.owner(), destination);
            before.published().filter(there -> dead.contains(id(there))).ifPresent(this::list);
            try (Extracted extracted =
                    attempts.untilRead(
                            tally ->
                                    new Extraction(job, equipment, recorder, tally)
                                            .into(place, lease),
                            lease)) {
                Ending ending =
                        job.isSkipped(attempts.tally().volume())
                                ? new Ending.Skipped("source returned 0 rows")
                                : publish(
                                        extracted,
                                        draft,
                                        new Publication.Site(destination, place, before),
                                        lease);
                if (ending.failed().isEmpty()) {
                    new SchemaDrift(equipment.state().schemas(), job.export().name())
                            .remember(extracted.plan().schema(), recorder);
                }
                return ending;
            }
        }
    }

    /// What is left of the wait that the caller allows for other runs.
    private Duration patience() {
        Duration waited = Duration.between(job.startedAt(), equipment.clock().instant());
        Duration left = job.options().lockWait().minus(waited);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Ending publish(
            Extracted extracted, ManifestDraft draft, Publication.Site site, Lease lease)
            throws IOException {
        List<Finished> files = extracted.files();
        Validation.account(attempts.tally().volume().rows(), files);
        validate(
                () ->
                        Validation.readBack(
                                output.format(),
                                files,
                                extracted.meta().schema(),
                                extracted.checksums()));
        Manifest manifest =
                draft.of(
                        extracted.plan(),
                        extracted.meta(),
                        files,
                        extracted.checksums(),
                        attempts.tally().replaced());
        List<SealedFile> sealed = files.stream().map(Finished::file).toList();
        try (Publication publication =
                Publication.prepare(new Publication.Delivered(manifest, sealed), site)) {
            return switch (publication.publish(lease::confirm, () -> look(files))) {
                case Publication.Result.Published(var receipt) -> delivered(receipt, site);
                case Publication.Result.Failed(var failure) ->
                        new Ending.Failed(
                                failure.toException().inExport(job.export().name()).diagnostic());
            };
        }
    }

    private void look(List<Finished> files) throws IOException {
        if (output.destination().capabilities().readBack()) {
            Validation.visible(files, output.destination());
            validate(() -> Validation.compareVisible(files, output));
        }
    }

    private Ending delivered(PublishedManifest receipt, Publication.Site site) {
        for (Part part : receipt.manifest().files().parts()) {
            attempts.tally().committed(part.file().bytes());
            recorder.record(
                    new RunEvent.FileWritten(
                            part.file().name(), part.rows(), part.file().bytes(), part.id()));
        }
        list(receipt);
        settle(new EarlierRuns(site, receipt));
        return new Ending.Delivered();
    }

    /// What an earlier run has left is removed, or told: the new delivery stands whatever comes of
    /// it.
    private void settle(EarlierRuns earlier) {
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

    private interface Check {
        void run() throws IOException;
    }

    /// Runs a check where the caller asked for validation, and writes down what came of it. A
    /// check that came to no end has no verdict.
    private void validate(Check check) throws IOException {
        if (!job.options().validate()) {
            return;
        }
        try {
            check.run();
        } catch (RivetException failure) {
            if (isVerdict(failure.diagnostic())) {
                verdict(false);
            }
            throw failure;
        }
        verdict(true);
    }

    private static boolean isVerdict(Diagnostic failure) {
        return failure.exitClass() == ExitClass.DATA_INTEGRITY;
    }

    private void verdict(boolean passed) {
        attempts.tally().validated(passed);
        recorder.record(new RunEvent.ValidationResult(passed));
    }
}
