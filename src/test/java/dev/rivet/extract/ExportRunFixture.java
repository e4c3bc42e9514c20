package dev.rivet.extract;

import dev.rivet.config.DestinationConfig;
import dev.rivet.config.ExportConfig;
import dev.rivet.config.History;
import dev.rivet.config.MetaColumns;
import dev.rivet.config.Mode;
import dev.rivet.config.NoRows;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.Retries;
import dev.rivet.config.Selection;
import dev.rivet.config.Tunings;
import dev.rivet.destination.Destination;
import dev.rivet.encode.BatchEncoder;
import dev.rivet.encode.FileContents;
import dev.rivet.encode.FileFormat;
import dev.rivet.encode.OpenFile;
import dev.rivet.encode.SectionSink;
import dev.rivet.encode.csv.CsvFormat;
import dev.rivet.journal.RunSummary;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import dev.rivet.source.Source;
import dev.rivet.state.ExportOwner;
import dev.rivet.state.StateStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/// Runs an export whose source, destination and state are in memory.
final class ExportRunFixture implements AutoCloseable {
    final List<String> events = new ArrayList<>();
    final FakeDestination destination = new FakeDestination(events);
    final FakeState state = new FakeState(events);
    Selection selection = new Selection.Table(null, "orders");
    final Clock clock = new Later();
    History history = History.KEEP;
    Retries retries = Retries.NONE;
    final ExecutorService encoders = Executors.newSingleThreadExecutor();

    /// A second has passed whenever somebody looks: two runs have two names.
    private static final class Later extends Clock {
        private final AtomicLong seconds = new AtomicLong(1_800_000_000);

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(seconds.incrementAndGet());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    RunSummary run(Multi<RowBatch> batches, NoRows noRows, boolean validate) {
        return run(List.of(batches), noRows, validate);
    }

    RunSummary run(List<Multi<RowBatch>> streams, NoRows noRows, boolean validate) {
        return run(
                streams,
                noRows,
                validate,
                new CsvFormat(new OutputFormat.Csv(), StageProfile.off()));
    }

    RunSummary run(
            List<Multi<RowBatch>> streams, NoRows noRows, boolean validate, FileFormat format) {
        return run(
                streams,
                noRows,
                format,
                Map.of(),
                new RunOptions(validate, false, Duration.ZERO, RunOptions.Resume.IF_THERE_IS_ONE));
    }

    RunSummary run(
            List<Multi<RowBatch>> streams,
            NoRows noRows,
            FileFormat format,
            Map<String, LogicalType> overrides,
            RunOptions options) {
        ExportConfig export =
                orders(
                        selection,
                        overrides,
                        new ExportConfig.Files(new OutputFormat.Csv(), null, noRows, history, null),
                        retries);
        Equipment equipment =
                equipment(
                        new FakeSource(streams),
                        new Equipment.Output(format, destination),
                        state,
                        encoders,
                        clock);
        return new ExportRun(export, options, equipment, List.of()).run();
    }

    static ExportConfig orders(
            Selection selection,
            Map<String, LogicalType> overrides,
            ExportConfig.Files files,
            Retries retries) {
        return new ExportConfig(
                "orders",
                selection,
                new Mode.Full(),
                new ExportConfig.Columns(overrides, null, MetaColumns.NONE),
                files,
                new DestinationConfig.Local(Path.of("/nowhere")),
                Tunings.of("test", 100, 1 << 20, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 1),
                retries);
    }

    static ExportConfig orders(Selection selection, Retries retries) {
        return orders(
                selection,
                Map.of(),
                new ExportConfig.Files(
                        new OutputFormat.Csv(), null, NoRows.NO_FILE, History.KEEP, null),
                retries);
    }

    static Equipment equipment(
            Source source,
            Equipment.Output output,
            StateStore state,
            Executor encoders,
            Clock clock) {
        return new Equipment(
                new Equipment.Input("postgres", "shop", source, 1 << 20),
                output,
                state,
                ExportOwner.of("/c/rivet.yaml"),
                encoders,
                StageProfile.off(),
                clock);
    }

    /// CSV files at this place.
    static Equipment.Output csvIn(Destination destination) {
        return new Equipment.Output(
                new CsvFormat(new OutputFormat.Csv(), StageProfile.off()), destination);
    }

    /// Fails when it is asked for more, on the thread that asks, and never says so.
    static final class FullHeap extends AbstractMulti<RowBatch> {
        @Override
        public void subscribe(MultiSubscriber<? super RowBatch> subscriber) {
            subscriber.onSubscribe(
                    new Flow.Subscription() {
                        private int requests;

                        @Override
                        public void request(long count) {
                            if (requests++ > 0) {
                                throw new OutOfMemoryError("for a test");
                            }
                            for (int i = 0; i < count; i++) {
                                subscriber.onItem(FakeSource.batch(i));
                            }
                        }

                        @Override
                        public void cancel() {}
                    });
        }
    }

    /// CSV that a test has tampered with.
    static class OddCsv implements FileFormat {
        private final FileFormat csv = new CsvFormat(new OutputFormat.Csv(), StageProfile.off());

        @Override
        public void check(RowSchema schema) {}

        @Override
        public List<String> remarks(RowSchema schema) {
            return List.of(schema.column(0).name() + " is odd");
        }

        @Override
        public BatchEncoder encoder(RowSchema schema, SectionSink sink) {
            return csv.encoder(schema, sink);
        }

        @Override
        public OpenFile open(RowSchema schema, OutputStream out) throws IOException {
            return csv.open(schema, out);
        }

        @Override
        public long countRows(SeekableByteChannel file) throws IOException {
            return csv.countRows(file);
        }

        @Override
        public FileContents readBack(SeekableByteChannel file, RowSchema schema)
                throws IOException {
            return csv.readBack(file, schema);
        }
    }

    @Override
    public void close() {
        encoders.shutdownNow();
    }
}
