package dev.rivet.extract;

import dev.rivet.config.NoRows;
import dev.rivet.destination.Occupancy;
import dev.rivet.diag.RivetException;
import dev.rivet.encode.ColumnChecksums;
import dev.rivet.encode.RowPrints;
import dev.rivet.extract.FileSeries.Finished;
import dev.rivet.extract.FileSeries.WhenEmpty;
import dev.rivet.extract.Reads.Target;
import dev.rivet.journal.RunEvent;
import dev.rivet.manifest.ChunkCommit;
import dev.rivet.manifest.Manifest;
import dev.rivet.plan.Chunk;
import dev.rivet.plan.Edge;
import dev.rivet.plan.ExportPlan;
import dev.rivet.row.RowSchema;
import dev.rivet.state.Leases.Lease;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The chunks of one run, read one after another and looked at. Those of a run that can be
/// continued are committed as soon as they are whole; the files of the others wait, unseen, for
/// all of them. Closing throws away what waits, unless it was committed.
final class Pieces implements AutoCloseable {
    private final Job job;
    private final Equipment equipment;
    private final Recorder recorder;
    private final Attempts attempts;
    private final List<Manifest> manifests = new ArrayList<>();
    private final List<Finished> waiting = new ArrayList<>();
    private @Nullable RowSchema columns;

    Pieces(Job job, Equipment equipment, Recorder recorder, Attempts attempts) {
        this.job = job;
        this.equipment = equipment;
        this.recorder = recorder;
        this.attempts = attempts;
    }

    /// Where chunks go, and what is remembered of them and of their rows.
    record Site(Occupancy place, Lease lease, ChunkLog log, Margin margin) {}

    /// Reads every chunk that is not there yet. Blocks.
    void read(ExportPlan plan, Reads reads, Site site) throws IOException, InterruptedException {
        Map<Integer, Manifest> there = committed(plan, site.log());
        there.values().stream()
                .findFirst()
                .ifPresent(each -> reads.like(each.files().schemaFingerprint()));
        for (Chunk chunk : plan.chunks()) {
            @Nullable Manifest committed = there.get(chunk.ordinal());
            if (committed != null) {
                manifests.add(committed);
                attempts.done().found(committed.files().rowCount());
                site.margin().found(chunk);
            } else {
                read(chunk, plan, reads, site);
            }
        }
        tellOfDropped(attempts.done().dropped());
        if (manifests.isEmpty()) {
            readNothing(reads, site);
        }
    }

    private void tellOfDropped(long rows) {
        if (rows > 0) {
            recorder.warn(
                    "overlap",
                    String.format(
                            Locale.ROOT,
                            "%,d %s read again by `overlap` and dropped: delivered already",
                            rows,
                            rows == 1 ? "row was" : "rows were"));
        }
    }

    private static Map<Integer, Manifest> committed(ExportPlan plan, ChunkLog log)
            throws IOException {
        Map<Integer, Manifest> there = new LinkedHashMap<>();
        for (Chunk chunk : plan.chunks()) {
            log.committed(chunk).ifPresent(manifest -> there.put(chunk.ordinal(), manifest));
        }
        return there;
    }

    private void read(Chunk chunk, ExportPlan plan, Reads reads, Site site)
            throws IOException, InterruptedException {
        tell(
                new RunEvent.ChunkStarted(
                        chunk.ordinal(),
                        chunk.slice().lower().map(Edge::text).orElse(null),
                        chunk.slice().upper().map(Edge::text).orElse(null)),
                plan);
        long before = attempts.done().volume().rows();
        Whole whole =
                attempts.untilDone(tally -> attempt(chunk, plan, reads, site, tally), site.lease());
        ReadChunk read = whole.read();
        columns = read.columns();
        site.margin().add(chunk, read.remembered());
        if (site.log().commitsEach()) {
            commit(chunk, whole, site);
        } else {
            waiting.addAll(read.files());
        }
        manifests.add(whole.manifest());
        tell(
                new RunEvent.ChunkCompleted(
                        chunk.ordinal(),
                        attempts.done().volume().rows() - before,
                        read.files().stream().findFirst().map(Pieces::name).orElse(null)),
                plan);
    }

    /// A chunk that was read and looked at, with its manifest.
    private record Whole(ReadChunk read, Manifest manifest) {}

    private Whole attempt(Chunk chunk, ExportPlan plan, Reads reads, Site site, Tally tally)
            throws IOException, InterruptedException {
        int attempt = site.log().start(chunk);
        if (attempt > 1) {
            removeLeftovers(chunk, site.place());
        }
        try {
            FaultPoint.reached("chunk_export", chunk.ordinal());
            var target =
                    new Target(
                            site.place(),
                            names(plan, chunk, attempt),
                            whenEmpty(plan),
                            site.margin(),
                            site.lease());
            ReadChunk read = reads.read(chunk, plan.moments(), target, tally);
            boolean good = false;
            try {
                Validation.account(tally.volume().rows(), read.files());
                validate(read);
                Manifest manifest =
                        new ManifestDraft(job, equipment)
                                .of(read, plan.advance().orElse(null), tally.replaced());
                good = true;
                return new Whole(read, manifest);
            } finally {
                if (!good) {
                    read.close();
                }
            }
        } catch (RivetException failure) {
            String why = job.masked(failure.diagnostic()).message();
            tell(new RunEvent.ChunkFailed(chunk.ordinal(), why, attempt), plan);
            try {
                site.log().failed(chunk, why);
            } catch (RivetException unwritten) {
                recorder.notWrittenDown("that a chunk failed", unwritten);
            }
            throw failure;
        }
    }

    private void commit(Chunk chunk, Whole whole, Site site) throws IOException {
        try (ReadChunk read = whole.read()) {
            site.lease().confirm();
            site.place().confirm();
            ChunkCommit.commit(
                    read.files().stream().map(Finished::file).toList(),
                    () -> {
                        FaultPoint.reached("after_chunk_file", chunk.ordinal());
                        site.margin().keep(site.lease());
                        site.log().done(chunk, whole.manifest());
                    });
        }
        attempts.done().kept();
        FaultPoint.reached("after_chunk_complete", chunk.ordinal());
    }

    /// Files of this chunk that an earlier attempt has committed and not written down: only
    /// this run can have made them.
    private void removeLeftovers(Chunk chunk, Occupancy place) throws IOException {
        String stem = job.id().value() + "_chunk" + chunk.ordinal();
        for (String name : place.names()) {
            boolean own = name.startsWith(stem + ".") || name.startsWith(stem + "_");
            if (own) {
                place.removePart(name);
            }
        }
    }

    /// What is delivered when there is nothing to read: columns, and no rows.
    private void readNothing(Reads reads, Site site) throws IOException, InterruptedException {
        Reads.Described described = attempts.untilDone(reads::describe, site.lease());
        columns = described.plan().schema();
        var nothing =
                new ReadChunk(
                        described.plan().schema(),
                        described.meta(),
                        List.of(),
                        new ColumnChecksums(described.meta().schema()).checksums(),
                        new RowPrints(),
                        Reads.moment(described, described.plan().path()));
        manifests.add(new ManifestDraft(job, equipment).of(nothing, null, Map.of()));
    }

    private void validate(ReadChunk read) throws IOException {
        if (job.options().validate()) {
            try {
                Validation.readBack(
                        equipment.output().format(),
                        read.files(),
                        read.meta().schema(),
                        read.checksums());
            } catch (RivetException failure) {
                Verdicts.tell(failure, attempts.done(), recorder);
                throw failure;
            }
        }
    }

    /// A run of one chunk has nothing to tell of it.
    private void tell(RunEvent event, ExportPlan plan) {
        if (plan.chunks().size() > 1) {
            recorder.record(event);
        }
    }

    private static String name(Finished file) {
        return file.file().content().name();
    }

    private WhenEmpty whenEmpty(ExportPlan plan) {
        boolean always = !equipment.output().destination().capabilities().manyFiles();
        boolean wanted = job.export().files().noRows() == NoRows.EMPTY_FILE;
        return plan.chunks().size() == 1 && (always || wanted)
                ? WhenEmpty.WRITE_ONE_FILE
                : WhenEmpty.WRITE_NOTHING;
    }

    /// Names say which run, chunk and attempt a file is of: none is ever written twice.
    private IntFunction<String> names(ExportPlan plan, Chunk chunk, int attempt) {
        boolean cut = job.export().files().max().isPresent();
        String stem =
                job.id().value()
                        + (plan.chunks().size() > 1 ? "_chunk" + chunk.ordinal() : "")
                        + (attempt > 1 ? "_a" + attempt : "");
        String part = plan.chunks().size() > 1 ? "_p" : "_part";
        return ordinal -> stem + (cut ? part + ordinal : "") + "." + job.files().format();
    }

    /// Of all chunks, in their order.
    List<Manifest> manifests() {
        return List.copyOf(manifests);
    }

    /// Files that nobody sees yet.
    List<Finished> waiting() {
        return List.copyOf(waiting);
    }

    /// As the source has them; empty when every chunk was there already.
    Optional<RowSchema> columns() {
        return Optional.ofNullable(columns);
    }

    @Override
    public void close() {
        waiting.forEach(each -> each.file().close());
    }
}
