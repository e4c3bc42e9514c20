package dev.rivet.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A span of time as it is written: a whole number and a unit, `90s`, `10m`, `1h`, `2d`, up to a
/// hundred years.
final class TimeSpan {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*([smhd])");
    private static final Map<String, Duration> UNITS =
            Map.of(
                    "s", Duration.ofSeconds(1),
                    "m", Duration.ofMinutes(1),
                    "h", Duration.ofHours(1),
                    "d", Duration.ofDays(1));
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private TimeSpan() {}

    /// Empty for any other text.
    static Optional<Duration> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        return Optional.of(form)
                .filter(Matcher::matches)
                .map(
                        each ->
                                UNITS.getOrDefault(each.group(2), Duration.ZERO)
                                        .multipliedBy(Long.parseLong(each.group(1))))
                .filter(span -> span.compareTo(LONGEST) <= 0);
    }
}
