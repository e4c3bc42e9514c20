package dev.rivet.extract;

import dev.rivet.config.OverrideText;
import dev.rivet.encode.MetaColumnAppender;
import dev.rivet.extract.FileSeries.Finished;
import dev.rivet.governor.Pace;
import dev.rivet.journal.RunEvent;
import dev.rivet.plan.Chunk;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.SourceSession;
import java.io.IOException;
import java.util.List;

/// Reads one chunk into files that nobody sees.
final class ChunkRead {
    private final Job job;
    private final Equipment equipment;
    private final Recorder recorder;
    private final Tally tally;

    ChunkRead(Job job, Equipment equipment, Recorder recorder, Tally tally) {
        this.job = job;
        this.equipment = equipment;
        this.recorder = recorder;
        this.tally = tally;
    }

    ReadChunk read(
            SourceSession session, Reads.Described described, Chunk chunk, Reads.Target target)
            throws IOException, InterruptedException {
        MetaColumnAppender meta = described.meta();
        long most = job.export().files().max().orElse(Long.MAX_VALUE);
        try (FileSeries series =
                new FileSeries(
                        target.place(),
                        equipment.output().format(),
                        meta.schema(),
                        new FileSeries.Cut(target.names(), most),
                        equipment.profile())) {
            Sieve sieve = target.margin().sieve(described.plan().schema());
            Transfer transfer =
                    new Transfer(new Transfer.Way(sieve, meta, series), tally, recorder, equipment);
            target.lease().onLost(transfer::breakOff);
            PreparedRead read =
                    session.read(described.plan(), chunk.slice(), new Pace(job.export().tuning()));
            tally.reading(read.path());
            read.remarks().forEach(remark -> recorder.warn("source", job.masked(remark)));
            transfer.run(read.streams());
            FaultPoint.reached("after_source_read");
            tell();
            List<Finished> files =
                    job.isSkipped(tally.volume()) ? List.of() : series.finish(target.whenEmpty());
            return new ReadChunk(
                    described.plan().schema(),
                    meta,
                    files,
                    transfer.checksums(),
                    sieve.remembered(),
                    Reads.moment(described, read.path()));
        }
    }

    private void tell() {
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
        tally.rebased().forEach(this::warnOfRebased);
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
}
