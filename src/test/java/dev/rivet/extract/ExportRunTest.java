package dev.rivet.extract;

import dev.rivet.diag.FilledValues;
import dev.rivet.config.ParquetEncoding;
import dev.rivet.encode.FileContents;
import dev.rivet.row.SchemaChange;
import java.io.ByteArrayOutputStream;
import dev.rivet.encode.parquet.ParquetFormat;
import java.util.Set;
import java.io.UncheckedIOException;
import dev.rivet.config.RowGroups;
import java.util.Arrays;
import dev.rivet.config.Compression;
import java.util.stream.LongStream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.DestinationConfig;
import dev.rivet.config.ExportConfig;
import dev.rivet.config.MetaColumns;
import dev.rivet.config.Mode;
import dev.rivet.config.NoRows;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.Selection;
import dev.rivet.config.Tuning;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.encode.BatchEncoder;
import dev.rivet.encode.FileFormat;
import dev.rivet.encode.OpenFile;
import dev.rivet.encode.SectionSink;
import dev.rivet.encode.csv.CsvFormat;
import dev.rivet.journal.Outcome;
import dev.rivet.journal.RunEvent;
import dev.rivet.journal.RunSummary;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import dev.rivet.state.RunStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ExportRunTest {
    private final List<String> events = new ArrayList<>();
    private final FakeDestination destination = new FakeDestination(events);
    private final FakeState state = new FakeState(events);
    private Selection selection = new Selection.Table(null, "orders");
    private final ExecutorService encoders = Executors.newSingleThreadExecutor();

    @AfterEach
    void stopEncoders() {
        encoders.shutdownNow();
    }

    private RunSummary run(Multi<RowBatch> batches, NoRows noRows, boolean validate) {
        return run(List.of(batches), noRows, validate);
    }

    private RunSummary run(List<Multi<RowBatch>> streams, NoRows noRows, boolean validate) {
        return run(
                streams,
                noRows,
                validate,
                new CsvFormat(new OutputFormat.Csv(), StageProfile.off()));
    }

    private RunSummary run(
            List<Multi<RowBatch>> streams, NoRows noRows, boolean validate, FileFormat format) {
        return run(
                streams, noRows, format, Map.of(), new RunOptions(validate, false, Duration.ZERO));
    }

    private RunSummary run(
            List<Multi<RowBatch>> streams,
            NoRows noRows,
            FileFormat format,
            Map<String, LogicalType> overrides,
            RunOptions options) {
        ExportConfig export =
                new ExportConfig(
                        "orders",
                        selection,
                        new Mode.Full(),
                        new ExportConfig.Columns(overrides, null, MetaColumns.NONE),
                        new ExportConfig.Files(new OutputFormat.Csv(), null, noRows),
                        new DestinationConfig.Local(Path.of("/nowhere")),
                        new Tuning(
                                "test",
                                100,
                                1 << 20,
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ZERO,
                                0,
                                1));
        Equipment equipment =
                new Equipment(
                        new Equipment.Input("postgres", "shop", new FakeSource(streams), 1 << 20),
                        new Equipment.Output(format, destination),
                        state,
                        encoders,
                        StageProfile.off(),
                        Clock.systemUTC());
        return new ExportRun(export, options, equipment, List.of()).run();
    }

    private RunSummary run(Map<String, LogicalType> overrides, Strictness strictness) {
        return run(
                List.of(Multi.createFrom().item(FakeSource.batch(1))),
                NoRows.NO_FILE,
                new CsvFormat(new OutputFormat.Csv(), StageProfile.off()),
                overrides,
                new RunOptions(false, strictness == Strictness.STRICT, Duration.ZERO));
    }

    private enum Strictness {
        LENIENT,
        STRICT
    }

    @Test
    void overridesOfColumnsThatAreNotThereAreToldAndRefusedUnderStrict() {
        Map<String, LogicalType> overrides =
                Map.of("price", new LogicalType.Text(), "idd", new LogicalType.Text());

        RunSummary told = run(overrides, Strictness.LENIENT);

        assertThat(told.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(told.findings().warnings())
                .containsExactly(
                        "columns: names \"idd\", which the selection does not have."
                                + " Did you mean id?",
                        "columns: names \"price\", which the selection does not have.");

        RunSummary refused = run(overrides, Strictness.STRICT);

        assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(refused.failed().orElseThrow())
                .returns(Code.CONFIG_COLUMN_OVERRIDE_UNKNOWN, Diagnostic::code)
                .extracting(Diagnostic::message)
                .asString()
                .contains("\"idd\"", "\"price\"");
        assertThat(destination.visible).hasSize(4);
    }

    @Test
    void publishesInTheOrderThatLosesNothing() {
        RunSummary summary =
                run(
                        Multi.createFrom().items(FakeSource.batch(1, 2), FakeSource.batch(3)),
                        NoRows.NO_FILE,
                        true);
        assertThat(summary.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(summary.volume().rows()).isEqualTo(3);
        assertThat(summary.volume().files()).isEqualTo(1);
        assertThat(summary.findings().validated()).isTrue();
        String file = summary.run().id().value() + ".csv";
        assertThat(events)
                .containsExactly(
                        "commit " + file,
                        "publish manifest.json",
                        "publish manifest-" + summary.run().id().value() + ".json",
                        "publish _SUCCESS",
                        "ledger " + file,
                        "run success",
                        "lease back");
        assertThat(new String(destination.visible.get(file), StandardCharsets.UTF_8))
                .isEqualTo("id\n1\n2\n3\n");
        assertThat(state.journal.getFirst().event()).isInstanceOf(RunEvent.PlanResolved.class);
        assertThat(state.journal.getLast().event()).isInstanceOf(RunEvent.RunCompleted.class);
    }

    @Test
    void severalStreamsFeedOneFile() {
        RunSummary summary =
                run(
                        List.of(
                                Multi.createFrom()
                                        .items(FakeSource.batch(1, 2), FakeSource.batch(3)),
                                Multi.createFrom().items(FakeSource.batch(4), FakeSource.batch(5))),
                        NoRows.NO_FILE,
                        true);
        assertThat(summary.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(summary.volume().rows()).isEqualTo(5);
        assertThat(summary.volume().files()).isEqualTo(1);
        String file = summary.run().id().value() + ".csv";
        assertThat(new String(destination.visible.get(file), StandardCharsets.UTF_8).lines())
                .startsWith("id")
                .containsExactlyInAnyOrder("id", "1", "2", "3", "4", "5")
                .containsSubsequence("1", "2", "3")
                .containsSubsequence("4", "5");
    }

    @Test
    void theFirstStreamThatFailsEndsTheOthers() {
        Diagnostic lost = Diagnostic.of(Code.SOURCE_CONNECTION_LOST, "gone").asTransient();
        AtomicBoolean cancelled = new AtomicBoolean();
        Multi<RowBatch> endless =
                Multi.createFrom()
                        .<RowBatch>nothing()
                        .onCancellation()
                        .invoke(() -> cancelled.set(true));
        RunSummary summary =
                run(
                        List.of(endless, Multi.createFrom().failure(lost.toException())),
                        NoRows.NO_FILE,
                        false);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.SOURCE_CONNECTION_LOST);
        assertThat(cancelled).isTrue();
        assertThat(destination.visible).isEmpty();
    }

    @Test
    void aFullHeapIsToldAsSuch() {
        RunSummary summary =
                run(
                        Multi.createFrom().failure(new OutOfMemoryError("for a test")),
                        NoRows.NO_FILE,
                        false);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.RUN_OUT_OF_MEMORY);
        assertThat(destination.visible).isEmpty();
    }

    @Test
    @Timeout(30)
    void aFullHeapBetweenTwoBatchesEndsTheRunToo() {
        RunSummary summary = run(new FullHeap(), NoRows.NO_FILE, false);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.RUN_OUT_OF_MEMORY);
        assertThat(destination.visible).isEmpty();
    }

    /// Fails when it is asked for more, on the thread that asks, and never says so.
    private static final class FullHeap extends AbstractMulti<RowBatch> {
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

    @Test
    void aReadThatFailsMidwayLeavesNothingThatReadersCouldSee() {
        Diagnostic lost = Diagnostic.of(Code.SOURCE_CONNECTION_LOST, "gone").asTransient();
        Multi<RowBatch> broken =
                Multi.createBy()
                        .concatenating()
                        .streams(
                                Multi.createFrom().item(FakeSource.batch(1, 2)),
                                Multi.createFrom().failure(lost.toException()));
        RunSummary summary = run(broken, NoRows.NO_FILE, false);
        assertThat(summary.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.SOURCE_CONNECTION_LOST);
        assertThat(summary.failed().orElseThrow().place().exportName()).contains("orders");
        assertThat(summary.volume().files()).isZero();
        assertThat(destination.visible).isEmpty();
        assertThat(destination.staged).isZero();
        assertThat(events).containsExactly("run failed", "lease back");
    }

    /// CSV that a test has tampered with.
    private static class OddCsv implements FileFormat {
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

    @Test
    void rowsThatAreLostOnTheirWayFailTheRun() {
        FileFormat losing =
                new OddCsv() {
                    private boolean lost;

                    @Override
                    public BatchEncoder encoder(RowSchema schema, SectionSink sink) {
                        return super.encoder(
                                schema,
                                section -> {
                                    if (lost) {
                                        sink.accept(section);
                                    }
                                    lost = true;
                                });
                    }
                };
        RunSummary summary =
                run(
                        List.of(
                                Multi.createFrom().item(FakeSource.batch(1, 2)),
                                Multi.createFrom().item(FakeSource.batch(3, 4, 5))),
                        NoRows.NO_FILE,
                        false,
                        losing);
        Diagnostic failure = summary.failed().orElseThrow();
        assertThat(failure.code()).isEqualTo(Code.DEST_PART_ROWS_MISMATCH);
        assertThat(failure.exitClass().exitCode()).isEqualTo(3);
        assertThat(failure.message()).startsWith("5 rows were read, the files hold ");
        assertThat(destination.visible).isEmpty();
        assertThat(destination.staged).isZero();
    }

    @Test
    void aFileThatIsShorterThanWhatWasWrittenFailsTheRun() {
        destination.staging = bytes -> Arrays.copyOf(bytes, bytes.length - 2);
        RunSummary summary =
                run(Multi.createFrom().item(FakeSource.batch(1, 2)), NoRows.NO_FILE, false);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.DEST_PART_ROWS_MISMATCH);
        assertThat(summary.failed().orElseThrow().message()).contains("has 5 bytes, 7 were");
        assertThat(destination.visible).isEmpty();
    }

    @Test
    void whatTheFormatRemarksIsAWarning() {
        RunSummary summary =
                run(List.of(Multi.createFrom().empty()), NoRows.NO_FILE, false, new OddCsv());
        assertThat(summary.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(summary.findings().warnings()).containsExactly("id is odd");
    }

    @Test
    void anEmptyTableIsASuccessWithoutParts() {
        RunSummary summary = run(Multi.createFrom().empty(), NoRows.NO_FILE, false);
        assertThat(summary.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(destination.visible.keySet()).contains("manifest.json", "_SUCCESS");
        assertThat(destination.visible.keySet()).noneMatch(name -> name.endsWith(".csv"));
    }

    @Test
    void anEmptyTableHasAFileWhereAsked() {
        RunSummary summary = run(Multi.createFrom().empty(), NoRows.EMPTY_FILE, true);
        assertThat(summary.outcome()).isEqualTo(Outcome.SUCCESS);
        String file = summary.run().id().value() + ".csv";
        assertThat(new String(destination.visible.get(file), StandardCharsets.UTF_8))
                .isEqualTo("id\n");
        assertThat(summary.volume().files()).isEqualTo(1);
        assertThat(destination.visible.keySet()).contains("manifest.json", "_SUCCESS");
    }

    @Test
    void anEmptyTableIsSkippedWhereAsked() {
        RunSummary summary = run(Multi.createFrom().empty(), NoRows.SKIPPED, false);
        assertThat(summary.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(summary.ending().skipReason()).isEqualTo("source returned 0 rows");
        assertThat(destination.visible).isEmpty();
    }

    @Test
    void aRunThatLostItsLeaseCommitsNothing() {
        state.leaseLost = true;
        RunSummary summary =
                run(Multi.createFrom().item(FakeSource.batch(1)), NoRows.NO_FILE, false);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.STATE_LEASE_LOST);
        assertThat(destination.visible).isEmpty();
        assertThat(destination.staged).isZero();
    }

    @Test
    void aFileThatChangesOnItsWayIsNeverCalledASuccess() {
        destination.committing = bytes -> "id\n1  \n".getBytes(StandardCharsets.US_ASCII);
        RunSummary summary =
                run(Multi.createFrom().item(FakeSource.batch(1, 2)), NoRows.NO_FILE, true);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.DEST_PART_ROWS_MISMATCH);
        assertThat(summary.findings().validated()).isFalse();
        assertThat(summary.volume().files()).isZero();
        assertThat(summary.failed().orElseThrow().message()).contains("has been taken back");
        assertThat(destination.visible).isEmpty();
        assertThat(events).noneMatch(event -> event.startsWith("ledger"));
    }

    @Test
    void otherBytesInACommittedFileAreNeverCalledASuccess() {
        destination.committing = bytes -> "id\n1\n3\n".getBytes(StandardCharsets.US_ASCII);
        RunSummary summary =
                run(Multi.createFrom().item(FakeSource.batch(1, 2)), NoRows.NO_FILE, true);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.VALIDATE_FAILED);
        assertThat(summary.failed().orElseThrow().message())
                .contains("holds other bytes", "has been taken back");
        assertThat(destination.visible).isEmpty();
    }

    private RunSummary runParquet() {
        return run(
                List.of(Multi.createFrom().item(FakeSource.batch(1, 2, 70_000))),
                NoRows.NO_FILE,
                true,
                parquet());
    }

    @Test
    void eightBytesThatChangeInAPageFailTheRunBeforeAnythingIsVisible() {
        destination.staging =
                bytes -> {
                    byte[] other = bytes.clone();
                    Arrays.fill(other, 40, 48, (byte) 0x5a);
                    return other;
                };
        RunSummary summary = runParquet();
        Diagnostic failure = summary.failed().orElseThrow();
        assertThat(failure.code()).isEqualTo(Code.VALIDATE_FAILED);
        assertThat(failure.exitClass().exitCode()).isEqualTo(3);
        assertThat(failure.message()).contains("is damaged: row group 0, column id: ");
        assertThat(summary.findings().validated()).isFalse();
        assertThat(destination.visible).isEmpty();
    }

    @Test
    void otherValuesInAFileThatIsWholeFailTheRun() {
        destination.staging =
                bytes ->
                        LongStream.range(70_001, 71_000)
                                .mapToObj(last -> parquetOf(1, 2, last))
                                .filter(other -> other.length == bytes.length)
                                .findFirst()
                                .orElseThrow();
        Diagnostic failure = runParquet().failed().orElseThrow();
        assertThat(failure.message()).contains("other values of column id");
        assertThat(failure.code()).isEqualTo(Code.VALIDATE_FAILED);
        assertThat(destination.visible).isEmpty();
    }

    private static ParquetFormat parquet() {
        Compression compression = new Compression(Compression.Codec.NONE, 0);
        return new ParquetFormat(
                new OutputFormat.Parquet(
                        compression, new RowGroups.FixedRows(500), ParquetEncoding.COMPACT),
                1 << 20,
                StageProfile.off());
    }

    private static byte[] parquetOf(long... ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ParquetFormat format = parquet();
        try (OpenFile file = format.open(FakeSource.SCHEMA, bytes);
                BatchEncoder encoder = format.encoder(FakeSource.SCHEMA, file::append)) {
            encoder.append(FakeSource.batch(ids));
            encoder.flush();
            file.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    void aWholeParquetFilePasses() {
        assertThat(runParquet().findings().validated()).isTrue();
    }

    @Test
    void interruptingTheRunCancelsTheReadAndDiscardsItsFiles() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        AtomicBoolean cancelled = new AtomicBoolean();
        Multi<RowBatch> endless =
                Multi.createBy()
                        .concatenating()
                        .streams(
                                Multi.createFrom().item(FakeSource.batch(1)),
                                Multi.createFrom()
                                        .<RowBatch>nothing()
                                        .onSubscription()
                                        .invoke(reading::countDown)
                                        .onCancellation()
                                        .invoke(() -> cancelled.set(true)));
        AtomicReference<RunSummary> summary = new AtomicReference<>();
        Thread runner =
                Thread.ofVirtual().start(() -> summary.set(run(endless, NoRows.NO_FILE, false)));
        reading.await();
        runner.interrupt();
        assertThat(runner.join(Duration.ofSeconds(20))).isTrue();
        assertThat(summary.get().outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(summary.get().failed().orElseThrow().code()).isEqualTo(Code.RUN_INTERRUPTED);
        assertThat(cancelled).isTrue();
        assertThat(destination.visible).isEmpty();
        assertThat(destination.staged).isZero();
        assertThat(events).containsExactly("run interrupted", "lease back");
    }

    /// From the first commit on a run cannot be stopped; whoever tried finds out afterwards.
    @Test
    void aStopBetweenTwoCommitsComesTooLate() throws Exception {
        AtomicReference<RunSummary> summary = new AtomicReference<>();
        AtomicBoolean stopped = new AtomicBoolean();
        Thread runner =
                Thread.ofPlatform()
                        .unstarted(
                                () -> {
                                    var rows = Multi.createFrom().item(FakeSource.batch(1));
                                    summary.set(run(rows, NoRows.NO_FILE, true));
                                    stopped.set(Thread.currentThread().isInterrupted());
                                });
        destination.onCommit = name -> runner.interrupt();
        runner.start();
        runner.join();
        assertThat(summary.get().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(summary.get().findings().validated()).isTrue();
        assertThat(destination.visible).containsKeys("manifest.json", "_SUCCESS");
        assertThat(stopped).isTrue();
    }

    @Test
    void whatWasDeliveredStaysDeliveredWhenTheStateCannotBeWritten() {
        state.broken = true;
        RunSummary summary =
                run(Multi.createFrom().item(FakeSource.batch(1)), NoRows.NO_FILE, false);
        assertThat(summary.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(summary.findings().warnings())
                .containsExactly(
                        "the list of files could not be written down: the disk is gone",
                        "how the run ended could not be written down: the disk is gone");
    }

    @Test
    void theFilesOfARunThatDiedAfterItsManifestAreListed() {
        RunSummary first = run(Multi.createFrom().item(FakeSource.batch(1)), NoRows.NO_FILE, false);
        state.dead = List.of(new RunStore.DeadRun(first.run().id().value(), "memory:yesterday"));
        events.clear();
        RunSummary second = run(Multi.createFrom().empty(), NoRows.SKIPPED, false);
        assertThat(second.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(events)
                .containsExactly(
                        "sweep memory:yesterday",
                        "ledger " + first.run().id().value() + ".csv",
                        "run skipped",
                        "lease back");
    }

    @Test
    void aFolderOfSomebodyElseIsRefusedBeforeAnythingIsRead() {
        run(Multi.createFrom().item(FakeSource.batch(1)), NoRows.NO_FILE, false);
        byte[] theirs = destination.visible.get("manifest.json");
        destination.visible.put(
                "manifest.json",
                new String(theirs, StandardCharsets.UTF_8)
                        .replace("\"orders\"", "\"customers\"")
                        .getBytes(StandardCharsets.UTF_8));
        RunSummary summary = run(new FullHeap(), NoRows.NO_FILE, false);
        Diagnostic failure = summary.failed().orElseThrow();
        assertThat(failure.code()).isEqualTo(Code.DEST_PREFIX_MODE_MISMATCH);
        assertThat(failure.exitClass().exitCode()).isEqualTo(5);
        assertThat(failure.message())
                .contains("belongs to export 'customers'")
                .contains("'orders' (table orders of postgres shop) may not write there");
    }

    @Test
    void tellsWhatChangedSinceTheLastSuccess() {
        state.schemas.put("orders", Map.of("id", "int32", "gone", "text"));
        RunSummary summary =
                run(Multi.createFrom().item(FakeSource.batch(1)), NoRows.NO_FILE, false);
        assertThat(summary.findings().schemaChanged()).isTrue();
        assertThat(summary.findings().schemaChanges())
                .containsExactlyInAnyOrder(
                        new SchemaChange.Removed("gone"),
                        new SchemaChange.Retyped("id", "int32", "int64"));
        assertThat(state.journal)
                .anySatisfy(
                        entry ->
                                assertThat(entry.event())
                                        .isEqualTo(
                                                new RunEvent.SchemaChanged(
                                                        List.of(),
                                                        List.of("gone"),
                                                        List.of("id: int32 -> int64"))));
        assertThat(state.schemas.get("orders")).isEqualTo(Map.of("id", "int64"));
    }

    @Test
    void whatIsDeliveredIsASuccessEvenIfTheStateCannotSaySo() {
        state.full = true;
        RunSummary summary =
                run(Multi.createFrom().item(FakeSource.batch(1)), NoRows.NO_FILE, false);
        assertThat(summary.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(destination.visible).containsKeys("manifest.json", "_SUCCESS");
        assertThat(summary.findings().warnings())
                .containsExactly(
                        "which columns were delivered could not be written down: the disk is full",
                        "how the run ended could not be written down: the disk is full");
    }

    @Test
    void aFailureStaysWhatItWasEvenIfTheStateCannotSaySo() {
        state.full = true;
        Diagnostic lost = Diagnostic.of(Code.SOURCE_CONNECTION_LOST, "gone").asTransient();
        RunSummary summary =
                run(Multi.createFrom().failure(lost.toException()), NoRows.NO_FILE, false);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.SOURCE_CONNECTION_LOST);
        assertThat(summary.findings().warnings()).hasSize(1);
    }

    @Test
    void whatWasFilledIntoAQueryIsKeptNowhere() {
        selection =
                new Selection.Query(
                        "SELECT 'hunter2secret'",
                        "SELECT '${KEY}'",
                        new FilledValues(Set.of("hunter2secret")));
        Diagnostic failure =
                Diagnostic.of(Code.SOURCE_QUERY_FAILED, "invalid integer: \"hunter2secret\"");
        RunSummary summary =
                run(Multi.createFrom().failure(failure.toException()), NoRows.NO_FILE, false);
        assertThat(summary.failed().orElseThrow().message())
                .isEqualTo("invalid integer: \"REDACTED\"");
        assertThat(state.journal.toString())
                .contains("SELECT '${KEY}'", "invalid integer: \"REDACTED\"")
                .doesNotContain("hunter2secret");
    }

    @Test
    void aFailureNobodyExpectedIsToldAsInternal() {
        RunSummary summary =
                run(
                        Multi.createFrom().failure(new IllegalStateException("odd")),
                        NoRows.NO_FILE,
                        false);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.INTERNAL_RUN_INVARIANT);
    }
}
