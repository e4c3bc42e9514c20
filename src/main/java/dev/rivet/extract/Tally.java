package dev.rivet.extract;

import dev.rivet.journal.Progress;
import dev.rivet.journal.RunSummary;
import dev.rivet.journal.Volume;
import dev.rivet.row.RowBatch;
import dev.rivet.row.SchemaChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a run, or an attempt at one of its chunks, has done and found so far. Written by the
/// thread that encodes, read by the one that runs.
final class Tally {
    private final Volume before;
    private long rows;
    private long dropped;
    private long bytesRead;
    private int visibleFiles;
    private long visibleBytes;
    private @Nullable Long rowEstimate;
    private final Map<String, Long> replaced = new LinkedHashMap<>();
    private final Map<String, Long> rebased = new LinkedHashMap<>();
    private @Nullable String readPath;
    private boolean begun;
    private @Nullable Boolean validated;
    private @Nullable String cursor;
    private int chunksKept;
    private @Nullable List<SchemaChange> schemaChanges;

    Tally() {
        this(Volume.NONE);
    }

    /// @param before what was done before this begins; counts for progress alone
    Tally(Volume before) {
        this.before = before;
    }

    /// Adds what another one has counted and found.
    synchronized void add(Tally other) {
        synchronized (other) {
            rows += other.rows;
            dropped += other.dropped;
            bytesRead += other.bytesRead;
            visibleFiles += other.visibleFiles;
            visibleBytes += other.visibleBytes;
            other.replaced.forEach((column, values) -> replaced.merge(column, values, Long::sum));
            other.rebased.forEach((column, values) -> rebased.merge(column, values, Long::sum));
            rowEstimate = other.rowEstimate == null ? rowEstimate : other.rowEstimate;
            readPath = other.readPath == null ? readPath : other.readPath;
            begun |= other.begun;
            cursor = other.cursor == null ? cursor : other.cursor;
            chunksKept += other.chunksKept;
            validated = other.validated == null ? validated : other.validated;
            schemaChanges = other.schemaChanges == null ? schemaChanges : other.schemaChanges;
        }
    }

    /// A chunk that an earlier run has committed.
    synchronized void found(long chunkRows) {
        rows += chunkRows;
        chunksKept++;
    }

    /// A chunk is committed, whatever becomes of the run.
    synchronized void kept() {
        chunksKept++;
    }

    /// Up to where is read, for people.
    synchronized void reaching(String upTo) {
        cursor = upTo;
    }

    synchronized void planned(String path, @Nullable Long estimate) {
        readPath = path;
        rowEstimate = estimate;
    }

    /// The read has begun, in this way.
    synchronized void reading(String path) {
        readPath = path;
        begun = true;
    }

    /// Whether rows may have been read.
    synchronized boolean hasBegun() {
        return begun;
    }

    /// Counts a batch, and tells how far the run is with what is written but not yet visible.
    ///
    /// @param kept rows of it that are delivered
    synchronized Progress add(RowBatch batch, int kept, long writtenSoFar, int filesSoFar) {
        add(batch, batch.replaced(), replaced);
        add(batch, batch.rebased(), rebased);
        rows += kept;
        dropped += batch.rows() - kept;
        bytesRead += batch.bytes();
        return new Progress(
                new Volume(
                        before.rows() + rows,
                        before.files() + filesSoFar,
                        before.bytesRead() + bytesRead,
                        before.bytesWritten() + writtenSoFar),
                rowEstimate);
    }

    private static void add(RowBatch batch, int[] found, Map<String, Long> sums) {
        for (int i = 0; i < found.length; i++) {
            if (found[i] > 0) {
                sums.merge(batch.schema().column(i).name(), (long) found[i], Long::sum);
            }
        }
    }

    /// Readers can see one more file.
    synchronized void committed(long bytes) {
        visibleFiles++;
        visibleBytes += bytes;
    }

    synchronized void validated(boolean passed) {
        validated = passed;
    }

    /// There was something to compare with, and this is what differs.
    synchronized void compared(List<SchemaChange> changes) {
        schemaChanges = changes;
    }

    /// With the files that readers can see.
    synchronized Volume volume() {
        return new Volume(rows, visibleFiles, bytesRead, visibleBytes);
    }

    /// As [#volume()].
    synchronized Progress progress() {
        return new Progress(volume(), rowEstimate);
    }

    /// Rows that were read and are not delivered, because they had been.
    synchronized long dropped() {
        return dropped;
    }

    synchronized Map<String, Long> replaced() {
        return new LinkedHashMap<>(replaced);
    }

    /// Arrays that lost an index that does not begin at 1, by column.
    synchronized Map<String, Long> rebased() {
        return new LinkedHashMap<>(rebased);
    }

    synchronized @Nullable String readPath() {
        return readPath;
    }

    synchronized RunSummary.Findings findings(List<String> warnings) {
        return new RunSummary.Findings(
                validated,
                schemaChanges,
                replaced,
                warnings,
                new RunSummary.Reach(cursor, chunksKept));
    }
}
