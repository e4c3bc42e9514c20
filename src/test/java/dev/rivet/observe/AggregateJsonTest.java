package dev.rivet.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class AggregateJsonTest {
    @Test
    void addsUpAndTellsEachExport() throws Exception {
        JsonNode document =
                read(
                        Summaries.delivered("orders", 100_000, 1),
                        Summaries.refused(
                                "users",
                                Diagnostic.of(
                                        Code.SOURCE_CONNECT_FAILED,
                                        "no way to postgres://a:geheim@db")));

        assertThat(document.get("run_aggregate_id").asText())
                .isEqualTo("agg_20261121T050250505_01abcdef");
        assertThat(document.get("duration_ms").asLong()).isEqualTo(4_000);
        assertThat(document.get("parallel_mode").asText()).isEqualTo("sequential");
        assertThat(document.get("success_count").asInt()).isEqualTo(1);
        assertThat(document.get("failed_count").asInt()).isEqualTo(1);
        assertThat(document.get("total_rows").asLong()).isEqualTo(100_000);
        JsonNode failed = document.get("per_export").get(1);
        assertThat(failed.get("status").asText()).isEqualTo("failed");
        assertThat(failed.get("error").get("code").asText())
                .isEqualTo("RIVET_SOURCE_CONNECT_FAILED");
        assertThat(failed.get("error").get("failures").get(0).get("export").asText())
                .isEqualTo("users");
        assertThat(document.toString()).doesNotContain("geheim");
    }

    @Test
    void everyExportHasAllKeysWhateverBecameOfIt() throws Exception {
        JsonNode document =
                read(
                        Summaries.delivered("orders", 1, 1),
                        Summaries.failed(
                                "users", 5, Diagnostic.of(Code.RUN_INTERRUPTED, "stopped")));

        for (JsonNode export : document.get("per_export")) {
            assertThat(fields(export))
                    .containsExactly(
                            "export_name",
                            "status",
                            "run_id",
                            "rows",
                            "files",
                            "bytes",
                            "bytes_read",
                            "duration_ms",
                            "retries",
                            "mode",
                            "stop_reason",
                            "error",
                            "error_message",
                            "answered_by_run",
                            "skip_reason",
                            "tables");
        }
        JsonNode interrupted = document.get("per_export").get(1);
        assertThat(interrupted.get("status").asText()).isEqualTo("failed");
        assertThat(interrupted.get("stop_reason").asText()).isEqualTo("interrupted");
        assertThat(document.get("per_export").get(0).get("error").isNull()).isTrue();
    }

    @Test
    void noExportsAreADocumentToo() throws Exception {
        JsonNode document = read();

        assertThat(document.get("total_exports").asInt()).isZero();
        assertThat(document.get("per_export").isArray()).isTrue();
    }

    private static JsonNode read(dev.rivet.journal.RunSummary... exports) throws Exception {
        return new ObjectMapper().readTree(AggregateJson.of(Summaries.report(exports)));
    }

    private static List<String> fields(JsonNode node) {
        Iterable<String> names = node::fieldNames;
        return StreamSupport.stream(names.spliterator(), false).toList();
    }
}
