package dev.rivet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivet.app.RunRequest;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.journal.RunListener;
import dev.rivet.journal.RunSummary;
import dev.rivet.observe.Summaries;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunCommandTest {
    @TempDir Path folder;

    private final Console console = new Console();

    @Test
    void optionsBecomeTheRequest() {
        int exit =
                console.run(
                        "run",
                        "-c",
                        config(),
                        "--export",
                        "orders",
                        "-p",
                        "day=1",
                        "--param",
                        "where=a=b",
                        "-p",
                        "day=2",
                        "--validate",
                        "--strict",
                        "--no-notify",
                        "--lock-wait",
                        "7");

        assertThat(exit).isZero();
        RunRequest request = console.requests.getFirst();
        assertThat(request.config()).isEqualTo(Path.of(config()));
        assertThat(request.export()).isEqualTo("orders");
        assertThat(request.params()).isEqualTo(Map.of("day", "2", "where", "a=b"));
        assertThat(request.options().validate()).isTrue();
        assertThat(request.options().strict()).isTrue();
        assertThat(request.options().lockWait()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void globalOptionsMayStandAnywhere() {
        assertThat(console.run("--lock-wait", "3", "--no-notify", "run", "-c", config())).isZero();
        assertThat(console.requests.getFirst().options().lockWait())
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(console.requests.getFirst().export()).isNull();
    }

    @Test
    void theEnvironmentSaysHowLongToWaitUnlessTheOptionDoes() {
        console.run("run", "-c", config());
        console.environment.put("RIVET_LOCK_WAIT", "5");
        console.run("run", "-c", config());
        console.run("run", "-c", config(), "--lock-wait=0");

        assertThat(console.requests)
                .extracting(request -> request.options().lockWait())
                .containsExactly(Duration.ofMinutes(10), Duration.ofSeconds(5), Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "1.5"})
    void aWaitThatIsNoNumberOfSecondsIsRefused(String wait) {
        console.environment.put("RIVET_LOCK_WAIT", wait);

        assertThat(console.run("run", "-c", config())).isEqualTo(1);
        assertThat(console.err()).contains("[RIVET_CLI_VALUE_INVALID] RIVET_LOCK_WAIT is '" + wait);
        assertThat(console.engineStarts).isZero();
    }

    @Test
    void aParameterWithoutAValueShowsTheForm() {
        assertThat(console.run("run", "-c", config(), "-p", "day")).isEqualTo(1);
        assertThat(console.err()).contains("'day' has no '='", "--param KEY=VALUE");
        assertThat(console.engineStarts).isZero();
    }

    @Test
    void oneExportEndsWithItsCard() {
        console.onRun = request -> Summaries.report(Summaries.delivered("orders", 100_000, 1));

        assertThat(console.run("run", "-c", config())).isZero();
        assertThat(console.err()).contains("── orders ──", "rows:           100,000");
        assertThat(console.out()).isEmpty();
    }

    @Test
    void progressIsToldToTheListenersThatTheRequestCarries() {
        console.onRun =
                request -> {
                    RunSummary summary = Summaries.delivered("orders", 3, 1);
                    for (RunListener listener : request.listeners()) {
                        listener.started(summary.run().id(), "orders", "full");
                        listener.finished(summary);
                    }
                    return Summaries.report(summary);
                };

        console.run("run", "-c", config());

        assertThat(console.err()).contains("orders  started (full)\n", "✓ orders");
        assertThat(folder.resolve(".rivet/runs/orders_20261121T050250.505_4711/summary.json"))
                .exists();
    }

    @Test
    void theSummaryGoesToStandardOutputOnRequestAndNothingElseDoes() throws IOException {
        console.onRun = request -> Summaries.report(Summaries.delivered("orders", 100_000, 1));

        assertThat(console.run("run", "-c", config(), "--json")).isZero();
        JsonNode document = new ObjectMapper().readTree(console.out());
        assertThat(document.get("total_rows").asLong()).isEqualTo(100_000);
    }

    @Test
    void theSummaryGoesToAFileWhoseFolderIsMade() throws IOException {
        Path file = folder.resolve("a/b/summary.json");
        console.onRun = request -> Summaries.report(Summaries.delivered("orders", 7, 1));

        assertThat(console.run("run", "-c", config(), "--summary-output", file.toString()))
                .isZero();
        assertThat(new ObjectMapper().readTree(file.toFile()).get("total_rows").asLong())
                .isEqualTo(7);
    }

    @Test
    void aSummaryThatCannotBeWrittenIsRefusedBeforeTheRun() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("file"), "x");

        assertThat(
                        console.run(
                                "run",
                                "-c",
                                config(),
                                "--summary-output",
                                inTheWay.resolve("summary.json").toString()))
                .isEqualTo(1);
        assertThat(console.run("run", "-c", config(), "--summary-output", folder.toString()))
                .isEqualTo(1);
        assertThat(console.err()).contains("[RIVET_CLI_OUTPUT_UNWRITABLE]", "it is a folder");
        assertThat(console.engineStarts).isZero();
    }

    @Test
    void aSummaryOfAnEarlierCallDoesNotOutliveACallThatFailsBeforeItsOwn() throws IOException {
        Path file = folder.resolve("summary.json");
        console.onRun = request -> Summaries.report(Summaries.delivered("orders", 7, 1));
        console.run("run", "-c", config(), "--summary-output", file.toString());
        assertThat(file).exists();
        console.onRun =
                request -> {
                    throw Diagnostic.of(Code.CONFIG_FILE_UNREADABLE, "no file").toException();
                };

        assertThat(console.run("run", "-c", config(), "--summary-output", file.toString()))
                .isEqualTo(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void aDocumentThatDoesNotArriveIsAFailureAmongTheOthers() throws IOException {
        console.results =
                out ->
                        ResultStream.of(
                                new OutputStream() {
                                    @Override
                                    public void write(int octet) throws IOException {
                                        throw new IOException("No space left on device");
                                    }
                                });
        console.onRun = request -> Summaries.report(failed("a", Code.STATE_RUN_IN_PROGRESS));

        assertThat(console.run("run", "-c", config(), "--json", "--json-errors")).isEqualTo(2);
        JsonNode error = new ObjectMapper().readTree(console.lastErrorLine());
        assertThat(error.get("failures").findValuesAsText("code"))
                .containsExactly("RIVET_STATE_RUN_IN_PROGRESS", "RIVET_CLI_OUTPUT_UNWRITABLE");
    }

    @Test
    void aClosedStandardOutputIsRefusedBeforeTheRun() {
        console.results = out -> ResultStream.closed();

        assertThat(console.run("run", "-c", config(), "--json")).isEqualTo(1);
        assertThat(console.err()).contains("[RIVET_CLI_OUTPUT_UNWRITABLE]", "it is closed");
        assertThat(console.engineStarts).isZero();
        assertThat(console.run("run", "-c", config())).isZero();
    }

    @Test
    void theWorstFailureDecidesTheExitCode() {
        console.onRun =
                request ->
                        Summaries.report(
                                failed("a", Code.VALIDATE_FAILED),
                                failed("b", Code.SOURCE_TABLE_NOT_FOUND),
                                failed("c", Code.STATE_RUN_IN_PROGRESS));

        assertThat(console.run("run", "-c", config())).isEqualTo(3);
        assertThat(console.err())
                .contains(
                        "Error: [RIVET_VALIDATE_FAILED] it went wrong\n  Do not use these files",
                        "Error: [RIVET_SOURCE_TABLE_NOT_FOUND]",
                        "status:         3 failed");
    }

    @Test
    void programsGetOneLineForAllFailures() throws IOException {
        console.onRun =
                request ->
                        Summaries.report(
                                failed("a", Code.SOURCE_TABLE_NOT_FOUND),
                                failed("b", Code.STATE_RUN_IN_PROGRESS));

        assertThat(console.run("--json-errors", "run", "-c", config())).isEqualTo(2);
        JsonNode error = new ObjectMapper().readTree(console.lastErrorLine());
        assertThat(error.get("exit_class").asInt()).isEqualTo(2);
        assertThat(error.get("code").asText()).isEqualTo("RIVET_STATE_RUN_IN_PROGRESS");
        assertThat(error.get("failures").findValuesAsText("export")).containsExactly("a", "b");
        assertThat(console.err()).doesNotContain("Error:");
    }

    @Test
    void whatIsThrownIsToldLikeAnyFailure() {
        console.onRun =
                request -> {
                    throw Diagnostic.of(Code.CONFIG_FILE_UNREADABLE, "no file rivet.yaml")
                            .toException();
                };

        assertThat(console.run("run", "-c", config())).isEqualTo(1);
        assertThat(console.err())
                .contains("Error: [RIVET_CONFIG_FILE_UNREADABLE] no file rivet.yaml\n  Check the");
    }

    @Test
    void theUnexpectedIsInternalAndHasNoStackTraceUnlessWanted() throws IOException {
        console.onRun =
                request -> {
                    throw new IllegalStateException("a\u001b[2Jb postgres://u:geheim@h");
                };

        assertThat(console.run("run", "-c", config(), "--json-errors")).isEqualTo(6);
        assertThat(console.err().lines()).hasSize(1);
        JsonNode error = new ObjectMapper().readTree(console.lastErrorLine());
        assertThat(error.get("code").asText()).isEqualTo("RIVET_INTERNAL_RUN_INVARIANT");
        assertThat(error.get("class").asText()).isEqualTo("internal");
        assertThat(error.get("error").asText()).doesNotContain("geheim", "\u001b");

        console.environment.put("RIVET_LOG", "debug");
        console.run("run", "-c", config());
        assertThat(console.err()).contains("\tat dev.rivet.cli.").doesNotContain("geheim");
    }

    private static RunSummary failed(String export, Code code) {
        return Summaries.refused(export, Diagnostic.of(code, "it went wrong"));
    }

    private String config() {
        return folder.resolve("rivet.yaml").toString();
    }
}
