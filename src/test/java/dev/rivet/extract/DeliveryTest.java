package dev.rivet.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Compression;
import dev.rivet.config.History;
import dev.rivet.config.NoRows;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.ParquetEncoding;
import dev.rivet.config.RowGroups;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.encode.BatchEncoder;
import dev.rivet.encode.FileFormat;
import dev.rivet.encode.OpenFile;
import dev.rivet.encode.SectionSink;
import dev.rivet.encode.parquet.ParquetFormat;
import dev.rivet.journal.Outcome;
import dev.rivet.journal.RunSummary;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.RowSchema;
import dev.rivet.state.RunStore;
import io.smallrye.mutiny.Multi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of the files of a run.
class DeliveryTest {
    private final ExportRunFixture fixture = new ExportRunFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void rowsThatAreLostOnTheirWayFailTheRun() {
        FileFormat losing =
                new ExportRunFixture.OddCsv() {
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
                fixture.run(
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
        assertThat(fixture.destination.visible).isEmpty();
        assertThat(fixture.destination.staged).isZero();
    }

    @Test
    void aFileThatIsShorterThanWhatWasWrittenFailsTheRun() {
        fixture.destination.staging = bytes -> Arrays.copyOf(bytes, bytes.length - 2);
        RunSummary summary =
                fixture.run(Multi.createFrom().item(FakeSource.batch(1, 2)), NoRows.NO_FILE, false);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.DEST_PART_ROWS_MISMATCH);
        assertThat(summary.failed().orElseThrow().message()).contains("has 5 bytes, 7 were");
        assertThat(fixture.destination.visible).isEmpty();
    }

    @Test
    void aFileThatChangesOnItsWayIsNeverCalledASuccess() {
        fixture.destination.committing = bytes -> "id\n1  \n".getBytes(StandardCharsets.US_ASCII);
        RunSummary summary =
                fixture.run(Multi.createFrom().item(FakeSource.batch(1, 2)), NoRows.NO_FILE, true);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.DEST_PART_ROWS_MISMATCH);
        assertThat(summary.findings().validated()).isFalse();
        assertThat(summary.volume().files()).isZero();
        assertThat(summary.failed().orElseThrow().message()).contains("has been taken back");
        assertThat(fixture.destination.visible).isEmpty();
        assertThat(fixture.events).noneMatch(event -> event.startsWith("ledger"));
    }

    @Test
    void otherBytesInACommittedFileAreNeverCalledASuccess() {
        fixture.destination.committing = bytes -> "id\n1\n3\n".getBytes(StandardCharsets.US_ASCII);
        RunSummary summary =
                fixture.run(Multi.createFrom().item(FakeSource.batch(1, 2)), NoRows.NO_FILE, true);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.VALIDATE_FAILED);
        assertThat(summary.failed().orElseThrow().message())
                .contains("holds other bytes", "has been taken back");
        assertThat(fixture.destination.visible).isEmpty();
    }

    private RunSummary runParquet() {
        return fixture.run(
                List.of(Multi.createFrom().item(FakeSource.batch(1, 2, 70_000))),
                NoRows.NO_FILE,
                true,
                parquet());
    }

    @Test
    void eightBytesThatChangeInAPageFailTheRunBeforeAnythingIsVisible() {
        fixture.destination.staging =
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
        assertThat(fixture.destination.visible).isEmpty();
    }

    @Test
    void otherValuesInAFileThatIsWholeFailTheRun() {
        fixture.destination.staging =
                bytes ->
                        LongStream.range(70_001, 71_000)
                                .mapToObj(last -> parquetOf(1, 2, last))
                                .filter(other -> other.length == bytes.length)
                                .findFirst()
                                .orElseThrow();
        Diagnostic failure = runParquet().failed().orElseThrow();
        assertThat(failure.message()).contains("other values of column id");
        assertThat(failure.code()).isEqualTo(Code.VALIDATE_FAILED);
        assertThat(fixture.destination.visible).isEmpty();
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
                                    summary.set(fixture.run(rows, NoRows.NO_FILE, true));
                                    stopped.set(Thread.currentThread().isInterrupted());
                                });
        fixture.destination.onCommit = name -> runner.interrupt();
        runner.start();
        runner.join();
        assertThat(summary.get().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(summary.get().findings().validated()).isTrue();
        assertThat(fixture.destination.visible).containsKeys("manifest.json", "_SUCCESS");
        assertThat(stopped).isTrue();
    }

    @Test
    void whatWasDeliveredStaysDeliveredWhenTheStateCannotBeWritten() {
        fixture.state.broken = true;
        RunSummary summary =
                fixture.run(Multi.createFrom().item(FakeSource.batch(1)), NoRows.NO_FILE, false);
        assertThat(summary.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(summary.findings().warnings())
                .containsExactly(
                        "the list of files could not be written down: the disk is gone",
                        "how the run ended could not be written down: the disk is gone");
    }

    @Test
    void theFilesOfARunThatDiedAfterItsManifestAreListed() {
        RunSummary first =
                fixture.run(Multi.createFrom().item(FakeSource.batch(1)), NoRows.NO_FILE, false);
        fixture.state.dead =
                List.of(new RunStore.DeadRun(first.run().id().value(), "memory:yesterday"));
        fixture.events.clear();
        RunSummary second = fixture.run(Multi.createFrom().empty(), NoRows.SKIPPED, false);
        assertThat(second.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(fixture.events)
                .containsExactly(
                        "sweep memory:yesterday",
                        "ledger " + first.run().id().value() + ".csv",
                        "run skipped",
                        "lease back");
    }

    @Test
    void theFilesOfEarlierRunsAreToldOf() {
        fixture.run(Multi.createFrom().item(FakeSource.batch(1)), NoRows.NO_FILE, false);
        RunSummary second =
                fixture.run(Multi.createFrom().item(FakeSource.batch(1, 2)), NoRows.NO_FILE, false);
        assertThat(second.findings().warnings())
                .singleElement()
                .asString()
                .startsWith("1 file of an earlier run lies")
                .contains("history: replace", "{date}");
    }

    @Test
    void theFilesOfEarlierRunsAreRemovedWhereAskedOnceTheNewOnesAreNamed() {
        RunSummary first =
                fixture.run(Multi.createFrom().item(FakeSource.batch(1)), NoRows.NO_FILE, false);
        fixture.destination.visible.put("orders_by_hand.csv", new byte[0]);
        fixture.history = History.REPLACE;
        RunSummary second =
                fixture.run(Multi.createFrom().item(FakeSource.batch(1, 2)), NoRows.NO_FILE, false);
        assertThat(second.findings().warnings()).isEmpty();
        assertThat(fixture.destination.visible)
                .containsOnlyKeys(
                        second.run().id().value() + ".csv",
                        "orders_by_hand.csv",
                        "manifest.json",
                        "manifest-" + second.run().id().value() + ".json",
                        "_SUCCESS");
        assertThat(fixture.events)
                .containsSubsequence(
                        "publish _SUCCESS", "remove " + first.run().id().value() + ".csv");
    }

    @Test
    void aDeliveryStandsWhateverBecomesOfTheFilesOfEarlierRuns() {
        fixture.run(Multi.createFrom().item(FakeSource.batch(1)), NoRows.NO_FILE, false);
        fixture.history = History.REPLACE;
        fixture.destination.removing =
                Diagnostic.of(Code.INTERNAL_DEST_INVARIANT, "an unsafe name").toException();
        RunSummary second =
                fixture.run(Multi.createFrom().item(FakeSource.batch(2)), NoRows.NO_FILE, false);
        assertThat(second.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(second.findings().warnings())
                .containsExactly(
                        "files of earlier runs could not be removed or counted: an unsafe name");
    }

    /// The copy of a manifest stands as long as files of it do.
    @Test
    void whatARunLeftUndoneTheNextOneRemoves() {
        RunSummary first =
                fixture.run(Multi.createFrom().item(FakeSource.batch(1)), NoRows.NO_FILE, false);
        RunSummary second =
                fixture.run(Multi.createFrom().item(FakeSource.batch(2)), NoRows.NO_FILE, false);
        fixture.history = History.REPLACE;
        fixture.run(Multi.createFrom().item(FakeSource.batch(3)), NoRows.NO_FILE, false);
        assertThat(fixture.destination.visible.keySet())
                .noneMatch(name -> name.contains(first.run().id().value()))
                .noneMatch(name -> name.contains(second.run().id().value()));
    }

    @Test
    void aFolderOfSomebodyElseIsRefusedBeforeAnythingIsRead() {
        fixture.run(Multi.createFrom().item(FakeSource.batch(1)), NoRows.NO_FILE, false);
        byte[] theirs = fixture.destination.visible.get("manifest.json");
        fixture.destination.visible.put(
                "manifest.json",
                new String(theirs, StandardCharsets.UTF_8)
                        .replace("\"orders\"", "\"customers\"")
                        .getBytes(StandardCharsets.UTF_8));
        RunSummary summary = fixture.run(new ExportRunFixture.FullHeap(), NoRows.NO_FILE, false);
        Diagnostic failure = summary.failed().orElseThrow();
        assertThat(failure.code()).isEqualTo(Code.DEST_PREFIX_MODE_MISMATCH);
        assertThat(failure.exitClass().exitCode()).isEqualTo(5);
        assertThat(failure.message())
                .contains("belongs to export 'customers'")
                .contains("'orders' (table orders of postgres shop) may not write there");
    }
}
