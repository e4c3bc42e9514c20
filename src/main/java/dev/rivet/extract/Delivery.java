package dev.rivet.extract;

import dev.rivet.config.ExportConfig;
import dev.rivet.config.MetaColumns;
import dev.rivet.config.NoRows;
import dev.rivet.config.Selection.Table;
import dev.rivet.destination.ControlFile;
import dev.rivet.destination.Destination;
import dev.rivet.encode.ColumnChecksums;
import dev.rivet.encode.MetaColumnAppender;
import dev.rivet.encode.RowHash;
import dev.rivet.extract.FileSeries.Finished;
import dev.rivet.extract.FileSeries.WhenEmpty;
import dev.rivet.governor.Pace;
import dev.rivet.journal.Ending;
import dev.rivet.journal.Outcome;
import dev.rivet.journal.RunEvent;
import dev.rivet.manifest.Manifest;
import dev.rivet.manifest.ManifestPublisher;
import dev.rivet.manifest.Part;
import dev.rivet.manifest.PublishedManifest;
import dev.rivet.manifest.SchemaFingerprint;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.SourceSession;
import dev.rivet.state.Leases.Lease;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Moves one selection from its source to its destination, in the one order that loses nothing:
/// all files are written, then each is committed and recorded, then the manifest is published.
/// A failure before the first commit leaves nothing that readers could see.
final class Delivery {
    private final Job job;
    private final ExportConfig export;
    private final Equipment equipment;
    private final Equipment.Output output;
    private final Recorder recorder;
    private final Tally tally;

    Delivery(Job job, Equipment equipment, Recorder recorder, Tally tally) {
        this.job = job;
        this.export = job.export();
        this.equipment = equipment;
        this.output = equipment.output();
        this.recorder = recorder;
        this.tally = tally;
    }

    Ending deliver(Lease lease) throws IOException, InterruptedException {
        Destination destination = output.destination();
        Validation.refuseUnlessPossible(job.options(), destination);
        destination.prepare();
        ManifestPublisher.checkPrefix(destination);
        try (SourceSession session = equipment.input().source().open(export.name())) {
            ReadPlan plan =
                    session.describe(
                            Requests.read(
                                    export, job.options(), equipment.input().mostBatchBytes()));
            Requests.refuseLossy(plan.schema(), job.options());
            var meta =
                    MetaColumnAppender.of(plan.schema(), export.columns().meta(), job.startedAt());
            output.format().check(meta.schema());
            announce(plan);
            output.format()
                    .remarks(meta.schema())
                    .forEach(remark -> recorder.warn("format", remark));
            var drift = new SchemaDrift(equipment.state().schemas(), export.name());
            drift.check(plan.schema(), tally, recorder);
            Ending ending = transfer(session, plan, meta, lease);
            drift.remember(plan.schema());
            return ending;
        }
    }

    private void announce(ReadPlan plan) {
        OptionalLong estimate = plan.estimatedRows();
        tally.planned(plan.path(), estimate.isPresent() ? estimate.getAsLong() : null);
        recorder.record(
                new RunEvent.PlanResolved(
                        export.name(),
                        plan.sql(),
                        plan.path(),
                        job.files(),
                        export.destination().kind(),
                        job.tuning(),
                        job.options().validate()));
        recorder.save();
        recorder.progress(tally.progress());
    }

    private Ending transfer(
            SourceSession session, ReadPlan plan, MetaColumnAppender meta, Lease lease)
            throws IOException, InterruptedException {
        try (FileSeries files =
                new FileSeries(
                        output,
                        meta.schema(),
                        this::fileName,
                        export.files().max().orElse(Long.MAX_VALUE),
                        equipment.profile())) {
            Transfer transfer = new Transfer(meta, files, tally, recorder, equipment.profile());
            PreparedRead read = session.read(plan, new Pace(export.tuning()));
            tally.reading(plan.path());
            read.remarks().forEach(remark -> recorder.warn("source", remark));
            transfer.run(read.streams(), equipment.encoders());
            recordReplaced();
            if (tally.volume().rows() == 0 && export.files().noRows() == NoRows.SKIPPED) {
                return new Ending.Skipped("source returned 0 rows");
            }
            List<Finished> finished = files.finish(whenEmpty());
            Validation.account(tally.volume().rows(), finished);
            validate(() -> Validation.recount(output.format(), finished));
            List<Part> parts = commit(finished, lease);
            publish(plan, meta, transfer, parts, lease);
            return new Ending.Delivered();
        }
    }

    private void recordReplaced() {
        tally.replaced()
                .forEach(
                        (column, values) ->
                                recorder.record(
                                        new RunEvent.Warning(
                                                "unrepresentable:" + column,
                                                values
                                                        + " values of "
                                                        + column
                                                        + " have no place in its type and became"
                                                        + " NULL")));
    }

    private WhenEmpty whenEmpty() {
        boolean always = !output.destination().capabilities().manyFiles();
        return always || export.files().noRows() == NoRows.EMPTY_FILE
                ? WhenEmpty.WRITE_ONE_FILE
                : WhenEmpty.WRITE_NOTHING;
    }

    private String fileName(int ordinal) {
        String part = export.files().max().isPresent() ? "_part" + ordinal : "";
        return job.id().value() + part + "." + job.files().format();
    }

    private List<Part> commit(List<Finished> finished, Lease lease) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (Finished each : finished) {
            lease.confirm();
            Part part = new Part(parts.size() + 1, each.file().commit(), each.rows());
            tally.committed(part.file().bytes());
            equipment.state().ledger().record(job.id(), export.name(), part, job.files());
            recorder.record(
                    new RunEvent.FileWritten(
                            part.file().name(), part.rows(), part.file().bytes(), part.id()));
            parts.add(part);
        }
        return parts;
    }

    private void publish(
            ReadPlan plan,
            MetaColumnAppender meta,
            Transfer transfer,
            List<Part> parts,
            Lease lease)
            throws IOException {
        Destination destination = output.destination();
        if (!destination.capabilities().readBack()) {
            return;
        }
        lease.confirm();
        PublishedManifest published =
                ManifestPublisher.publish(manifest(plan, meta, transfer, parts), destination);
        try {
            validate(() -> Validation.verifyPublished(published, destination, output.format()));
        } catch (IOException | RuntimeException wrong) {
            destination.remove(ControlFile.SUCCESS);
            throw wrong;
        }
    }

    private interface Check {
        void run() throws IOException;
    }

    /// Runs a check where the caller asked for validation, and writes down what came of it.
    private void validate(Check check) throws IOException {
        if (!job.options().validate()) {
            return;
        }
        boolean passed = false;
        try {
            check.run();
            passed = true;
        } finally {
            tally.validated(passed);
            recorder.record(new RunEvent.ValidationResult(passed));
        }
    }

    private Manifest manifest(
            ReadPlan plan, MetaColumnAppender meta, Transfer transfer, List<Part> parts) {
        return new Manifest(
                new Manifest.RunRef(
                        job.id(),
                        export.name(),
                        job.startedAt(),
                        equipment.clock().instant(),
                        Outcome.SUCCESS),
                source(plan),
                new Manifest.DestinationRef(
                        export.destination().kind(), output.destination().uri()),
                new Manifest.Files(job.files(), SchemaFingerprint.of(meta.schema()), parts),
                replaced(),
                rowHash(meta),
                checksums(transfer));
    }

    private Manifest.SourceRef source(ReadPlan plan) {
        @Nullable Table table = export.selection() instanceof Table named ? named : null;
        return new Manifest.SourceRef(
                equipment.input().engine(),
                table == null ? null : table.schema(),
                table == null ? null : table.name(),
                export.mode().label(),
                plan.path());
    }

    private static Manifest.@Nullable RowHash rowHash(MetaColumnAppender meta) {
        return meta.covered().isEmpty()
                ? null
                : new Manifest.RowHash(MetaColumns.ROW_HASH, meta.covered(), RowHash.RENDER);
    }

    private static Manifest.Checksums checksums(Transfer transfer) {
        return new Manifest.Checksums(
                ColumnChecksums.RENDER,
                transfer.checksums().stream()
                        .map(each -> new Manifest.ColumnChecksum(each.name(), each.value()))
                        .toList());
    }

    private List<Manifest.Replaced> replaced() {
        return tally.replaced().entrySet().stream()
                .map(each -> new Manifest.Replaced(each.getKey(), each.getValue()))
                .toList();
    }
}
