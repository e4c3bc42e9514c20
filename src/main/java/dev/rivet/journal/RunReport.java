package dev.rivet.journal;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.ToLongFunction;

/// One invocation: every export that it ran, in the order they ended.
///
/// @param id `agg_<yyyyMMdd'T'HHmmssSSS>`, see [#idAt(Instant)]
public record RunReport(
        String id,
        Instant startedAt,
        Instant finishedAt,
        Path configPath,
        List<RunSummary> exports) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);

    public RunReport {
        exports = List.copyOf(exports);
    }

    public static String idAt(Instant start) {
        return "agg_" + STAMP.format(start);
    }

    public Duration duration() {
        return Duration.between(startedAt, finishedAt);
    }

    public long total(ToLongFunction<RunSummary> figure) {
        return exports.stream().mapToLong(figure).sum();
    }

    public int count(Outcome outcome) {
        return (int) exports.stream().filter(each -> each.outcome() == outcome).count();
    }

    /// Runs that did not deliver: failed or interrupted.
    public List<RunSummary> undelivered() {
        return exports.stream()
                .filter(
                        each ->
                                switch (each.outcome()) {
                                    case FAILED, INTERRUPTED -> true;
                                    case SUCCESS, SKIPPED -> false;
                                })
                .toList();
    }

    /// Why they did not deliver, each placed in its export.
    public List<Diagnostic> failures() {
        return undelivered().stream().map(RunReport::failureOf).toList();
    }

    private static Diagnostic failureOf(RunSummary summary) {
        Diagnostic failure =
                summary.failed()
                        .orElseGet(
                                () ->
                                        Diagnostic.of(
                                                Code.INTERNAL_RUN_INVARIANT,
                                                "the run ended as "
                                                        + summary.outcome().label()
                                                        + " without saying why"));
        return failure.at(failure.place().inExport(summary.exportName()));
    }
}
