package dev.rivet.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.ExportConfig;
import dev.rivet.config.Retries;
import dev.rivet.config.Selection;
import dev.rivet.destination.Capabilities;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.FilledValues;
import dev.rivet.diag.Outlook;
import dev.rivet.journal.JournalEntry;
import dev.rivet.journal.Outcome;
import dev.rivet.journal.Progress;
import dev.rivet.journal.RunEvent;
import dev.rivet.journal.RunId;
import dev.rivet.journal.RunListener;
import dev.rivet.journal.RunSummary;
import dev.rivet.row.RowBatch;
import dev.rivet.source.Source;
import dev.rivet.source.SourceSession;
import io.smallrye.mutiny.Multi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptsTest {
    private static final Retries AT_ONCE = new Retries(3, Duration.ZERO);
    private static final Diagnostic GONE =
            Diagnostic.of(Code.SOURCE_CONNECTION_LOST, "gone").asTransient();

    private final List<String> events = new ArrayList<>();
    private final FakeDestination destination = new FakeDestination(events);
    private final FakeState state = new FakeState(events);
    private final Attempted source = new Attempted();
    private final List<Progress> progress = new ArrayList<>();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final ExecutorService encoders = Executors.newSingleThreadExecutor();
    private Selection selection = new Selection.Table(null, "orders");
    private Retries retries = AT_ONCE;

    @AfterEach
    void stopEncoders() {
        encoders.shutdownNow();
    }

    /// A source that each attempt finds as the test has put it.
    private static final class Attempted implements Source {
        private final Queue<Source> attempts = new ArrayDeque<>();
        private Instant now = Instant.parse("2026-11-21T05:02:50.505Z");
        private Duration attemptTakes = Duration.ZERO;
        private int opened;

        @Override
        public SourceSession open(String exportName) {
            opened++;
            now = now.plus(attemptTakes);
            return attempts.remove().open(exportName);
        }

        @Override
        public void close() {}

        /// One that finds nobody to talk to.
        void refuses(Diagnostic why) {
            attempts.add(
                    new Source() {
                        @Override
                        public SourceSession open(String exportName) {
                            throw why.toException();
                        }

                        @Override
                        public void close() {}
                    });
        }

        void brings(RowBatch... batches) {
            attempts.add(new FakeSource(List.of(Multi.createFrom().items(batches))));
        }

        /// One that fails after a batch.
        void breaksAfter(RowBatch batch, Diagnostic why) {
            attempts.add(
                    new FakeSource(
                            List.of(
                                    Multi.createBy()
                                            .concatenating()
                                            .streams(
                                                    Multi.createFrom().item(batch),
                                                    Multi.createFrom()
                                                            .failure(why.toException())))));
        }

        Clock clock() {
            return new Clock() {
                @Override
                public ZoneOffset getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            };
        }
    }

    private final class Watcher implements RunListener {
        @Override
        public void started(RunId run, String export, String mode) {}

        @Override
        public void happened(RunId run, JournalEntry entry) {
            if (entry.event() instanceof RunEvent.RetryAttempted) {
                waiting.countDown();
            }
        }

        @Override
        public void progressed(RunId run, Progress now) {
            progress.add(now);
        }

        @Override
        public void finished(RunSummary summary) {}
    }

    private RunSummary run() {
        ExportConfig export = ExportRunFixture.orders(selection, retries);
        Equipment equipment =
                ExportRunFixture.equipment(
                        source,
                        ExportRunFixture.csvIn(destination),
                        state,
                        encoders,
                        source.clock());
        RunOptions options =
                new RunOptions(false, false, Duration.ZERO, RunOptions.Resume.IF_THERE_IS_ONE);
        return new ExportRun(export, options, equipment, List.of(new Watcher())).run();
    }

    private List<RunEvent> journal() {
        return state.journal.stream().map(JournalEntry::event).toList();
    }

    @Test
    void aReadThatFailsIsRepeatedAndCountsOnlyWhatItBringsThen() {
        source.breaksAfter(FakeSource.batch(7, 8, 9), GONE);
        source.brings(FakeSource.batch(1, 2));

        RunSummary summary = run();

        assertThat(summary.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(summary.spent().retries()).isEqualTo(1);
        assertThat(summary.volume().rows()).isEqualTo(2);
        assertThat(summary.volume().files()).isEqualTo(1);
        assertThat(summary.volume().bytesRead()).isEqualTo(FakeSource.batch(1, 2).bytes());
        String file = summary.run().id().value() + ".csv";
        assertThat(new String(destination.visible.get(file), StandardCharsets.UTF_8))
                .isEqualTo("id\n1\n2\n");
        assertThat(events).endsWith("ledger " + file, "run success", "lease back");
        assertThat(destination.staged).isZero();
    }

    @Test
    void theJournalTellsOfEachFurtherAttemptAndOfOnePlan() {
        source.breaksAfter(FakeSource.batch(7), GONE);
        source.breaksAfter(FakeSource.batch(7, 8), GONE);
        source.brings(FakeSource.batch(1));

        RunSummary summary = run();

        assertThat(summary.spent().retries()).isEqualTo(2);
        assertThat(journal())
                .hasSize(5)
                .startsWith(
                        journal().getFirst(),
                        new RunEvent.RetryAttempted(
                                1, "[RIVET_SOURCE_CONNECTION_LOST] gone", Duration.ZERO),
                        new RunEvent.RetryAttempted(
                                2, "[RIVET_SOURCE_CONNECTION_LOST] gone", Duration.ZERO))
                .first()
                .isInstanceOf(RunEvent.PlanResolved.class);
        assertThat(journal().getLast()).isInstanceOf(RunEvent.RunCompleted.class);
        assertThat(progress).last().extracting(each -> each.volume().rows()).isEqualTo(1L);
    }

    @Test
    void aServerThatHasNoRoomAtFirstIsAskedAgain() {
        source.refuses(
                Diagnostic.of(Code.SOURCE_CONNECT_FAILED, "no answer in time").asTransient());
        source.brings(FakeSource.batch(1));

        assertThat(run().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(journal().getFirst()).isInstanceOf(RunEvent.RetryAttempted.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Outlook.class,
            names = {"PERMANENT", "MISLED", "UNREACHABLE", "STOPPED"})
    void whatLastsIsTriedOnce(Outlook outlook) {
        source.refuses(Diagnostic.of(Code.SOURCE_CONNECT_FAILED, "no").expecting(outlook));

        RunSummary summary = run();

        assertThat(summary.failed().orElseThrow().outlook()).isEqualTo(outlook);
        assertThat(summary.spent().retries()).isZero();
        assertThat(source.opened).isEqualTo(1);
    }

    @Test
    void thereAreNoMoreAttemptsThanWanted() {
        for (int i = 0; i < 4; i++) {
            source.breaksAfter(FakeSource.batch(i), GONE);
        }

        RunSummary summary = run();

        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.SOURCE_CONNECTION_LOST);
        assertThat(summary.failed().orElseThrow().exitClass().exitCode()).isEqualTo(2);
        assertThat(summary.spent().retries()).isEqualTo(3);
        assertThat(source.opened).isEqualTo(4);
        assertThat(destination.visible).isEmpty();
        assertThat(destination.staged).isZero();
    }

    @Test
    void noAttemptBeginsAfterTheBudgetIsSpent() {
        source.attemptTakes = Duration.ofMinutes(40);
        for (int i = 0; i < 3; i++) {
            source.refuses(GONE);
        }

        RunSummary summary = run();

        assertThat(summary.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(source.opened).as("at 0, 40 and 80 minutes, of which 60 count").isEqualTo(3);
    }

    @Test
    @Timeout(60)
    void aServerThatIsAwayAfterItWasThereIsWaitedFor() throws InterruptedException {
        source.breaksAfter(FakeSource.batch(1), GONE);
        source.refuses(
                Diagnostic.of(Code.SOURCE_CONNECT_FAILED, "unknown").expecting(Outlook.MISLED));
        retries = new Retries(1, Duration.ZERO);

        RunSummary summary = run();

        assertThat(summary.failed().orElseThrow().code()).isEqualTo(Code.SOURCE_CONNECT_FAILED);
        assertThat(summary.failed().orElseThrow().exitClass().exitCode()).isEqualTo(2);
    }

    @Test
    @Timeout(60)
    void anInterruptionEndsTheWait() throws InterruptedException {
        source.breaksAfter(FakeSource.batch(1), GONE.expecting(Outlook.UNAVAILABLE));
        AtomicReference<RunSummary> ended = new AtomicReference<>();
        Thread runner = Thread.ofVirtual().start(() -> ended.set(run()));

        waiting.await();
        runner.interrupt();
        runner.join();

        assertThat(ended.get().outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(source.opened).isEqualTo(1);
        assertThat(destination.staged).isZero();
        assertThat(events).containsExactly("run interrupted", "lease back");
    }

    @Test
    void anAttemptThatWasInterruptedIsNotRepeated() {
        source.attempts.add(
                new Source() {
                    @Override
                    public SourceSession open(String exportName) {
                        Thread.currentThread().interrupt();
                        throw GONE.toException();
                    }

                    @Override
                    public void close() {}
                });

        assertThat(run().outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(source.opened).isEqualTo(1);
    }

    @Test
    void whoeverLostTheLeaseMeanwhileReadsNoMore() {
        source.breaksAfter(FakeSource.batch(1), GONE);
        state.leaseLost = true;

        assertThat(run().failed().orElseThrow().code()).isEqualTo(Code.STATE_LEASE_LOST);
        assertThat(source.opened).isEqualTo(1);
    }

    @Test
    void nothingIsRepeatedOncePublishingHasBegun() {
        source.brings(FakeSource.batch(1));
        destination.onCommit =
                name -> {
                    if (name.equals("manifest.json")) {
                        throw Diagnostic.of(Code.DEST_WRITE_FAILED, "away")
                                .asTransient()
                                .toException();
                    }
                };

        RunSummary summary = run();

        assertThat(summary.failed().orElseThrow())
                .returns(Code.DEST_WRITE_FAILED, Diagnostic::code)
                .returns(Outlook.PASSING, Diagnostic::outlook);
        assertThat(summary.spent().retries()).isZero();
        assertThat(source.opened).isEqualTo(1);
    }

    @Test
    void aDiskThatFailsIsNoReasonToReadAgain() {
        source.brings(FakeSource.batch(1));
        destination.failures.add(new IOException("disk"));

        assertThat(run().failed().orElseThrow().code()).isEqualTo(Code.DEST_WRITE_FAILED);
        assertThat(source.opened).isEqualTo(1);
    }

    @Test
    void rowsThatAreSentAtOnceAreNotSentAgain() {
        destination.capabilities = new Capabilities(false, false, false);
        source.refuses(GONE);
        source.breaksAfter(FakeSource.batch(1), GONE);

        assertThat(run().failed().orElseThrow().code()).isEqualTo(Code.SOURCE_CONNECTION_LOST);
        assertThat(source.opened).as("the first attempt sent nothing").isEqualTo(2);
    }

    @Test
    void noneIsRepeatedWhereNoneIsWanted() {
        retries = Retries.NONE;
        source.refuses(GONE);

        assertThat(run().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(source.opened).isEqualTo(1);
    }

    @Test
    void whatWasFilledIntoAQueryIsNotToldAsAReason() {
        selection =
                new Selection.Query(
                        "SELECT 'hunter2secret'",
                        "SELECT '${KEY}'",
                        new FilledValues(Set.of("hunter2secret")));
        source.refuses(
                Diagnostic.of(Code.SOURCE_CONNECTION_LOST, "at \"hunter2secret\"").asTransient());
        source.brings(FakeSource.batch(1));

        assertThat(run().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(state.journal.toString()).contains("REDACTED").doesNotContain("hunter2secret");
    }
}
