package dev.rivet.cli;

import dev.rivet.app.StateUseCases.RunJournal;
import dev.rivet.app.StateUseCases.RunState;
import dev.rivet.journal.Journal;
import dev.rivet.journal.JournalCodec;
import dev.rivet.journal.RunEvent;
import dev.rivet.observe.Figures;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One run with its journal, for people and for programs.
final class JournalDocument {
    private JournalDocument() {}

    static String text(RunJournal run) {
        RunState state = run.state();
        String status = RunTexts.status(state);
        Duration duration = RunTexts.duration(state);
        StringBuilder text = new StringBuilder();
        text.append(icon(status))
                .append(' ')
                .append(state.run().exportName())
                .append("  ")
                .append(status)
                .append(duration == null ? "" : "  " + Figures.duration(duration))
                .append('\n');
        row(text, "run_id", state.run().id().value());
        row(text, "started", RunTexts.seconds(state.run().startedAt()));
        if (state.holder() != null) {
            row(text, "at work", RunTexts.holder(state.holder()));
        }
        if (run.journal() == null) {
            row(text, "journal", "none");
        } else {
            events(text, run.journal(), state);
        }
        return text.toString();
    }

    private static void events(StringBuilder text, Journal journal, RunState state) {
        row(
                text,
                "files",
                "%s, %s, %s"
                        .formatted(
                                Figures.counted(journal.files().size(), "file"),
                                Figures.counted(rows(journal), "row"),
                                Figures.bytes(bytes(journal))));
        for (RunEvent.FileWritten file : journal.files()) {
            text.append(
                    "      %s  %s  %s\n"
                            .formatted(
                                    file.fileName(),
                                    Figures.counted(file.rows(), "row"),
                                    Figures.bytes(file.bytes())));
        }
        journal.retries().forEach(each -> row(text, "retry", first(each.reason())));
        journal.warnings().forEach(each -> row(text, "warning", first(each.message())));
        journal.schemaChanges().forEach(each -> row(text, "schema", each));
        String error = error(journal);
        if (error != null) {
            row(text, "error", first(error));
        }
        if (state.isDead() && !journal.entries().isEmpty()) {
            row(
                    text,
                    "ends",
                    "at %s, without an end of the run"
                            .formatted(journal.entries().getLast().recordedAt()));
        }
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append("  ").append(name).append(": ").append(value).append('\n');
    }

    private static String first(String message) {
        return message.lines().findFirst().orElse("");
    }

    private static String icon(String status) {
        return switch (status) {
            case "success" -> "✓";
            case "skipped" -> "–";
            case "running" -> "…";
            default -> "✗";
        };
    }

    private static long rows(Journal journal) {
        return journal.files().stream().mapToLong(RunEvent.FileWritten::rows).sum();
    }

    private static long bytes(Journal journal) {
        return journal.files().stream().mapToLong(RunEvent.FileWritten::bytes).sum();
    }

    private static @Nullable String error(Journal journal) {
        return journal.end().map(RunEvent.RunCompleted::errorMessage).orElse(null);
    }

    static Map<String, @Nullable Object> object(RunJournal run) {
        RunState state = run.state();
        Duration duration = RunTexts.duration(state);
        Journal journal = run.journal();
        Journal read = journal == null ? nothing(state) : journal;
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("run_id", state.run().id().value());
        object.put("export_name", state.run().exportName());
        object.put("status", state.run().outcome());
        object.put("dead", state.isDead());
        object.put("started_at", state.run().startedAt().toString());
        object.put("finished_at", RunTexts.text(state.run().finishedAt()));
        object.put("duration_ms", duration == null ? null : duration.toMillis());
        object.put("total_rows", rows(read));
        object.put("files_produced", read.files().size());
        object.put("bytes_written", bytes(read));
        object.put("retries", read.retries().size());
        object.put(
                "warnings",
                read.warnings().stream().map(each -> Results.clean(each.message())).toList());
        object.put("schema_changes", read.schemaChanges());
        object.put("error_message", error(read));
        object.put("holder", RunTexts.object(state.holder()));
        object.put("entries", journal == null ? null : JournalCodec.entries(journal));
        return object;
    }

    private static Journal nothing(RunState state) {
        return new Journal(state.run().id(), state.run().exportName(), List.of());
    }
}
