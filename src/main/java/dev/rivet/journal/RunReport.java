package dev.rivet.journal;

import dev.rivet.diag.Diagnostic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/// One invocation: every export that it ran, in the order they ended.
///
/// @param id `agg_<yyyyMMdd'T'HHmmssSSS>_<8 hex digits>`, see [#idAt(Instant, int)]
public record RunReport(
        String id,
        Instant startedAt,
        Instant finishedAt,
        Path configPath,
        List<RunSummary> exports) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    public RunReport {
        exports = List.copyOf(exports);
    }

    /// Calls that start in the same millisecond differ by chance.
    ///
    /// @param chance any number
    public static String idAt(Instant start, int chance) {
        return "agg_" + STAMP.format(start) + "_" + HexFormat.of().toHexDigits(chance);
    }

    public Duration duration() {
        return Duration.between(startedAt, finishedAt);
    }

    public long total(ToLongFunction<Volume> figure) {
        return exports.stream().map(RunSummary::volume).mapToLong(figure).sum();
    }

    /// Attempts after the first ones.
    public int retries() {
        return exports.stream().mapToInt(each -> each.spent().retries()).sum();
    }

    public int count(Outcome outcome) {
        return (int) exports.stream().filter(each -> each.outcome() == outcome).count();
    }

    /// Runs that did not deliver: failed or interrupted.
    public List<RunSummary> undelivered() {
        return exports.stream().filter(each -> each.failed().isPresent()).toList();
    }

    /// Why they did not deliver, each placed in its export.
    public List<Diagnostic> failures() {
        return exports.stream().flatMap(each -> each.failed().stream()).toList();
    }
}
