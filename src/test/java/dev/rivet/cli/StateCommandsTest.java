package dev.rivet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivet.app.StateUseCases.Copied;
import dev.rivet.app.StateUseCases.ExportState;
import dev.rivet.app.StateUseCases.RunJournal;
import dev.rivet.app.StateUseCases.RunState;
import dev.rivet.journal.Journal;
import dev.rivet.journal.JournalEntry;
import dev.rivet.journal.Outcome;
import dev.rivet.journal.RunEvent;
import dev.rivet.journal.RunId;
import dev.rivet.state.ExportOwner;
import dev.rivet.state.Leases;
import dev.rivet.state.Retention;
import dev.rivet.state.RunHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateCommandsTest {
    private static final Instant START = Instant.parse("2026-11-21T05:02:50.505Z");
    private static final Leases.Holder HOLDER =
            new Leases.Holder("orders", "orders_2", "db1", 4711, START);

    private final Console console = new Console();

    private static RunHistory.Run ended(String id, String outcome, long rows) {
        return new RunHistory.Run(
                new RunId(id),
                "orders",
                outcome.equals("skipped") ? "success" : outcome,
                "file:///out",
                START,
                START.plusSeconds(3),
                new RunHistory.Measured("full", outcome, rows));
    }

    private static RunHistory.Run running(String id) {
        return new RunHistory.Run(
                new RunId(id), "orders", "running", "file:///out", START, null, null);
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(console.out());
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    @Test
    void exportsStandAsTheirLastRunLeftThem() throws Exception {
        console.state.exports =
                List.of(
                        new ExportState("orders", running("orders_2"), START, null, HOLDER),
                        new ExportState("users", ended("users_1", "skipped", 0), null, null, null),
                        new ExportState("late", running("late_1"), null, null, null),
                        new ExportState("new", null, null, null, null));
        assertThat(console.run("state", "show", "-c", "x")).isZero();
        assertThat(console.out())
                .isEqualTo(
                        """
                        EXPORT  MODE  STATUS     ROWS  CURSOR  LAST RUN              LAST DELIVERED
                        orders  -     running       -  -       2026-11-21T05:02:50Z  2026-11-21T05:02:50Z
                            being run by process 4711 on db1 since 2026-11-21T05:02:50Z
                        users   full  skipped       0  -       2026-11-21T05:02:50Z  -
                        late    -     dead          -  -       2026-11-21T05:02:50Z  -
                        new     -     never ran     -  -       -                     -
                        """);
        console.run("state", "show", "-c", "x", "--json");
        assertThat(names(json().get(0)))
                .containsExactly(
                        "export_name",
                        "mode",
                        "last_cursor_value",
                        "cursor_column",
                        "cursor_type",
                        "last_run_at",
                        "last_run_id",
                        "last_status",
                        "last_rows",
                        "last_delivered_at",
                        "holder");
        assertThat(json().get(0).get("holder").get("pid").asLong()).isEqualTo(4711);
        assertThat(json().get(3).get("last_run_at").isNull()).isTrue();
        assertThat(json().get(3).get("holder").isNull()).isTrue();
    }

    @Test
    void runsAreListedWithThoseWhoAreAtWork() throws Exception {
        console.state.runs =
                List.of(
                        new RunState(running("orders_2"), HOLDER),
                        new RunState(running("orders_1"), null),
                        new RunState(ended("orders_0", "failed", 5), null));
        assertThat(console.run("state", "runs", "-c", "x", "--running")).isZero();
        assertThat(console.out())
                .isEqualTo(
                        """
                        RUN ID    EXPORT  STATUS   STARTED               DURATION  AT WORK
                        orders_2  orders  running  2026-11-21T05:02:50Z         -  process 4711 on db1 since 2026-11-21T05:02:50Z
                        orders_1  orders  dead     2026-11-21T05:02:50Z         -  -
                        orders_0  orders  failed   2026-11-21T05:02:50Z      3.0s  -
                        """);
        console.run("state", "runs", "-c", "x", "--json", "-l", "7");
        assertThat(console.state.asked).containsExactly("runs RUNNING 20", "runs ALL 7");
        assertThat(names(json().get(0)))
                .containsExactly(
                        "run_id",
                        "export_name",
                        "status",
                        "dead",
                        "started_at",
                        "finished_at",
                        "duration_ms",
                        "prefix",
                        "holder");
        assertThat(json().get(1).get("dead").asBoolean()).isTrue();
        assertThat(json().get(2).get("duration_ms").asLong()).isEqualTo(3000);
    }

    @Test
    void noRunsAreNoFailure() throws Exception {
        assertThat(console.run("state", "runs", "-c", "x")).isZero();
        assertThat(console.out()).isEmpty();
        console.run("state", "runs", "-c", "x", "--json");
        assertThat(json()).isEmpty();
        console.run("journal", "-c", "x", "-e", "orders", "--json");
        assertThat(json()).isEmpty();
    }

    @Test
    void whatIsThrownAwayIsTold() throws Exception {
        Map<String, Integer> rows = new LinkedHashMap<>();
        rows.put("run_journal", 1_200);
        rows.put("file_log", 1);
        console.state.removed = new Retention.Removed(rows, 4096 * 10, 4096);
        assertThat(console.run("state", "vacuum", "-c", "x")).isZero();
        assertThat(console.out())
                .isEqualTo(
                        """
                        TABLE         ROWS
                        run_journal  1,200
                        file_log         1
                        1,201 rows older than 90 days removed; the state has 4.0 KB, and had 40.0 KB.
                        """);
        console.run("state", "vacuum", "-c", "x", "--keep-days", "1", "--dry-run");
        assertThat(console.out()).endsWith("1,201 rows older than 1 day would be removed.\n");
        console.run("state", "vacuum", "-c", "x", "--dry-run", "--json");
        assertThat(json().get("removed").get("run_journal").asInt()).isEqualTo(1200);
        assertThat(json().get("dry_run").asBoolean()).isTrue();
        assertThat(console.state.asked)
                .containsExactly("vacuum 90 REMOVE", "vacuum 1 COUNT", "vacuum 90 COUNT");
        assertThat(console.run("state", "vacuum", "-c", "x", "--keep-days", "-1")).isEqualTo(1);
        assertThat(console.err()).contains("[RIVET_CLI_VALUE_INVALID] --keep-days is -1");
    }

    @Test
    void whatWasCopiedIsTold() throws Exception {
        Map<String, Long> rows = new LinkedHashMap<>();
        rows.put("run_journal", 1_200L);
        rows.put("file_log", 1L);
        console.state.copied = new Copied("/c/.rivet_state.db", "postgresql://u@h:5432/d", rows);
        assertThat(console.run("state", "copy", "-c", "x", "--to", "postgresql://u:p@h/d"))
                .isZero();
        assertThat(console.out())
                .isEqualTo(
                        """
                        TABLE         ROWS
                        run_journal  1,200
                        file_log         1
                        1,201 rows copied from /c/.rivet_state.db to postgresql://u@h:5432/d. \
                        Set RIVET_STATE_URL to use it there.
                        """);
        console.run("state", "copy", "-c", "x", "--json");
        assertThat(json().get("copied").get("run_journal").asInt()).isEqualTo(1200);
        assertThat(json().get("copied_rows").asInt()).isEqualTo(1201);
        assertThat(console.state.asked).containsExactly("copy postgresql://u:p@h/d", "copy null");
    }

    @Test
    void deadRunIsClosedAndOneThatEndedStays() throws Exception {
        console.state.finished = Optional.of(running("orders_1"));
        assertThat(console.run("state", "finish-run", "orders_1", "-c", "x")).isZero();
        assertThat(console.out()).isEqualTo("orders_1 is recorded as interrupted now.\n");
        console.state.finished = Optional.of(ended("orders_0", "failed", 0));
        assertThat(console.run("state", "finish-run", "orders_0", "-c", "x")).isZero();
        assertThat(console.out()).isEqualTo("orders_0 had ended already: failed.\n");
        console.run("state", "finish-run", "orders_0", "-c", "x", "--json");
        assertThat(json().get("changed").asBoolean()).isFalse();
        assertThat(console.run("state", "finish-run", "-c", "x")).isEqualTo(2);
    }

    @Test
    void whatWasForgottenIsTold() throws Exception {
        console.state.columns = 12;
        assertThat(console.run("state", "reset", "-c", "x", "-e", "orders")).isZero();
        assertThat(console.out()).isEqualTo("orders: forgot the 12 columns of its last success.\n");
        console.run("state", "reset", "-c", "x", "-e", "orders", "--json");
        assertThat(json().get("forgotten_columns").asInt()).isEqualTo(12);
        console.state.columns = 0;
        console.run("state", "reset", "-c", "x", "-e", "orders");
        assertThat(console.out()).isEqualTo("orders: there was nothing to forget.\n");
        assertThat(console.run("state", "reset", "-c", "x")).isEqualTo(2);
    }

    @Test
    void whoseItWasIsTold() throws Exception {
        assertThat(console.run("state", "accept", "-c", "x", "-e", "orders")).isZero();
        assertThat(console.out()).isEqualTo("orders: its state belongs to /c/rivet.yaml now.\n");
        console.state.owner =
                Optional.of(new ExportOwner("/c/old.yaml", "postgres db:5432/shop", "out"));
        console.run("state", "accept", "-c", "x", "-e", "orders");
        assertThat(console.out())
                .endsWith(" now; it belonged to /c/old.yaml (postgres db:5432/shop to out).\n");
        console.run("state", "accept", "-c", "x", "-e", "orders", "--json");
        assertThat(names(json()))
                .containsExactly(
                        "export_name",
                        "config_file",
                        "previous_config_file",
                        "previous_source",
                        "previous_destination");
    }

    private static RunJournal journal(RunState run, RunEvent... events) {
        List<JournalEntry> entries =
                List.of(events).stream().map(event -> new JournalEntry(START, event)).toList();
        return new RunJournal(run, new Journal(run.run().id(), "orders", entries));
    }

    private static RunEvent end(Outcome outcome, @Nullable String message) {
        return new RunEvent.RunCompleted(outcome, message, Duration.ofSeconds(3));
    }

    @Test
    void journalTellsWhatHappened() throws Exception {
        console.state.journals =
                List.of(
                        journal(
                                new RunState(running("orders_3"), null),
                                new RunEvent.Warning("source", "no primary key\nmore")),
                        journal(
                                new RunState(ended("orders_2", "failed", 0), null),
                                end(Outcome.FAILED, "gone: mysql://a:geheim@db\nmore")),
                        journal(
                                new RunState(ended("orders_1", "success", 7), null),
                                new RunEvent.SchemaChanged(
                                        List.of("b (text)"), List.of("c"), List.of()),
                                new RunEvent.RetryAttempted(1, "gone\nmore", Duration.ZERO),
                                new RunEvent.FileWritten("a.csv", 6, 2048, 1),
                                new RunEvent.FileWritten("b.csv", 1, 2048, 2),
                                end(Outcome.SUCCESS, null)),
                        new RunJournal(new RunState(running("orders_0"), HOLDER), null));
        assertThat(console.run("journal", "-c", "x", "--export", "orders")).isZero();
        assertThat(console.out())
                .isEqualTo(
                        """
                        ✗ orders  dead
                          run_id: orders_3
                          started: 2026-11-21T05:02:50Z
                          files: 0 files, 0 rows, 0 B
                          warning: no primary key
                          ends: at 2026-11-21T05:02:50.505Z, without an end of the run

                        ✗ orders  failed  3.0s
                          run_id: orders_2
                          started: 2026-11-21T05:02:50Z
                          files: 0 files, 0 rows, 0 B
                          error: gone: mysql://REDACTED@db

                        ✓ orders  success  3.0s
                          run_id: orders_1
                          started: 2026-11-21T05:02:50Z
                          files: 2 files, 7 rows, 4.0 KB
                              a.csv  6 rows  2.0 KB
                              b.csv  1 row  2.0 KB
                          retry: gone
                          schema: added b (text)
                          schema: removed c

                        … orders  running
                          run_id: orders_0
                          started: 2026-11-21T05:02:50Z
                          at work: process 4711 on db1 since 2026-11-21T05:02:50Z
                          journal: none
                        """);
        console.run("journal", "-c", "x", "-e", "orders", "--json", "--run-id", "orders_1");
        assertThat(names(json().get(2)))
                .containsExactly(
                        "run_id",
                        "export_name",
                        "status",
                        "dead",
                        "started_at",
                        "finished_at",
                        "duration_ms",
                        "total_rows",
                        "files_produced",
                        "bytes_written",
                        "retries",
                        "warnings",
                        "schema_changes",
                        "error_message",
                        "holder",
                        "entries");
        assertThat(json().get(2).get("total_rows").asLong()).isEqualTo(7);
        assertThat(json().get(2).get("entries")).hasSize(5);
        assertThat(json().get(1).get("error_message").asText()).doesNotContain("geheim");
        assertThat(json().get(3).get("entries").isNull()).isTrue();
        assertThat(console.state.asked)
                .containsExactly("journals orders null 5", "journals orders orders_1 5");
    }
}
