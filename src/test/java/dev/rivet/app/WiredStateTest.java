package dev.rivet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.ChildProcess;
import dev.rivet.app.StateUseCases.ExportState;
import dev.rivet.app.StateUseCases.RunState;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.Journal;
import dev.rivet.journal.RunId;
import dev.rivet.state.Leases;
import dev.rivet.state.Retention;
import dev.rivet.state.RunHistory;
import dev.rivet.state.RunStore;
import dev.rivet.state.jdbc.JdbcStateStore;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WiredStateTest {
    /// Nothing of it can be reached, and its variable is not set.
    private static final String CONFIG =
            """
            source: {type: postgres, host: "${NOWHERE}", user: u, database: d}
            exports:
              - {name: b, query: "SELECT ${SINCE}", format: csv, destination: {type: local, path: b}}
              - {name: a, table: t, format: csv, destination: {type: local, path: a}}
            """;

    @TempDir Path folder;

    private final Vertx vertx = Vertx.vertx();
    private Path config = Path.of("");
    private final StateUseCases state = new WiredUseCases(vertx).state();

    @BeforeEach
    void configuration() throws Exception {
        config = Files.writeString(folder.resolve("rivet.yaml"), CONFIG);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private JdbcStateStore store() {
        return JdbcStateStore.open(folder.resolve(".rivet_state.db"));
    }

    private static Code refusal(ThrowingCallable call) {
        return catchThrowableOfType(RivetException.class, call).diagnostic().code();
    }

    @Test
    void nothingIsMadeWhereNothingEverRan() {
        assertThat(state.show(config, null))
                .containsExactly(
                        new ExportState("b", null, null, null, null),
                        new ExportState("a", null, null, null, null));
        assertThat(state.runs(config, null, RunHistory.Which.ALL, 5)).isEmpty();
        assertThat(state.journals(config, "a", null, 5)).isEmpty();
        assertThat(state.vacuum(config, 90, Retention.Effect.REMOVE).total()).isZero();
        assertThat(state.reset(config, "a").columns()).isZero();
        assertThat(refusal(() -> state.finishRun(config, "a_1"))).isEqualTo(Code.CLI_VALUE_INVALID);
        assertThat(refusal(() -> state.journals(config, "a", "a_1", 5)))
                .isEqualTo(Code.CLI_VALUE_INVALID);
        assertThat(folder.resolve(".rivet_state.db")).doesNotExist();
    }

    @Test
    void exportsThatAreNotDeclaredAreRefused() {
        assertThat(refusal(() -> state.show(config, "c"))).isEqualTo(Code.CLI_EXPORT_UNKNOWN);
        assertThat(refusal(() -> state.runs(config, "c", RunHistory.Which.ALL, 1)))
                .isEqualTo(Code.CLI_EXPORT_UNKNOWN);
        assertThat(refusal(() -> state.journals(config, "c", null, 1)))
                .isEqualTo(Code.CLI_EXPORT_UNKNOWN);
        assertThat(refusal(() -> state.reset(config, "c"))).isEqualTo(Code.CLI_EXPORT_UNKNOWN);
    }

    @Test
    void liveRunIsLeftAloneAndADeadOneClosed() throws Exception {
        Path file = folder.resolve(".rivet_state.db");
        try (ChildProcess run = new ChildProcess(RunHolder.class, file.toString(), "a_1")) {
            assertThat(run.line()).isEqualTo("running");

            ExportState live = state.show(config, "a").getFirst();
            Leases.Holder holder = Objects.requireNonNull(live.holder());
            assertThat(holder.runId()).isEqualTo("a_1");
            RunState listed = state.runs(config, null, RunHistory.Which.RUNNING, 5).getFirst();
            assertThat(listed.holder()).isEqualTo(holder);
            assertThat(listed.isDead()).isFalse();
            assertThat(refusal(() -> state.finishRun(config, "a_1")))
                    .isEqualTo(Code.STATE_RUN_IN_PROGRESS);
            assertThat(refusal(() -> state.reset(config, "a")))
                    .isEqualTo(Code.STATE_RUN_IN_PROGRESS);
            assertThat(state.vacuum(config, 0, Retention.Effect.REMOVE).total()).isZero();

            run.kill();

            RunState dead = state.runs(config, null, RunHistory.Which.RUNNING, 5).getFirst();
            assertThat(dead.isDead()).isTrue();
            assertThat(state.journals(config, "a", "a_1", 5).getFirst().journal()).isNull();
            assertThat(state.finishRun(config, "a_1").isRunning()).isTrue();
            assertThat(state.finishRun(config, "a_1").status()).isEqualTo("interrupted");
            assertThat(state.runs(config, null, RunHistory.Which.RUNNING, 5)).isEmpty();
        }
        try (JdbcStateStore store = store()) {
            assertThat(store.runs().begin(new RunId("a_2"), "a", "", Instant.now()))
                    .as("the next run still clears away what it left")
                    .containsExactly(new RunStore.DeadRun("a_1", "file:///out/a"));
        }
    }

    @Test
    void anExportIsNoPartitionOfAnotherWhoseNameItBeginsWith() throws Exception {
        Files.writeString(
                config,
                CONFIG
                        + """
              - {name: a__old, table: t, format: csv, destination: {type: local, path: old}}
            """);
        try (JdbcStateStore store = store()) {
            store.runs().begin(new RunId("a__old_1"), "a__old", "", Instant.now());
            store.runs().begin(new RunId("a__2026_1"), "a__2026", "", Instant.now());
        }
        assertThat(state.resetChunks(config, "a")).containsOnlyKeys("a", "a__2026");
        assertThat(state.resetChunks(config, null)).containsOnlyKeys("b", "a", "a__2026", "a__old");
    }

    @Test
    void stateIsCopiedBesideTheConfiguration() {
        assertThat(refusal(() -> state.copy(config, null)))
                .isEqualTo(Code.STATE_COPY_TARGET_MISSING);
        assertThat(refusal(() -> state.copy(config, "sqlite:other.db")))
                .isEqualTo(Code.STATE_COPY_SOURCE_EMPTY);
        assertThat(refusal(() -> state.copy(config, "postgresql://u:p@db.example/d")))
                .isEqualTo(Code.STATE_URL_TLS_REQUIRED);
        try (JdbcStateStore store = store()) {
            store.schemas().save("a", Map.of("x", "int64"));
        }
        StateUseCases.Copied copied = state.copy(config, "sqlite:other.db");
        assertThat(copied.total()).isEqualTo(1);
        assertThat(copied.to()).isEqualTo(folder.resolve("other.db").toString());
        assertThat(refusal(() -> state.copy(config, "sqlite:.rivet_state.db")))
                .isEqualTo(Code.STATE_COPY_TARGET_NOT_EMPTY);
        try (JdbcStateStore other = JdbcStateStore.open(folder.resolve("other.db"))) {
            assertThat(other.schemas().load("a")).contains(Map.of("x", "int64"));
        }
    }

    @Test
    void forgottenColumnsAreCountedAndGone() {
        try (JdbcStateStore store = store()) {
            store.schemas().save("a", Map.of("x", "int64", "y", "text"));
            store.schemas().save("b", Map.of("x", "int64"));
        }
        assertThat(state.reset(config, "a").columns()).isEqualTo(2);
        assertThat(state.reset(config, "a").columns()).isZero();
        try (JdbcStateStore store = store()) {
            assertThat(store.schemas().load("a")).isEmpty();
            assertThat(store.schemas().load("b")).isPresent();
        }
    }

    @Test
    void journalsAreThoseOfTheExport() {
        try (JdbcStateStore store = store()) {
            for (String export : List.of("a", "b")) {
                RunId run = new RunId(export + "_1");
                store.runs().begin(run, export, "", Instant.now());
                store.journals().save(new Journal(run, export, List.of()));
            }
        }
        assertThat(state.journals(config, "a", null, 5))
                .singleElement()
                .satisfies(each -> assertThat(each.state().isDead()).isTrue())
                .extracting(each -> Objects.requireNonNull(each.journal()).run().value())
                .isEqualTo("a_1");
        assertThat(refusal(() -> state.journals(config, "a", "b_1", 5)))
                .isEqualTo(Code.CLI_VALUE_INVALID);
    }
}
