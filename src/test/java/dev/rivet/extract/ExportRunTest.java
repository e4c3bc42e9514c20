package dev.rivet.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.NoRows;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.Selection;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.FilledValues;
import dev.rivet.diag.RivetException;
import dev.rivet.encode.csv.CsvFormat;
import dev.rivet.journal.Outcome;
import dev.rivet.journal.RunEvent;
import dev.rivet.journal.RunSummary;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.BatchBuilder;
import dev.rivet.row.BatchLimits;
import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.SchemaChange;
import dev.rivet.state.ExportOwner;
import io.smallrye.mutiny.Multi;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ExportRunTest {
    private final ExportRunFixture fixture = new ExportRunFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    private RunSummary run(Map<String, LogicalType> overrides, Strictness strictness) {
        return fixture.run(
                List.of(Multi.createFrom().item(FakeSource.batch(1))),
                NoRows.NO_FILE,
                new CsvFormat(new OutputFormat.Csv(), StageProfile.off()),
                overrides,
                new RunOptions(
                        false,
                        strictness == Strictness.STRICT,
                        Duration.ZERO,
                        RunOptions.Resume.IF_THERE_IS_ONE));
    }

    @Test
    void arraysThatLostTheirIndexAreTold() {
        BatchBuilder builder = new BatchBuilder(FakeSource.SCHEMA, new BatchLimits(10, 1 << 20));
        ((ColumnBuilder.Longs) builder.column(0)).append(1);
        builder.countRebased(0);
        builder.countRebased(0);
        builder.endRow();

        RunSummary summary =
                fixture.run(Multi.createFrom().item(builder.build()), NoRows.NO_FILE, false);

        assertThat(summary.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(summary.findings().warnings())
                .containsExactly(
                        "2 arrays of id have an index that does not begin at 1, which a list cannot"
                                + " say: the elements are kept; `columns: {id: text}` keeps the"
                                + " index too");
        assertThat(fixture.state.journal)
                .extracting(entry -> entry.event())
                .filteredOn(RunEvent.Warning.class::isInstance)
                .hasSize(1);
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
        assertThat(fixture.destination.visible).hasSize(4);
    }

    @Test
    void publishesInTheOrderThatLosesNothing() {
        RunSummary summary =
                fixture.run(
                        Multi.createFrom().items(FakeSource.batch(1, 2), FakeSource.batch(3)),
                        NoRows.NO_FILE,
                        true);
        assertThat(summary.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(summary.volume().rows()).isEqualTo(3);
        assertThat(summary.volume().files()).isEqualTo(1);
        assertThat(summary.findings().validated()).isTrue();
        String file = summary.run().id().value() + ".csv";
        assertThat(fixture.events)
                .containsExactly(
                        "commit " + file,
                        "publish manifest.json",
                        "publish manifest-" + summary.run().id().value() + ".json",
                        "publish _SUCCESS",
                        "ledger " + file,
                        "run success",
                        "lease back");
        assertThat(new String(fixture.destination.visible.get(file), StandardCharsets.UTF_8))
                .isEqualTo("id\n1\n2\n3\n");
        assertThat(fixture.state.journal.getFirst().event())
                .isInstanceOf(RunEvent.PlanResolved.class);
        assertThat(fixture.state.journal.getLast().event())
                .isInstanceOf(RunEvent.RunCompleted.class);
    }

    @Test
    void severalStreamsFeedOneFile() {
        RunSummary summary =
                fixture.run(
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
        assertThat(
                        new String(fixture.destination.visible.get(file), StandardCharsets.UTF_8)
                                .lines())
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
                fixture.run(
                        List.of(endless, Multi.createFrom().failure(lost.toException())),
                        NoRows.NO_FILE,
                        false);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.SOURCE_CONNECTION_LOST);
        assertThat(cancelled).isTrue();
        assertThat(fixture.destination.visible).isEmpty();
    }

    @Test
    void aFullHeapIsToldAsSuch() {
        RunSummary summary =
                fixture.run(
                        Multi.createFrom().failure(new OutOfMemoryError("for a test")),
                        NoRows.NO_FILE,
                        false);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.RUN_OUT_OF_MEMORY);
        assertThat(fixture.destination.visible).isEmpty();
    }

    @Test
    @Timeout(30)
    void aFullHeapBetweenTwoBatchesEndsTheRunToo() {
        RunSummary summary = fixture.run(new ExportRunFixture.FullHeap(), NoRows.NO_FILE, false);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.RUN_OUT_OF_MEMORY);
        assertThat(fixture.destination.visible).isEmpty();
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
        RunSummary summary = fixture.run(broken, NoRows.NO_FILE, false);
        assertThat(summary.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.SOURCE_CONNECTION_LOST);
        assertThat(summary.failed().orElseThrow().place().exportName()).contains("orders");
        assertThat(summary.volume().files()).isZero();
        assertThat(fixture.destination.visible).isEmpty();
        assertThat(fixture.destination.staged).isZero();
        assertThat(fixture.events).containsExactly("run failed", "lease back");
    }

    @Test
    void whatTheFormatRemarksIsAWarning() {
        RunSummary summary =
                fixture.run(
                        List.of(Multi.createFrom().empty()),
                        NoRows.NO_FILE,
                        false,
                        new ExportRunFixture.OddCsv());
        assertThat(summary.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(summary.findings().warnings()).containsExactly("id is odd");
    }

    @Test
    void anEmptyTableIsASuccessWithoutParts() {
        RunSummary summary = fixture.run(Multi.createFrom().empty(), NoRows.NO_FILE, false);
        assertThat(summary.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(fixture.destination.visible.keySet()).contains("manifest.json", "_SUCCESS");
        assertThat(fixture.destination.visible.keySet()).noneMatch(name -> name.endsWith(".csv"));
    }

    @Test
    void anEmptyTableHasAFileWhereAsked() {
        RunSummary summary = fixture.run(Multi.createFrom().empty(), NoRows.EMPTY_FILE, true);
        assertThat(summary.outcome()).isEqualTo(Outcome.SUCCESS);
        String file = summary.run().id().value() + ".csv";
        assertThat(new String(fixture.destination.visible.get(file), StandardCharsets.UTF_8))
                .isEqualTo("id\n");
        assertThat(summary.volume().files()).isEqualTo(1);
        assertThat(fixture.destination.visible.keySet()).contains("manifest.json", "_SUCCESS");
    }

    @Test
    void anEmptyTableIsSkippedWhereAsked() {
        RunSummary summary = fixture.run(Multi.createFrom().empty(), NoRows.SKIPPED, false);
        assertThat(summary.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(summary.ending().skipReason()).isEqualTo("source returned 0 rows");
        assertThat(fixture.destination.visible).isEmpty();
    }

    @Test
    void aRunThatLostItsLeaseCommitsNothing() {
        fixture.state.leaseLost = true;
        RunSummary summary =
                fixture.run(Multi.createFrom().item(FakeSource.batch(1)), NoRows.NO_FILE, false);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.STATE_LEASE_LOST);
        assertThat(fixture.destination.visible).isEmpty();
        assertThat(fixture.destination.staged).isZero();
    }

    @Test
    @Timeout(30)
    void aRunThatLosesItsLeaseStopsReadingAtOnce() {
        AtomicBoolean cancelled = new AtomicBoolean();
        RivetException lost = Diagnostic.of(Code.STATE_LEASE_LOST, "taken over").toException();
        Multi<RowBatch> endless =
                Multi.createFrom()
                        .<RowBatch>nothing()
                        .onSubscription()
                        .invoke(() -> fixture.state.onLost.accept(lost))
                        .onCancellation()
                        .invoke(() -> cancelled.set(true));
        RunSummary summary = fixture.run(endless, NoRows.NO_FILE, false);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.STATE_LEASE_LOST);
        assertThat(cancelled).isTrue();
        assertThat(fixture.destination.visible).isEmpty();
        assertThat(fixture.destination.staged).isZero();
        assertThat(fixture.events).containsExactly("run failed", "lease back");
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
                Thread.ofVirtual()
                        .start(() -> summary.set(fixture.run(endless, NoRows.NO_FILE, false)));
        reading.await();
        runner.interrupt();
        assertThat(runner.join(Duration.ofSeconds(20))).isTrue();
        assertThat(summary.get().outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(summary.get().failed().orElseThrow().code()).isEqualTo(Code.RUN_INTERRUPTED);
        assertThat(cancelled).isTrue();
        assertThat(fixture.destination.visible).isEmpty();
        assertThat(fixture.destination.staged).isZero();
        assertThat(fixture.events).containsExactly("run interrupted", "lease back");
    }

    @Test
    void tellsWhatChangedSinceTheLastSuccess() {
        fixture.state.schemas.put("orders", Map.of("id", "int32", "gone", "text"));
        RunSummary summary =
                fixture.run(Multi.createFrom().item(FakeSource.batch(1)), NoRows.NO_FILE, false);
        assertThat(summary.findings().schemaChanged()).isTrue();
        assertThat(summary.findings().schemaChanges())
                .containsExactlyInAnyOrder(
                        new SchemaChange.Removed("gone"),
                        new SchemaChange.Retyped("id", "int32", "int64"));
        assertThat(fixture.state.journal)
                .anySatisfy(
                        entry ->
                                assertThat(entry.event())
                                        .isEqualTo(
                                                new RunEvent.SchemaChanged(
                                                        List.of(),
                                                        List.of("gone"),
                                                        List.of("id: int32 -> int64"))));
        assertThat(fixture.state.schemas.get("orders")).isEqualTo(Map.of("id", "int64"));
    }

    @Test
    void whatIsDeliveredIsASuccessEvenIfTheStateCannotSaySo() {
        fixture.state.full = true;
        RunSummary summary =
                fixture.run(Multi.createFrom().item(FakeSource.batch(1)), NoRows.NO_FILE, false);
        assertThat(summary.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(fixture.destination.visible).containsKeys("manifest.json", "_SUCCESS");
        assertThat(summary.findings().warnings())
                .containsExactly(
                        "which columns were delivered could not be written down: the disk is full",
                        "how the run ended could not be written down: the disk is full");
    }

    @Test
    void aFailureStaysWhatItWasEvenIfTheStateCannotSaySo() {
        fixture.state.full = true;
        Diagnostic lost = Diagnostic.of(Code.SOURCE_CONNECTION_LOST, "gone").asTransient();
        RunSummary summary =
                fixture.run(Multi.createFrom().failure(lost.toException()), NoRows.NO_FILE, false);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.SOURCE_CONNECTION_LOST);
        assertThat(summary.findings().warnings()).hasSize(1);
    }

    @Test
    void whatWasFilledIntoAQueryIsKeptNowhere() {
        fixture.selection =
                new Selection.Query(
                        "SELECT 'hunter2secret'",
                        "SELECT '${KEY}'",
                        new FilledValues(Set.of("hunter2secret")));
        Diagnostic failure =
                Diagnostic.of(Code.SOURCE_QUERY_FAILED, "invalid integer: \"hunter2secret\"");
        RunSummary summary =
                fixture.run(
                        Multi.createFrom().failure(failure.toException()), NoRows.NO_FILE, false);
        assertThat(summary.failed().orElseThrow().message())
                .isEqualTo("invalid integer: \"REDACTED\"");
        assertThat(fixture.state.journal.toString())
                .contains("SELECT '${KEY}'", "invalid integer: \"REDACTED\"")
                .doesNotContain("hunter2secret");
    }

    @Test
    void stateOfAnotherExportOfThatNameIsLeftAlone() {
        fixture.state.accept(
                "orders", new ExportOwner("/c/other.yaml", "mysql db:3306/shop", "out"));
        RunSummary summary =
                fixture.run(Multi.createFrom().item(FakeSource.batch(1)), NoRows.NO_FILE, false);
        Diagnostic failure = summary.failed().orElseThrow();
        assertThat(failure.code()).isEqualTo(Code.STATE_CURSOR_OWNER_MISMATCH);
        assertThat(failure.exitClass().exitCode()).isEqualTo(5);
        assertThat(failure.message()).contains("/c/other.yaml (mysql db:3306/shop to out)");
        assertThat(failure.message()).contains("/c/rivet.yaml");
        assertThat(failure.action()).contains("rivet state accept -c /c/rivet.yaml -e orders");
        assertThat(fixture.events).isEmpty();
    }

    @Test
    void aFailureNobodyExpectedIsToldAsInternal() {
        RunSummary summary =
                fixture.run(
                        Multi.createFrom().failure(new IllegalStateException("odd")),
                        NoRows.NO_FILE,
                        false);
        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.INTERNAL_RUN_INVARIANT);
    }
}
