package dev.rivet.state.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.destination.FileContent;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.Ending;
import dev.rivet.journal.FileKind;
import dev.rivet.journal.Journal;
import dev.rivet.journal.JournalEntry;
import dev.rivet.journal.RunEvent;
import dev.rivet.journal.RunId;
import dev.rivet.journal.RunReport;
import dev.rivet.journal.RunSummary;
import dev.rivet.journal.Volume;
import dev.rivet.manifest.Part;
import dev.rivet.manifest.Receipts;
import dev.rivet.state.Ledger;
import dev.rivet.state.Retention;
import dev.rivet.state.RunHistory;
import dev.rivet.state.RunStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every state remembers, and how.
interface StateStoreContract {
    Instant START = Instant.parse("2026-11-21T05:02:50.505Z");
    RunId RUN = new RunId("orders_1");
    FileKind CSV = new FileKind("csv", "none");

    StateBackend backend();

    /// The state there, open; closed after each test.
    JdbcStateStore store();

    @Test
    default void ledgerListsTheNewestFirst() {
        record(RUN, "a.csv", 1);
        record(RUN, "b.csv", 2);
        record(new RunId("users_1"), "users", "c.csv", 3);
        assertThat(store().ledger().latest(Set.of("orders"), 10))
                .extracting(Ledger.Entry::fileName)
                .containsExactly("b.csv", "a.csv");
        assertThat(store().ledger().latest(Set.of("orders", "users"), 1))
                .containsExactly(
                        new Ledger.Entry(
                                "users_1",
                                "users",
                                "c.csv",
                                3,
                                10,
                                CSV,
                                backend().clock().instant()));
        assertThat(store().ledger().latest(Set.of(), 10)).isEmpty();
    }

    @Test
    default void recordingAFileAgainReplacesItsRow() {
        record(RUN, "a.csv", 1);
        record(RUN, "a.csv", 2);
        assertThat(store().ledger().latest(Set.of("orders"), 10))
                .extracting(Ledger.Entry::rowCount)
                .containsExactly(2L);
    }

    @Test
    default void stateSurvivesReopening() {
        record(RUN, "a.csv", 1);
        store().close();
        try (JdbcStateStore again = backend().open()) {
            assertThat(again.ledger().latest(Set.of("orders"), 10)).hasSize(1);
        }
    }

    @Test
    default void deadRunsOfTheSameExportBecomeInterrupted() throws SQLException {
        store().runs().begin(RUN, "orders", "file:///o", START);
        store().runs().begin(new RunId("users_1"), "users", "file:///u", START);
        assertThat(store().runs().begin(new RunId("orders_2"), "orders", "file:///o", START))
                .containsExactly(new RunStore.DeadRun("orders_1", "file:///o"));
        assertThat(
                        backend()
                                .select(
                                        "SELECT run_id || ' ' || status FROM run_status ORDER BY run_id"))
                .containsExactly("orders_1 interrupted", "orders_2 running", "users_1 running");
    }

    @Test
    default void finishedRunHasStatusAndMetrics() throws SQLException {
        store().runs().begin(RUN, "orders", "file:///o", START);
        store().runs().finish(summary(new Ending.Delivered()));
        assertThat(store().runs().latest(Set.of("orders"), 5))
                .containsExactly(
                        new RunStore.Metric(
                                new RunSummary.Identity(RUN, "orders", "full"),
                                new RunStore.Ended("success", null),
                                "balanced",
                                "parquet",
                                new Volume(100, 1, 5000, 4096),
                                new RunStore.Checks(true, null),
                                new RunSummary.Spent(START, START.plusMillis(2200), 2, 61L << 20)));
        assertThat(backend().select("SELECT status || ' ' || finished_at FROM run_status"))
                .containsExactly("success 2026-11-21T05:02:52.705Z");
        assertThat(store().runs().begin(new RunId("orders_2"), "orders", "", START)).isEmpty();
    }

    @Test
    default void failedRunKeepsItsMessageWithoutSecrets() throws SQLException {
        store().runs().begin(RUN, "orders", "file:///o", START);
        Diagnostic failure =
                Diagnostic.of(Code.SOURCE_CONNECT_FAILED, "cannot reach mysql://u:hunter2@h/d");
        store().runs().finish(summary(new Ending.Failed(failure)));
        assertThat(store().runs().latest(Set.of("orders"), 5).getFirst().ended().errorMessage())
                .isEqualTo("[RIVET_SOURCE_CONNECT_FAILED] cannot reach mysql://REDACTED@h/d");
        assertThat(backend().select("SELECT status FROM run_status")).containsExactly("failed");
    }

    @Test
    default void journalIsReplacedAsItGrows() throws SQLException {
        JournalEntry first = new JournalEntry(START, new RunEvent.Warning("c", "first"));
        JournalEntry second = new JournalEntry(START, new RunEvent.Warning("c", "second"));
        store().journals().save(new Journal(RUN, "orders", List.of(first)));
        store().journals().save(new Journal(RUN, "orders", List.of(first, second)));
        assertThat(backend().select("SELECT journal_json FROM run_journal"))
                .singleElement()
                .asString()
                .contains("first", "second");
        assertThat(store().journals().load(RUN))
                .contains(new Journal(RUN, "orders", List.of(first, second)));
        assertThat(store().journals().load(new RunId("users_1"))).isEmpty();
    }

    @Test
    default void whatIsOldGoesButTheNewestDeliveryAndRunsWithoutAnEnd() throws SQLException {
        for (String run : List.of("orders_0", "orders_1", "orders_2", "orders_3", "orders_4")) {
            store().runs().begin(new RunId(run), "orders", "file:///o", START);
            record(new RunId(run), run + ".csv", 1);
            store().journals()
                    .save(
                            new Journal(
                                    new RunId(run),
                                    "orders",
                                    List.of(
                                            new JournalEntry(
                                                    START, new RunEvent.ValidationResult(true)))));
            store().runs().finish(summary(new RunId(run), new Ending.Delivered()));
        }
        Diagnostic failure = Diagnostic.of(Code.SOURCE_CONNECTION_LOST, "gone");
        RunId failed = new RunId("orders_5");
        store().runs().begin(failed, "orders", "file:///o", START);
        store().runs().finish(summary(failed, new Ending.Failed(failure)));
        store().runs().begin(new RunId("orders_6"), "orders", "file:///o", START);
        RunReport report =
                new RunReport("agg_1", START, START, Path.of("/c/rivet.yaml"), List.of());
        store().runs().aggregate(report, "{}");
        Instant later = backend().clock().instant().plus(Duration.ofDays(1));

        Retention.Removed counted =
                store().retention().remove(later, Set.of("orders_2"), Retention.Effect.COUNT);
        assertThat(backend().select("SELECT run_id FROM run_status")).hasSize(7);
        Retention.Removed removed =
                store().retention().remove(later, Set.of("orders_2"), Retention.Effect.REMOVE);

        assertThat(removed.rows())
                .isEqualTo(counted.rows())
                .isEqualTo(
                        Map.of(
                                "run_journal", 3,
                                "run_status", 4,
                                "export_metrics", 4,
                                "file_log", 3,
                                "run_aggregate", 1));
        assertThat(backend().select("SELECT run_id FROM run_status ORDER BY run_id"))
                .containsExactly("orders_2", "orders_4", "orders_6");
        assertThat(backend().select("SELECT run_id FROM file_log ORDER BY run_id"))
                .containsExactly("orders_2", "orders_4");
        assertThat(store().history().lastDelivered("orders")).isPresent();
        assertThat(
                        store().retention()
                                .remove(
                                        backend().clock().instant().minusSeconds(1),
                                        Set.of(),
                                        Retention.Effect.REMOVE)
                                .total())
                .isZero();
    }

    @Test
    default void historyKnowsRunsThatGoOnAndHowOthersEnded() {
        store().runs().begin(RUN, "orders", "file:///o", START);
        store().runs().finish(summary(new Ending.Skipped("empty")));
        store().runs().begin(new RunId("orders_2"), "orders", "file:///o", START);
        assertThat(store().history().latest(Set.of("orders"), RunHistory.Which.ALL, 5))
                .extracting(RunHistory.Run::outcome)
                .containsExactly("running", "skipped");
        assertThat(store().history().latest(Set.of("orders"), RunHistory.Which.RUNNING, 5))
                .extracting(run -> run.id().value())
                .containsExactly("orders_2");
        assertThat(store().history().find(RUN).orElseThrow().measured())
                .isEqualTo(new RunHistory.Measured("full", "skipped", 100));
        assertThat(store().history().lastDelivered("orders")).isEmpty();
        assertThat(store().history().find(new RunId("nobody"))).isEmpty();
    }

    @Test
    default void schemaKeepsTheOrderOfItsColumns() {
        assertThat(store().schemas().load("orders")).isEmpty();
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 1600; i > 0; i--) {
            columns.put("c\"olumn ' ä" + i, "decimal(10,2)");
        }
        store().schemas().save("orders", Map.of("id", "int64"));
        store().schemas().save("orders", columns);
        store().schemas().save("users", Map.of("id", "int64"));
        assertThat(store().schemas().load("orders").orElseThrow().entrySet())
                .containsExactlyElementsOf(columns.entrySet());
        assertThat(store().schemas().load("users")).contains(Map.of("id", "int64"));
    }

    @Test
    default void aggregateIsStored() throws SQLException {
        Diagnostic failure = Diagnostic.of(Code.SOURCE_CONNECTION_LOST, "gone");
        RunReport report =
                new RunReport(
                        "agg_1",
                        START,
                        START.plusSeconds(3),
                        Path.of("/c/rivet.yaml"),
                        List.of(
                                summary(new Ending.Delivered()),
                                summary(new Ending.Skipped("empty")),
                                summary(new Ending.Failed(failure))));
        store().runs().aggregate(report, "{}");
        assertThat(
                        backend()
                                .select(
                                        "SELECT duration_ms || parallel_mode || details_json FROM run_aggregate"))
                .containsExactly("3000sequential{}");
        assertThat(
                        backend()
                                .select(
                                        """
                                SELECT config_path || ' ' || total_exports || ' ' || success_count
                                    || ' ' || failed_count || ' ' || skipped_count || ' '
                                    || total_rows || ' ' || total_files || ' ' || total_bytes
                                FROM run_aggregate
                                """))
                .containsExactly("/c/rivet.yaml 3 1 1 1 300 3 12288");
    }

    /// A connection may be lost with the answer to a commit.
    @Test
    default void whatIsWrittenTwiceIsThereOnce() throws SQLException {
        store().runs().begin(new RunId("orders_0"), "orders", "file:///o", START);
        store().runs().begin(RUN, "orders", "file:///o", START);
        store().runs().begin(RUN, "orders", "file:///o", START);
        assertThat(backend().select("SELECT status FROM run_status ORDER BY run_id"))
                .containsExactly("interrupted", "running");
        RunReport report =
                new RunReport("agg_1", START, START, Path.of("/c/rivet.yaml"), List.of());
        for (int time = 0; time < 2; time++) {
            record(RUN, "a.csv", 1);
            store().runs().finish(summary(new Ending.Delivered()));
            store().runs().aggregate(report, "{}");
        }
        for (String table : List.of("file_log", "export_metrics", "run_aggregate")) {
            assertThat(backend().select("SELECT COUNT(*) FROM " + table)).containsExactly("1");
        }
    }

    @Test
    default void textThatAnEngineHasNoPlaceForIsKeptAllTheSame() {
        store().runs().begin(RUN, "orders", "file:///o", START);
        Diagnostic failure = Diagnostic.of(Code.SOURCE_QUERY_FAILED, "odd \0 ' \\ ä \uD83D\uDE00");
        store().runs().finish(summary(new Ending.Failed(failure)));
        assertThat(store().runs().latest(Set.of("orders"), 5).getFirst().ended().errorMessage())
                .endsWith("odd \uFFFD ' \\ ä \uD83D\uDE00");
    }

    @Test
    default void roomIsMeasured() {
        record(RUN, "a.csv", 1);
        Retention.Removed removed =
                store().retention().remove(START, Set.of(), Retention.Effect.REMOVE);
        assertThat(removed.bytesBefore()).isPositive();
        assertThat(removed.bytesAfter()).isPositive();
    }

    @Test
    default void threadsWriteSideBySide() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                RunId run = new RunId("orders_" + thread);
                writers.add(threads.submit(() -> recordMany(run)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        assertThat(store().ledger().latest(Set.of("orders"), 1000)).hasSize(100);
    }

    private void recordMany(RunId run) {
        for (int i = 0; i < 25; i++) {
            record(run, i + ".csv", i);
        }
    }

    private void record(RunId run, String file, long rows) {
        record(run, "orders", file, rows);
    }

    private void record(RunId run, String export, String file, long rows) {
        Part part = new Part(1, new FileContent(file, 10, "xxh3:0"), rows, null);
        store().ledger().record(Receipts.of(run, export, CSV, part));
    }

    private static RunSummary summary(Ending ending) {
        return summary(RUN, ending);
    }

    private static RunSummary summary(RunId run, Ending ending) {
        return new RunSummary(
                new RunSummary.Identity(run, "orders", "full"),
                new RunSummary.Route(
                        "postgres", null, "local", "file:///o", new FileKind("parquet", "zstd")),
                new RunSummary.Tuning("balanced", 10_000),
                new Volume(100, 1, 5000, 4096),
                new RunSummary.Findings(true, null, Map.of(), List.of(), RunSummary.Reach.NONE),
                new RunSummary.Spent(START, START.plus(Duration.ofMillis(2200)), 2, 64_000_000L),
                ending);
    }

    @Test
    default void workThatEndsInAnErrorIsRolledBackToo() {
        try (Database database = backend().database()) {
            assertThatThrownBy(
                            () ->
                                    database.write(
                                            session -> {
                                                throw new StackOverflowError("for a test");
                                            }))
                    .isInstanceOf(StackOverflowError.class);
            assertThat(database.<Integer>write(session -> 1)).isEqualTo(1);
        }
    }

    @Test
    default void failedWorkIsRolledBack() {
        try (Database database = backend().database()) {
            RivetException failure =
                    catchThrowableOfType(
                            RivetException.class,
                            () ->
                                    database.write(
                                            session -> {
                                                session.update(
                                                        "INSERT INTO export_schema VALUES"
                                                                + " ('a', '[]', '')");
                                                return session.update("INSERT INTO nowhere");
                                            }));
            assertThat(failure.diagnostic().code()).isEqualTo(Code.STATE_BACKEND_FAILED);
            List<String> rows =
                    database.read(
                            session ->
                                    session.query(
                                            "SELECT export_name FROM export_schema",
                                            row -> row.getString(1)));
            assertThat(rows).isEmpty();
        }
    }
}
