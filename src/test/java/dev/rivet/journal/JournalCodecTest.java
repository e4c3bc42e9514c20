package dev.rivet.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalCodecTest {
    private static final Instant NOW = Instant.parse("2026-11-21T05:02:50.505Z");

    @Test
    void everyEventIsAnObjectUnderItsName() throws Exception {
        String json =
                written(
                        List.of(
                                entry(
                                        new RunEvent.PlanResolved(
                                                "orders",
                                                "SELECT 1",
                                                "full",
                                                new FileKind("csv", "none"),
                                                "local",
                                                new RunSummary.Tuning("balanced", 10),
                                                true)),
                                entry(new RunEvent.FileWritten("a.csv", 1, 2, 0)),
                                entry(new RunEvent.Warning("about", "what")),
                                entry(
                                        new RunEvent.SchemaChanged(
                                                List.of("a (int64)"), List.of(), List.of("c"))),
                                entry(
                                        new RunEvent.RetryAttempted(
                                                1, "gone", Duration.ofMillis(250))),
                                entry(new RunEvent.ValidationResult(true)),
                                entry(
                                        new RunEvent.RunCompleted(
                                                Outcome.SUCCESS, null, Duration.ofMillis(7)))));
        assertThat(new ObjectMapper().readTree(json))
                .isEqualTo(
                        new ObjectMapper()
                                .readTree(
                                        """
                                        {"run_id": "orders_1", "export_name": "orders", "entries": [
                                        {"recorded_at": "2026-11-21T05:02:50.505Z", "event":
                                          {"PlanResolved": {"export_name": "orders",
                                            "base_query": "SELECT 1", "strategy": "full",
                                            "format": "csv", "compression": "none",
                                            "destination_type": "local",
                                            "tuning_profile": "balanced", "batch_size": 10,
                                            "validate": true}}},
                                        {"recorded_at": "2026-11-21T05:02:50.505Z", "event":
                                          {"FileWritten": {"file_name": "a.csv", "rows": 1,
                                            "bytes": 2, "part_index": 0}}},
                                        {"recorded_at": "2026-11-21T05:02:50.505Z", "event":
                                          {"Warning": {"context": "about", "message": "what"}}},
                                        {"recorded_at": "2026-11-21T05:02:50.505Z", "event":
                                          {"SchemaChanged": {"added": ["a (int64)"],
                                            "removed": [], "type_changed": ["c"]}}},
                                        {"recorded_at": "2026-11-21T05:02:50.505Z", "event":
                                          {"RetryAttempted": {"attempt": 1, "reason": "gone",
                                            "backoff_ms": 250}}},
                                        {"recorded_at": "2026-11-21T05:02:50.505Z", "event":
                                          {"ValidationResult": {"passed": true}}},
                                        {"recorded_at": "2026-11-21T05:02:50.505Z", "event":
                                          {"RunCompleted": {"status": "success",
                                            "error_message": null, "duration_ms": 7}}}
                                        ]}
                                        """));
        assertThat(JournalCodec.write(JournalCodec.read(json))).isEqualTo(json);
    }

    @Test
    void eventsOfALaterVersionAreLeftOut() {
        String json =
                """
                {"run_id": "a_1", "export_name": "a", "entries": [
                  {"recorded_at": "2026-11-21T05:02:50Z", "event": {"Later": {"x": [1.5, {}]}}},
                  {"recorded_at": "2026-11-21T05:02:51Z", "event":
                    {"Warning": {"context": "c", "message": "m"}}}]}
                """;
        assertThat(JournalCodec.read(json))
                .isEqualTo(
                        new Journal(
                                new RunId("a_1"),
                                "a",
                                List.of(
                                        new JournalEntry(
                                                Instant.parse("2026-11-21T05:02:51Z"),
                                                new RunEvent.Warning("c", "m")))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "{\"run_id\": 1}",
                "{\"run_id\": \"a\", \"export_name\": \"a\", \"entries\": [{\"recorded_at\": \"2026-11-21T05:02:50Z\", \"event\": {}}]}",
                "{\"run_id\": \"a\", \"entries\": 3}"
            })
    void otherTextIsNoJournal(String text) {
        assertThatThrownBy(() -> JournalCodec.read(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String written(List<JournalEntry> entries) {
        return JournalCodec.write(new Journal(new RunId("orders_1"), "orders", entries));
    }

    @Test
    void secretsInMessagesAreMasked() {
        String json =
                written(
                        List.of(
                                entry(new RunEvent.Warning("c", "at mysql://u:hunter2@h/d")),
                                entry(
                                        new RunEvent.RunCompleted(
                                                Outcome.FAILED,
                                                "password=hunter2",
                                                Duration.ofMillis(7)))));
        assertThat(json).contains("mysql://REDACTED@h/d").doesNotContain("hunter2");
    }

    private static JournalEntry entry(RunEvent event) {
        return new JournalEntry(NOW, event);
    }
}
