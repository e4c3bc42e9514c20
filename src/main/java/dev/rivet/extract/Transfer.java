package dev.rivet.extract;

import dev.rivet.encode.ColumnChecksums;
import dev.rivet.encode.MetaColumnAppender;
import dev.rivet.observe.StageProfile;
import dev.rivet.observe.StageProfile.Stage;
import dev.rivet.observe.StageProfile.Timer;
import dev.rivet.row.RowBatch;
import dev.rivet.source.BatchReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The streams from the connections to the files: batches on demand, those of one connection
/// encoded by one thread at a time.
final class Transfer {
    /// Batches between a connection and its encoder: one waits while one is encoded. Each is
    /// bounded in bytes, and so is the queue.
    private static final int BATCHES_AHEAD = 2;

    /// Of the most bytes of usual batches, those of one connection at a time: a share of the heap.
    private static final int MOST_AHEAD = 16;

    private final Way way;
    private final Tally tally;
    private final Recorder recorder;
    private final Equipment equipment;
    private final Timer checking;
    private final ColumnChecksums checksums;

    /// Completed by what ends an encoder's thread: a stream that breaks off so may never say
    /// it, or after another one that failed because of it.
    private final CompletableFuture<Void> broken = new CompletableFuture<>();

    /// What a row goes through, in this order.
    record Way(Sieve sieve, MetaColumnAppender meta, FileSeries files) {}

    Transfer(Way way, Tally tally, Recorder recorder, Equipment equipment) {
        this.way = way;
        this.tally = tally;
        this.recorder = recorder;
        this.equipment = equipment;
        this.checking = equipment.profile().timer(Stage.CHECK, StageProfile.ALL_COLUMNS);
        this.checksums = new ColumnChecksums(way.meta().schema());
    }

    /// Blocks until the last batch is in its file, or fails with what went wrong first; what else
    /// went wrong by then is suppressed in it.
    ///
    /// @throws InterruptedException when the calling thread is interrupted; the read is cancelled
    void run(List<BatchReader> readers) throws IOException, InterruptedException {
        long mostAhead = MOST_AHEAD * equipment.input().mostBatchBytes() / readers.size();
        List<CompletableFuture<Void>> streams =
                readers.stream().map(reader -> stream(reader, mostAhead)).toList();
        try {
            allOrFirstFailure(streams).get();
        } catch (ExecutionException failure) {
            rethrow(failure.getCause());
        } finally {
            streams.forEach(stream -> stream.cancel(true));
        }
    }

    /// Ends the read at once, as if it had failed itself; too late, it does nothing.
    void breakOff(RuntimeException failure) {
        broken.completeExceptionally(failure);
    }

    private CompletableFuture<Void> stream(BatchReader reader, long mostAhead) {
        BytesAhead ahead = new BytesAhead(mostAhead, broken::completeExceptionally);
        Stream stream = new Stream(reader, ahead);
        return ahead.limit(reader.batches())
                .emitOn(task -> equipment.encoders().execute(() -> reporting(task)), BATCHES_AHEAD)
                .onItem()
                .invoke(stream::write)
                .onCompletion()
                .invoke(stream::end)
                .onItem()
                .ignoreAsUni()
                .subscribeAsCompletionStage();
    }

    /// A full heap can hit between streams and batches too, where nobody would wait for it.
    private void reporting(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error failure) {
            broken.completeExceptionally(failure);
        }
    }

    private CompletableFuture<Void> allOrFirstFailure(List<CompletableFuture<Void>> streams) {
        CompletableFuture<Void> done =
                CompletableFuture.allOf(streams.toArray(CompletableFuture<?>[]::new));
        AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
        var _ = broken.exceptionally(failure -> fail(done, failure, first));
        for (CompletableFuture<Void> stream : streams) {
            var _ = stream.exceptionally(failure -> fail(done, failure, first));
        }
        return done;
    }

    private static @Nullable Void fail(
            CompletableFuture<Void> future,
            Throwable failure,
            AtomicReference<@Nullable Throwable> first) {
        Throwable earlier = first.compareAndExchange(null, failure);
        if (earlier == null) {
            future.completeExceptionally(failure);
        } else if (earlier != failure && !(failure instanceof CancellationException)) {
            earlier.addSuppressed(failure);
        }
        return null;
    }

    /// What one connection brings.
    private final class Stream {
        private final BatchReader reader;
        private final BytesAhead ahead;
        private final FileSeries.Lane lane = way.files().lane();
        private final ColumnChecksums sums = new ColumnChecksums(way.meta().schema());

        Stream(BatchReader reader, BytesAhead ahead) {
            this.reader = reader;
            this.ahead = ahead;
        }

        void write(RowBatch read) {
            long start = checking.start();
            RowBatch left = way.sieve().sift(read);
            RowBatch batch = way.meta().append(left);
            sums.add(batch);
            checking.stop(start);
            if (batch.rows() > 0) {
                orBreak(() -> lane.append(batch));
            }
            FileSeries files = way.files();
            recorder.progress(tally.add(read, left.rows(), files.bytes(), files.files()));
            ahead.written(read);
            reader.recycle(read);
        }

        void end() {
            orBreak(lane::end);
            synchronized (checksums) {
                checksums.add(sums);
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /// Tells a failure where it happens, before its way through the stream: another one can be
    /// quicker there.
    private void orBreak(Step step) {
        try {
            step.run();
        } catch (IOException failure) {
            UncheckedIOException told = new UncheckedIOException(failure);
            broken.completeExceptionally(told);
            throw told;
        } catch (RuntimeException | Error failure) {
            broken.completeExceptionally(failure);
            throw failure;
        }
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
