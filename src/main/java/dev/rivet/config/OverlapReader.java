package dev.rivet.config;

import dev.rivet.diag.Code;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How much is read again: a span of time, or a distance in whole numbers.
final class OverlapReader {
    private static final Pattern WHOLE = Pattern.compile("\\d{1,18}");

    private final Findings findings;

    OverlapReader(Findings findings) {
        this.findings = findings;
    }

    /// Null where it is not written, and after a report.
    Mode.@Nullable Overlap read(Section export, String key) {
        Optional<String> text = export.text(key);
        Mode.@Nullable Overlap overlap = text.flatMap(OverlapReader::parsed).orElse(null);
        if (text.isPresent() && overlap == null) {
            findings.problem(
                    export.spot(key),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "is neither a span of time nor a distance in whole numbers",
                    "Write `10m` for a cursor that tells time, up to `36500d`, or `5000` for one of"
                            + " whole numbers.");
        }
        return overlap;
    }

    private static Optional<Mode.Overlap> parsed(String text) {
        String stripped = text.strip();
        if (WHOLE.matcher(stripped).matches()) {
            long keys = Long.parseLong(stripped);
            return keys == 0 ? Optional.empty() : Optional.of(new Mode.Overlap.Distance(keys));
        }
        return TimeSpan.parse(stripped).filter(Duration::isPositive).map(Mode.Overlap.Span::new);
    }
}
