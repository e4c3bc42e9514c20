package dev.rivet.journal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Names one run of one export: `<export>_<yyyyMMdd'T'HHmmss.SSS>_<pid>`, UTC.
public record RunId(String value) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    public static RunId of(String export, Instant start, long pid) {
        return new RunId(export + "_" + STAMP.format(start) + "_" + pid);
    }

    @Override
    public String toString() {
        return value;
    }
}
