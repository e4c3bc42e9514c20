package dev.rivet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivet.app.Check;
import dev.rivet.journal.FileKind;
import dev.rivet.journal.RunId;
import dev.rivet.journal.RunSummary;
import dev.rivet.journal.Volume;
import dev.rivet.observe.Summaries;
import dev.rivet.state.Ledger;
import dev.rivet.state.RunStore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InspectionTest {
    private final Console console = new Console();

    @BeforeEach
    void someHistory() {
        console.files =
                List.of(
                        file("orders_20261121T050250.505_4711", "orders_1.parquet", 1_234_567),
                        file("users_1", "users_20261121_part10.parquet", 5));
        console.metrics =
                List.of(
                        metric("orders", "success", null),
                        metric("users", "failed", "no way to mysql://a:geheim@db\nmore"));
    }

    /// Fails as a full disk or a reader that has gone does.
    private static OutputStream failing(String words) {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException(words);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"state files", "state files --json", "metrics", "metrics --json"})
    void resultsThatDoNotArriveAreNoSuccess(String command) {
        String[] words = (command + " -c x").split(" ");
        console.results = out -> ResultStream.of(failing("No space left on device"));
        assertThat(console.run(words)).isEqualTo(1);
        assertThat(console.err())
                .contains("[RIVET_CLI_OUTPUT_UNWRITABLE]", "No space left on device");

        console.results = out -> ResultStream.of(failing("Broken pipe"));
        assertThat(console.run(words)).isEqualTo(141);
        assertThat(console.err()).isEmpty();

        console.results = out -> ResultStream.closed();
        assertThat(console.run(words)).isEqualTo(1);
        assertThat(console.err()).contains("it is closed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "run --help",
                "schema config",
                "schema errors",
                "completions bash",
                "self-test"
            })
    void soIsWhatRivetSaysOfItself(String command) {
        console.checks = List.of(new Check("tls", new Check.Passed(), "fine"));
        console.results = out -> ResultStream.of(failing("No space left on device"));
        assertThat(console.run(command.split(" "))).isEqualTo(1);
        assertThat(console.err()).contains("[RIVET_CLI_OUTPUT_UNWRITABLE]");
    }

    @Test
    void filesAreListedInColumnsAsWideAsTheyNeed() {
        assertThat(console.run("state", "files", "-c", "x")).isZero();
        assertThat(console.out())
                .isEqualTo(
                        """
                        RUN ID                           FILE                                ROWS   BYTES  CREATED
                        orders_20261121T050250.505_4711  orders_1.parquet               1,234,567  2.0 KB  2026-11-21T05:02:50Z
                        users_1                          users_20261121_part10.parquet          5  2.0 KB  2026-11-21T05:02:50Z
                        """);
    }

    @Test
    void filesAreListedForPrograms() throws Exception {
        console.run("state", "files", "-c", "x", "--json", "-l", "1");

        JsonNode files = new ObjectMapper().readTree(console.out());
        assertThat(files.size()).isEqualTo(1);
        assertThat(files.get(0).properties().stream().map(each -> each.getKey()))
                .containsExactly(
                        "run_id",
                        "export_name",
                        "file_name",
                        "row_count",
                        "bytes",
                        "format",
                        "compression",
                        "created_at");
    }

    @Test
    void metricsShowWhatWasMeasuredAndWhyARunFailed() {
        assertThat(console.run("metrics", "-c", "x")).isZero();
        assertThat(console.out())
                .isEqualTo(
                        """
                        EXPORT  STATUS   ROWS  DURATION      RSS  FILES   BYTES  RUN ID
                        orders  success   100      2.5s  61.0 MB      1  2.0 KB  orders_1
                        users   failed    100      2.5s        -      1  2.0 KB  users_1
                            error: no way to mysql://REDACTED@db
                            retries: 2
                        """);
    }

    @Test
    void metricsForProgramsHaveTheirSixteenFields() throws Exception {
        console.run("metrics", "-c", "x", "--json");

        JsonNode runs = new ObjectMapper().readTree(console.out());
        assertThat(runs.get(1).properties().stream().map(each -> each.getKey()))
                .containsExactly(
                        "export_name",
                        "run_id",
                        "run_at",
                        "duration_ms",
                        "total_rows",
                        "peak_rss_mb",
                        "status",
                        "error_message",
                        "tuning_profile",
                        "format",
                        "mode",
                        "files_produced",
                        "bytes_written",
                        "retries",
                        "validated",
                        "schema_changed");
        assertThat(runs.get(0).get("peak_rss_mb").asLong()).isEqualTo(61);
        assertThat(runs.get(1).get("peak_rss_mb").isNull()).isTrue();
        assertThat(runs.get(1).get("error_message").asText()).doesNotContain("geheim");
    }

    @Test
    void noneAreAskedForAndNoneAreShown() {
        assertThat(console.run("metrics", "-c", "x", "--last", "0")).isZero();
        assertThat(console.out()).isEmpty();
        console.run("metrics", "-c", "x", "--last", "0", "--json");
        assertThat(console.out().strip()).isEqualTo("[]");
        console.run("state", "files", "-c", "x", "--last", "0", "--json");
        assertThat(console.out().strip()).isEqualTo("[]");
    }

    @Test
    void lessThanNoneIsRefused() {
        assertThat(console.run("state", "files", "-c", "x", "--last", "-1")).isEqualTo(1);
        assertThat(console.err()).contains("[RIVET_CLI_VALUE_INVALID] --last is -1");
    }

    private static Ledger.Entry file(String run, String name, long rows) {
        return new Ledger.Entry(
                run, "orders", name, rows, 2048, new FileKind("parquet", "zstd"), Summaries.START);
    }

    private static RunStore.Metric metric(
            String export, String status, @org.jspecify.annotations.Nullable String error) {
        return new RunStore.Metric(
                new RunSummary.Identity(new RunId(export + "_1"), export, "full"),
                new RunStore.Ended(status, error),
                "balanced",
                "parquet",
                new Volume(100, 1, 4_096, 2_048),
                new RunStore.Checks(null, null),
                new RunSummary.Spent(
                        Summaries.START,
                        Summaries.START.plusMillis(2_500),
                        error == null ? 0 : 2,
                        error == null ? 61L << 20 : null));
    }
}
