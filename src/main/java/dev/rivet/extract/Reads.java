package dev.rivet.extract;

import dev.rivet.config.ExportConfig;
import dev.rivet.config.Selection;
import dev.rivet.destination.Occupancy;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.encode.MetaColumnAppender;
import dev.rivet.extract.ReadChunk.Moment;
import dev.rivet.journal.RunEvent;
import dev.rivet.manifest.SchemaFingerprint;
import dev.rivet.plan.Chunk;
import dev.rivet.plan.ExportPlan;
import dev.rivet.row.RowSchema;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.state.Leases.Lease;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The reads of one run: what is asked before them, and each chunk, over one session of the
/// source as long as that holds. What a chunk was read as of is kept for the next one where the
/// plan wants that. For one thread.
final class Reads implements AutoCloseable {
    private final Job job;
    private final ExportConfig export;
    private final Equipment equipment;
    private final Recorder recorder;
    private @Nullable SourceSession session;
    private @Nullable Described described;
    private @Nullable RowSchema columns;
    private @Nullable String committed;

    Reads(Job job, Equipment equipment, Recorder recorder) {
        this.job = job;
        this.export = job.export();
        this.equipment = equipment;
        this.recorder = recorder;
    }

    /// What is being read, as the source has described it.
    record Described(ReadPlan plan, MetaColumnAppender meta, String snapshot) {}

    /// Where a chunk goes.
    ///
    /// @param names file name of the n-th file, from 1
    /// @param whenEmpty what is written for a chunk without rows
    /// @param margin what is known of its rows
    /// @param lease whose loss ends the read
    record Target(
            Occupancy place,
            IntFunction<String> names,
            FileSeries.WhenEmpty whenEmpty,
            Margin margin,
            Lease lease) {}

    /// Chunks that another process has committed have these columns: all others must have them.
    ///
    /// @param fingerprint as in their manifests
    void like(String fingerprint) {
        committed = fingerprint;
    }

    /// What the plan asks of the source. Blocks.
    ExportPlan plan(Planning planning) {
        return orLetGo(() -> planning.plan(session(), request()));
    }

    /// Reads one chunk, from its beginning.
    ///
    /// @param tally of this attempt
    ReadChunk read(Chunk chunk, ExportPlan.Moments moments, Target target, Tally tally)
            throws IOException, InterruptedException {
        boolean done = false;
        try {
            if (moments == ExportPlan.Moments.EACH_CHUNK) {
                described = null;
            }
            Described now = describe(tally);
            var read =
                    new ChunkRead(job, equipment, recorder, tally)
                            .read(session(), now, chunk, target);
            done = true;
            return read;
        } finally {
            if (!done) {
                letGo();
            }
        }
    }

    /// Which columns there are, without reading any row.
    Described describe(Tally tally) {
        return orLetGo(
                () -> {
                    Described now = described == null ? described(tally) : described;
                    described = now;
                    tally.planned(now.plan().path(), estimate(now.plan()));
                    return now;
                });
    }

    private ReadRequest request() {
        return Requests.read(export, job.options(), equipment.input().mostBatchBytes());
    }

    private Described described(Tally tally) {
        ReadPlan plan = session().describe(request());
        Requests.refuseCaveats(plan, job.options());
        List<Diagnostic> oddities = Requests.oddities(plan.schema(), export);
        Requests.refuseIfStrict(plan.schema(), oddities, job.options());
        var meta = MetaColumnAppender.of(plan.schema(), export.columns().meta(), job.startedAt());
        equipment.output().format().check(meta.schema());
        requireCommittedColumns(SchemaFingerprint.of(meta.schema()));
        requireSameColumns(plan.schema());
        announce(plan, oddities, meta);
        new SchemaDrift(equipment.state().schemas(), export.name())
                .check(plan.schema(), tally, recorder);
        String position = plan.position().map(each -> " " + each).orElse("");
        return new Described(plan, meta, equipment.clock().instant() + position);
    }

    private void requireCommittedColumns(String now) {
        if (committed != null && !committed.equals(now)) {
            throw Diagnostic.of(
                            Code.STATE_CHUNK_PLAN_CHANGED,
                            "The run %s waits to be continued, and the columns are not those of the chunks that it has committed. No row was read."
                                    .formatted(job.id()),
                            "Undo the change of the columns, and run again; or give that run up and begin anew: `rivet state reset-chunks -c %s -e %s`."
                                    .formatted(equipment.owner().configFile(), export.name()))
                    .toException();
        }
    }

    /// Chunks of one delivery have the same columns.
    private void requireSameColumns(RowSchema now) {
        RowSchema before = columns;
        if (before != null && !before.equals(now)) {
            throw Diagnostic.of(
                            Code.SOURCE_COLUMNS_CHANGED_UNDER_READ,
                            "the columns are not those that the first chunks were read with")
                    .toException();
        }
        columns = now;
    }

    private static @Nullable Long estimate(ReadPlan plan) {
        OptionalLong rows = plan.estimatedRows();
        return rows.isPresent() ? Long.valueOf(rows.getAsLong()) : null;
    }

    private void announce(ReadPlan plan, List<Diagnostic> oddities, MetaColumnAppender meta) {
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
        plan.caveats().forEach(caveat -> recorder.warn("source", caveat));
        oddities.forEach(oddity -> recorder.warn("columns", oddity.message()));
        equipment
                .output()
                .format()
                .remarks(meta.schema())
                .forEach(remark -> recorder.warn("format", remark));
    }

    /// A query as the user wrote it: what was filled in may be personal or secret.
    private String query(ReadPlan plan) {
        return export.selection() instanceof Selection.Query query ? query.written() : plan.sql();
    }

    static Moment moment(Described described, String path) {
        return new Moment(path, described.snapshot());
    }

    private interface Question<T> {
        T ask();
    }

    private <T> T orLetGo(Question<T> question) {
        boolean answered = false;
        try {
            T answer = question.ask();
            answered = true;
            return answer;
        } finally {
            if (!answered) {
                letGo();
            }
        }
    }

    private SourceSession session() {
        SourceSession open = session;
        if (open == null) {
            open = equipment.input().source().open(export.name());
            session = open;
        }
        return open;
    }

    /// Ends the session. What is read afterwards is read over a new one, as of another moment.
    private void letGo() {
        SourceSession open = session;
        session = null;
        described = null;
        if (open != null) {
            open.close();
        }
    }

    /// Lets go of the source.
    @Override
    public void close() {
        letGo();
    }
}
