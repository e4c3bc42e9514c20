package dev.rivet.journal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One object of a journal's document, field by field.
record JournalText(Map<?, ?> fields) {
    static Journal of(@Nullable Object document) {
        try {
            JournalText journal = object(document);
            return new Journal(
                    new RunId(journal.text("run_id")),
                    journal.text("export_name"),
                    journal.list("entries").stream().flatMap(JournalText::entry).toList());
        } catch (ClassCastException
                | NullPointerException
                | NoSuchElementException
                | DateTimeException e) {
            throw new IllegalArgumentException("not a journal: " + e.getMessage(), e);
        }
    }

    private static JournalText object(@Nullable Object value) {
        return new JournalText((Map<?, ?>) Objects.requireNonNull(value));
    }

    private static Stream<JournalEntry> entry(Object value) {
        JournalText entry = object(value);
        Map.Entry<?, ?> event = object(entry.get("event")).fields().entrySet().iterator().next();
        Instant recordedAt = Instant.parse(entry.text("recorded_at"));
        return object(event.getValue())
                .event(String.valueOf(event.getKey()))
                .map(known -> new JournalEntry(recordedAt, known))
                .stream();
    }

    private Optional<RunEvent> event(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "PlanResolved" -> plan();
                    case "FileWritten" ->
                            new RunEvent.FileWritten(
                                    text("file_name"),
                                    number("rows"),
                                    number("bytes"),
                                    (int) number("part_index"));
                    case "Warning" -> new RunEvent.Warning(text("context"), text("message"));
                    case "SchemaChanged" ->
                            new RunEvent.SchemaChanged(
                                    texts("added"), texts("removed"), texts("type_changed"));
                    case "ChunkStarted" ->
                            new RunEvent.ChunkStarted(
                                    (int) number("chunk_index"),
                                    (String) get("start_key"),
                                    (String) get("end_key"));
                    case "ChunkCompleted" ->
                            new RunEvent.ChunkCompleted(
                                    (int) number("chunk_index"),
                                    number("rows"),
                                    (String) get("file_name"));
                    case "ChunkFailed" ->
                            new RunEvent.ChunkFailed(
                                    (int) number("chunk_index"),
                                    text("error"),
                                    (int) number("attempt"));
                    case "RetryAttempted" ->
                            new RunEvent.RetryAttempted(
                                    (int) number("attempt"),
                                    text("reason"),
                                    Duration.ofMillis(number("backoff_ms")));
                    case "ValidationResult" -> new RunEvent.ValidationResult(flag("passed"));
                    case "RunCompleted" ->
                            new RunEvent.RunCompleted(
                                    Outcome.valueOf(text("status").toUpperCase(Locale.ROOT)),
                                    (String) get("error_message"),
                                    Duration.ofMillis(number("duration_ms")));
                    default -> null;
                });
    }

    private RunEvent plan() {
        return new RunEvent.PlanResolved(
                text("export_name"),
                text("base_query"),
                text("strategy"),
                new FileKind(text("format"), text("compression")),
                text("destination_type"),
                new RunSummary.Tuning(text("tuning_profile"), (int) number("batch_size")),
                flag("validate"));
    }

    private @Nullable Object get(String name) {
        return fields.get(name);
    }

    private String text(String name) {
        return (String) Objects.requireNonNull(get(name), name);
    }

    private long number(String name) {
        return (Long) Objects.requireNonNull(get(name), name);
    }

    private boolean flag(String name) {
        return (Boolean) Objects.requireNonNull(get(name), name);
    }

    private List<?> list(String name) {
        return (List<?>) Objects.requireNonNull(get(name), name);
    }

    private List<String> texts(String name) {
        return list(name).stream().map(String::valueOf).toList();
    }
}
