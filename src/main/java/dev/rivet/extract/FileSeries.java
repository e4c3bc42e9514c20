package dev.rivet.extract;

import dev.rivet.destination.Destination;
import dev.rivet.destination.StagedFile;
import dev.rivet.encode.BatchEncoder;
import dev.rivet.encode.FileFormat;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The files of one read: batches go in, finished files come out, cut at a size. Nothing is
/// visible before its owner commits it, and closing throws away whatever was not committed.
/// Thread-safe: closing waits for an append that is under way, and later ones do nothing.
final class FileSeries implements AutoCloseable {
    private final Destination destination;
    private final FileFormat format;
    private final RowSchema schema;
    private final IntFunction<String> names;
    private final long maxFileBytes;
    private final List<Finished> finished = new ArrayList<>();
    private @Nullable Open current;
    private long finishedBytes;
    private boolean closed;

    /// @param names file name of the n-th file, from 1
    /// @param maxFileBytes cut once a file is estimated at least this large
    FileSeries(
            Destination destination,
            FileFormat format,
            RowSchema schema,
            IntFunction<String> names,
            long maxFileBytes) {
        this.destination = destination;
        this.format = format;
        this.schema = schema;
        this.names = names;
        this.maxFileBytes = maxFileBytes;
    }

    /// A whole file, not yet visible.
    record Finished(StagedFile file, long rows, long bytes) {}

    private static final class Open {
        final StagedFile file;
        final BatchEncoder encoder;
        long rows;

        Open(StagedFile file, BatchEncoder encoder) {
            this.file = file;
            this.encoder = encoder;
        }
    }

    synchronized void append(RowBatch batch) throws IOException {
        if (closed) {
            return;
        }
        Open open = open();
        open.encoder.append(batch);
        open.rows += batch.rows();
        if (open.encoder.estimatedBytes() >= maxFileBytes) {
            cut();
        }
    }

    /// Ends the last file.
    ///
    /// @param whenEmpty whether a series without a single row has a file all the same
    synchronized List<Finished> finish(WhenEmpty whenEmpty) throws IOException {
        if (current == null && finished.isEmpty() && whenEmpty == WhenEmpty.WRITE_ONE_FILE) {
            open();
        }
        cut();
        return List.copyOf(finished);
    }

    enum WhenEmpty {
        WRITE_NOTHING,
        WRITE_ONE_FILE
    }

    /// Bytes of finished files and of the one being written, as far as it can tell.
    synchronized long bytes() {
        return finishedBytes + (current == null ? 0 : current.encoder.estimatedBytes());
    }

    synchronized int files() {
        return finished.size() + (current == null ? 0 : 1);
    }

    private Open open() throws IOException {
        if (current == null) {
            StagedFile file = destination.stage(names.apply(finished.size() + 1));
            try {
                current = new Open(file, format.open(schema, file.sink()));
            } catch (IOException | RuntimeException failure) {
                file.close();
                throw failure;
            }
        }
        return current;
    }

    private void cut() throws IOException {
        if (current == null) {
            return;
        }
        Open open = current;
        open.encoder.finish();
        open.encoder.close();
        finished.add(new Finished(open.file, open.rows, open.encoder.estimatedBytes()));
        finishedBytes += open.encoder.estimatedBytes();
        current = null;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (current != null) {
            current.encoder.close();
            current.file.close();
            current = null;
        }
        finished.forEach(each -> each.file.close());
    }
}
