package dev.rivet.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.rivet.config.OutputFormat;
import dev.rivet.encode.BatchEncoder;
import dev.rivet.encode.FileContents;
import dev.rivet.encode.FileFormat;
import dev.rivet.encode.OpenFile;
import dev.rivet.encode.Section;
import dev.rivet.encode.SectionSink;
import dev.rivet.encode.csv.CsvFormat;
import dev.rivet.extract.FileSeries.Finished;
import dev.rivet.extract.FileSeries.WhenEmpty;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FileSeriesTest {
    private static final int MOST_BYTES = 100;
    private static final String FIRST = "first";

    private final CountDownLatch otherWaits = new CountDownLatch(1);
    private final CountDownLatch ending = new CountDownLatch(1);

    private FileSeries series(FileFormat format) {
        return new FileSeries(
                new FakeDestination().occupy("a test", Duration.ZERO),
                format,
                FakeSource.SCHEMA,
                new FileSeries.Cut(number -> "part" + number, MOST_BYTES),
                StageProfile.off());
    }

    @Test
    void filesAreCutAtTheirSize() throws IOException {
        try (FileSeries files = series(new TenBytesPerRow(() -> {}))) {
            FileSeries.Lane lane = files.lane();
            for (int i = 0; i < 25; i++) {
                lane.append(FakeSource.batch(i));
            }
            lane.end();
            assertThat(rows(files)).containsExactly(10L, 10L, 5L);
        }
    }

    /// Both lanes find that the file is large enough; one of them ends it, and the other one then
    /// has a file of its own only once that is large enough too.
    @Test
    void twoLanesThatReachTheSizeTogetherEndOneFile() throws Exception {
        try (FileSeries files = series(new TenBytesPerRow(this::onFirstEnd))) {
            FileSeries.Lane one = files.lane();
            FileSeries.Lane other = files.lane();
            one.append(FakeSource.batch(1, 2, 3, 4, 5));
            one.end();
            Thread second =
                    Thread.ofPlatform()
                            .unstarted(() -> append(other, FakeSource.batch(1, 2, 3, 4, 5)));
            Thread first =
                    Thread.ofPlatform()
                            .name(FIRST)
                            .start(() -> append(one, FakeSource.batch(6, 7, 8, 9, 10)));
            assertThat(ending.await(30, TimeUnit.SECONDS)).isTrue();
            second.start();
            while (second.getState() != Thread.State.BLOCKED) {
                assertThat(second.isAlive()).isTrue();
                Thread.onSpinWait();
            }
            otherWaits.countDown();
            first.join();
            second.join();
            append(other, FakeSource.batch(6));
            other.end();

            assertThat(rows(files)).containsExactly(10L, 6L);
        }
    }

    /// While a lane ends the file, the other one comes to the same point and waits.
    private void onFirstEnd() {
        if (Thread.currentThread().getName().equals(FIRST)) {
            ending.countDown();
            try {
                assertThat(otherWaits.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// What the second lane would say is what the first one's failure has left behind.
    @Test
    void afterAFailureOneLaneTellsAndTheOthersAreIgnored() throws IOException {
        FakeDestination destination = new FakeDestination();
        try (FileSeries files =
                new FileSeries(
                        destination.occupy("a test", Duration.ZERO),
                        new CsvFormat(new OutputFormat.Csv(), StageProfile.off()),
                        FakeSource.SCHEMA,
                        new FileSeries.Cut(number -> "part" + number, MOST_BYTES),
                        StageProfile.off())) {
            FileSeries.Lane one = files.lane();
            FileSeries.Lane other = files.lane();
            one.append(FakeSource.batch(1));
            one.end();
            destination.failures.add(new IOException("Input/output error"));
            destination.failures.add(new ClosedChannelException());

            one.append(FakeSource.batch(2));
            assertThatIOException().isThrownBy(one::end).withMessage("Input/output error");
            other.append(FakeSource.batch(3));
            other.end();
            assertThat(destination.failures).hasSize(1);
        }
    }

    private static void append(FileSeries.Lane lane, RowBatch batch) {
        try {
            lane.append(batch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Long> rows(FileSeries files) throws IOException {
        return files.finish(WhenEmpty.WRITE_NOTHING).stream().map(Finished::rows).toList();
    }

    /// Keeps rows until it is told to end a section.
    private record TenBytesPerRow(Runnable onFlush) implements FileFormat {
        @Override
        public void check(RowSchema schema) {}

        @Override
        public List<String> remarks(RowSchema schema) {
            return List.of();
        }

        @Override
        public BatchEncoder encoder(RowSchema schema, SectionSink sink) {
            return new BatchEncoder() {
                private int rows;

                @Override
                public void append(RowBatch batch) {
                    rows += batch.rows();
                }

                @Override
                public long estimatedBytes() {
                    return 10L * rows;
                }

                @Override
                public void flush() throws IOException {
                    onFlush.run();
                    int ended = rows;
                    rows = 0;
                    if (ended > 0) {
                        sink.accept(() -> ended);
                    }
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public OpenFile open(RowSchema schema, OutputStream out) {
            return new OpenFile() {
                private long rows;

                @Override
                public void append(Section section) {
                    rows += section.rows();
                }

                @Override
                public long rows() {
                    return rows;
                }

                @Override
                public long bytes() {
                    return 10 * rows;
                }

                @Override
                public void finish() {}

                @Override
                public void close() {}
            };
        }

        @Override
        public long countRows(SeekableByteChannel file) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileContents readBack(SeekableByteChannel file, RowSchema schema) {
            throw new UnsupportedOperationException();
        }
    }
}
