package dev.rivet.extract;

import dev.rivet.destination.Occupancy;
import dev.rivet.destination.SealedFile;
import dev.rivet.destination.StagedFile;
import dev.rivet.encode.BatchEncoder;
import dev.rivet.encode.FileFormat;
import dev.rivet.encode.OpenFile;
import dev.rivet.encode.Section;
import dev.rivet.observe.StageProfile;
import dev.rivet.observe.StageProfile.Stage;
import dev.rivet.observe.StageProfile.Timer;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The files of one read, cut at a size: batches go into lanes, which encode side by side and add
/// whole sections to the file that is open. Nothing is visible before its owner commits it, and
/// closing throws away whatever was not committed. Thread-safe: closing waits for lanes that are
/// at work, and what they are given later is ignored.
final class FileSeries implements AutoCloseable {
    private final Occupancy place;
    private final FileFormat format;
    private final RowSchema schema;
    private final IntFunction<String> names;
    private final long maxFileBytes;
    private final Timer writing;
    private final List<Lane> lanes = new CopyOnWriteArrayList<>();
    private final List<Written> written = new ArrayList<>();
    private final List<Finished> finished = new ArrayList<>();
    private @Nullable Open current;
    private volatile int files;
    private volatile long finishedBytes;
    private volatile long openBytes;
    private volatile boolean closed;

    /// Something could not be written: its lane tells what, and nothing more is written.
    private boolean failed;

    /// How files follow each other.
    ///
    /// @param names file name of the n-th file, from 1
    /// @param maxFileBytes cut once a file is estimated at least this large
    record Cut(IntFunction<String> names, long maxFileBytes) {}

    FileSeries(
            Occupancy place, FileFormat format, RowSchema schema, Cut cut, StageProfile profile) {
        this.place = place;
        this.format = format;
        this.schema = schema;
        this.names = cut.names();
        this.maxFileBytes = cut.maxFileBytes();
        this.writing = profile.timer(Stage.WRITE, StageProfile.ALL_COLUMNS);
    }

    /// A whole file, not yet visible.
    ///
    /// @param rows that it says it holds
    record Finished(SealedFile file, long rows, long bytes) {}

    /// A whole file that may still be on its way to the disk.
    private record Written(StagedFile file, long rows, long bytes) {
        Finished seal() throws IOException {
            return new Finished(file.seal(), rows, bytes);
        }
    }

    private record Open(StagedFile file, OpenFile encoded) {}

    /// One stream of batches on its way into the files, in order. For one thread at a time.
    final class Lane {
        private final BatchEncoder encoder = format.encoder(schema, FileSeries.this::add);
        private volatile long waitingBytes;

        synchronized void append(RowBatch batch) throws IOException {
            if (closed) {
                return;
            }
            encoder.append(batch);
            waitingBytes = encoder.estimatedBytes();
            if (isEnough(this)) {
                endFileAfter(this);
            }
        }

        /// Adds what is still waiting to the file.
        synchronized void end() throws IOException {
            if (!closed) {
                encoder.flush();
                waitingBytes = 0;
            }
        }

        private synchronized void close() {
            encoder.close();
        }
    }

    Lane lane() {
        Lane lane = new Lane();
        lanes.add(lane);
        return lane;
    }

    private boolean isEnough(Lane lane) {
        return openBytes + lane.waitingBytes >= maxFileBytes;
    }

    /// Ends the open file with what waits in this lane, before another lane adds to the next one.
    /// If another one has ended the file just now, this lane goes on in the next.
    private synchronized void endFileAfter(Lane lane) throws IOException {
        if (isEnough(lane) && !failed) {
            lane.end();
            orGiveUp(this::cut);
        }
    }

    /// What comes after a failure is ignored: on a file that is given up it would fail with
    /// less to say, and perhaps be heard first.
    private synchronized void add(Section section) throws IOException {
        if (closed || failed) {
            return;
        }
        orGiveUp(() -> write(section));
    }

    private interface Step {
        void run() throws IOException;
    }

    private void orGiveUp(Step step) throws IOException {
        try {
            step.run();
        } catch (IOException | RuntimeException | Error failure) {
            failed = true;
            throw failure;
        }
    }

    private void write(Section section) throws IOException {
        Open open = open();
        long start = writing.start();
        open.encoded.append(section);
        writing.stop(start);
        openBytes = open.encoded.bytes();
        if (openBytes >= maxFileBytes) {
            cut();
        }
    }

    /// Ends the last file, after every lane has ended. The files are the caller's then: closing
    /// the series leaves them alone.
    ///
    /// @param whenEmpty whether a series without a single row has a file all the same
    synchronized List<Finished> finish(WhenEmpty whenEmpty) throws IOException {
        if (current == null && written.isEmpty() && whenEmpty == WhenEmpty.WRITE_ONE_FILE) {
            open();
        }
        cut();
        for (Written each : written) {
            finished.add(each.seal());
        }
        List<Finished> whole = List.copyOf(finished);
        finished.clear();
        written.clear();
        return whole;
    }

    enum WhenEmpty {
        WRITE_NOTHING,
        WRITE_ONE_FILE
    }

    /// Bytes of finished files and of those to come, as far as it can tell.
    long bytes() {
        return finishedBytes
                + openBytes
                + lanes.stream().mapToLong(lane -> lane.waitingBytes).sum();
    }

    int files() {
        return files;
    }

    private Open open() throws IOException {
        if (current == null) {
            StagedFile file = place.stage(names.apply(written.size() + 1));
            try {
                current = new Open(file, format.open(schema, file.sink()));
            } catch (IOException | RuntimeException failure) {
                file.close();
                throw failure;
            }
            files = written.size() + 1;
        }
        return current;
    }

    private void cut() throws IOException {
        if (current == null || closed) {
            return;
        }
        Open open = current;
        open.encoded.finish();
        open.encoded.close();
        written.add(new Written(open.file, open.encoded.rows(), open.encoded.bytes()));
        current = null;
        openBytes = 0;
        finishedBytes = written.stream().mapToLong(Written::bytes).sum();
    }

    @Override
    public void close() {
        discard();
        lanes.forEach(Lane::close);
    }

    private synchronized void discard() {
        closed = true;
        if (current != null) {
            current.encoded.close();
            current.file.close();
            current = null;
        }
        written.forEach(each -> each.file.close());
        finished.forEach(each -> each.file.close());
    }
}
