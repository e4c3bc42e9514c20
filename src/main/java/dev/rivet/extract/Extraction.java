package dev.rivet.extract;

import dev.rivet.config.ExportConfig;
import dev.rivet.config.NoRows;
import dev.rivet.config.OverrideText;
import dev.rivet.config.Selection;
import dev.rivet.destination.Occupancy;
import dev.rivet.diag.Diagnostic;
import dev.rivet.encode.MetaColumnAppender;
import dev.rivet.extract.FileSeries.Finished;
import dev.rivet.extract.FileSeries.WhenEmpty;
import dev.rivet.governor.Pace;
import dev.rivet.journal.RunEvent;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.SourceSession;
import dev.rivet.state.Leases.Lease;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/// Reads one selection into files, and lets go of the source as soon as that is done.
final class Extraction {
    private final Job job;
    private final ExportConfig export;
    private final Equipment equipment;
    private final Recorder recorder;
    private final Tally tally;

    Extraction(Job job, Equipment equipment, Recorder recorder, Tally tally) {
        this.job = job;
        this.export = job.export();
        this.equipment = equipment;
        this.recorder = recorder;
        this.tally = tally;
    }

    /// @param lease whose loss ends the read
    Extracted into(Occupancy place, Lease lease) throws IOException, InterruptedException {
        try (SourceSession session = equipment.input().source().open(export.name())) {
            ReadPlan plan =
                    session.describe(
                            Requests.read(
                                    export, job.options(), equipment.input().mostBatchBytes()));
            Requests.refuseCaveats(plan, job.options());
            List<Diagnostic> oddities = Requests.oddities(plan.schema(), export);
            Requests.refuseIfStrict(plan.schema(), oddities, job.options());
            var meta =
                    MetaColumnAppender.of(plan.schema(), export.columns().meta(), job.startedAt());
            equipment.output().format().check(meta.schema());
            announce(plan);
            plan.caveats().forEach(caveat -> recorder.warn("source", caveat));
            oddities.forEach(oddity -> recorder.warn("columns", oddity.message()));
            equipment
                    .output()
                    .format()
                    .remarks(meta.schema())
                    .forEach(remark -> recorder.warn("format", remark));
            new SchemaDrift(equipment.state().schemas(), export.name())
                    .check(plan.schema(), tally, recorder);
            return transfer(session, plan, new Target(meta, place, lease));
        }
    }

    private void announce(ReadPlan plan) {
        OptionalLong estimate = plan.estimatedRows();
        tally.planned(plan.path(), estimate.isPresent() ? estimate.getAsLong() : null);
        recorder.record(
                new RunEvent.PlanResolved(
                        export.name(),
                        query(plan),
                        plan.path(),
                        job.files(),
                        export.destination().kind(),
                        job.tuning(),
                        job.options().validate()));
        recorder.save();
        recorder.progress(tally.progress());
    }

    /// A query as the user wrote it: what was filled in may be personal or secret.
    private String query(ReadPlan plan) {
        return export.selection() instanceof Selection.Query query ? query.written() : plan.sql();
    }

    /// What the rows become, where they go, and as long as what is ours.
    private record Target(MetaColumnAppender meta, Occupancy place, Lease lease) {}

    private Extracted transfer(SourceSession session, ReadPlan plan, Target target)
            throws IOException, InterruptedException {
        MetaColumnAppender meta = target.meta();
        FileSeries series =
                new FileSeries(
                        target.place(),
                        equipment.output().format(),
                        meta.schema(),
                        new FileSeries.Cut(
                                this::fileName, export.files().max().orElse(Long.MAX_VALUE)),
                        equipment.profile());
        try {
            Transfer transfer = new Transfer(meta, series, tally, recorder, equipment);
            target.lease().onLost(transfer::breakOff);
            PreparedRead read = session.read(plan, new Pace(export.tuning()));
            tally.reading(read.path());
            read.remarks().forEach(remark -> recorder.warn("source", job.masked(remark)));
            transfer.run(read.streams());
            recordReplaced();
            tally.rebased().forEach(this::warnOfRebased);
            List<Finished> files =
                    job.isSkipped(tally.volume()) ? List.of() : series.finish(whenEmpty());
            return new Extracted(plan, meta, series, files, transfer.checksums());
        } catch (IOException | InterruptedException | RuntimeException | Error failure) {
            series.close();
            throw failure;
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

    private void warnOfRebased(String column, long arrays) {
        recorder.warn(
                "array_bounds:" + column,
                (arrays == 1 ? "1 array of " : arrays + " arrays of ")
                        + column
                        + (arrays == 1 ? " has" : " have")
                        + " an index that does not begin at 1, which a list cannot say: the elements are kept; `"
                        + OverrideText.of(column, "text")
                        + "` keeps the index too");
    }

    private WhenEmpty whenEmpty() {
        boolean always = !equipment.output().destination().capabilities().manyFiles();
        return always || export.files().noRows() == NoRows.EMPTY_FILE
                ? WhenEmpty.WRITE_ONE_FILE
                : WhenEmpty.WRITE_NOTHING;
    }

    private String fileName(int ordinal) {
        String part = export.files().max().isPresent() ? "_part" + ordinal : "";
        return job.id().value() + part + "." + job.files().format();
    }
}
