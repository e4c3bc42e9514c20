package dev.rivet.extract;

import dev.rivet.config.Tuning;
import dev.rivet.encode.ColumnChecksums;
import dev.rivet.encode.MetaColumnAppender;
import dev.rivet.governor.Pace;
import dev.rivet.row.RowBatch;
import dev.rivet.source.BatchReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The stream from the connection to the files: batches on demand, encoded on a thread of their
/// own.
final class Transfer {
    /// Batches between connection and encoder: one waits while one is encoded. Each is bounded in
    /// bytes, and so is the queue.
    private static final int BATCHES_AHEAD = 2;

    private final Pace pace;
    private final MetaColumnAppender meta;
    private final FileSeries files;
    private final Tally tally;
    private final Recorder recorder;
    private final ColumnChecksums checksums;

    Transfer(
            Tuning tuning,
            MetaColumnAppender meta,
            FileSeries files,
            Tally tally,
            Recorder recorder) {
        this.pace = new Pace(tuning);
        this.meta = meta;
        this.files = files;
        this.tally = tally;
        this.recorder = recorder;
        this.checksums = new ColumnChecksums(meta.schema());
    }

    /// Blocks until the last batch is in its file, or fails with what went wrong first.
    ///
    /// @throws InterruptedException when the calling thread is interrupted; the read is cancelled
    void run(BatchReader reader, Executor encoders) throws IOException, InterruptedException {
        CompletableFuture<Void> done =
                reader.batches()
                        .onItem()
                        .call(pace::admit)
                        .emitOn(encoders, BATCHES_AHEAD)
                        .onItem()
                        .invoke(this::write)
                        .onItem()
                        .ignoreAsUni()
                        .subscribeAsCompletionStage();
        try {
            done.get();
        } catch (InterruptedException stop) {
            done.cancel(true);
            throw stop;
        } catch (ExecutionException failure) {
            rethrow(failure.getCause());
        }
    }

    private void write(RowBatch read) {
        RowBatch batch = meta.append(read);
        checksums.add(batch);
        try {
            files.append(batch);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        recorder.progress(tally.add(read, files.bytes(), files.files()));
    }

    /// Over everything that was transferred.
    List<ColumnChecksums.Checksum> checksums() {
        return checksums.checksums();
    }

    private static void rethrow(@Nullable Throwable cause) throws IOException {
        switch (cause) {
            case null -> throw new IllegalStateException("failed without a cause");
            case UncheckedIOException unchecked -> throw unchecked.getCause();
            case RuntimeException runtime -> throw runtime;
            case Error error -> throw error;
            default -> throw new IllegalStateException(cause);
        }
    }
}
