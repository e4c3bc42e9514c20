package dev.rivet.observe;

import java.time.Duration;
import java.util.Locale;

/// The one way numbers are shown to people.
public final class Figures {
    private static final String[] UNITS = {"KB", "MB", "GB", "TB", "PB"};

    private Figures() {}

    /// With thousands separators: `1,234,567`.
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// A count and what is counted: `1 file`, `2 files`.
    public static String counted(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /// In units of 1024 with one decimal: `512 B`, `4.2 MB`.
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double size = bytes / 1024.0;
        int unit = 0;
        while (size >= 1023.95 && unit < UNITS.length - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
    }

    /// `850ms`, `12.3s`, `2m 06.0s`, `1h 02m 03.4s`.
    public static String duration(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1000) {
            return millis + "ms";
        }
        long tenths = Math.round(millis / 100.0);
        long hours = tenths / 36_000;
        long minutes = tenths / 600 % 60;
        double seconds = tenths % 600 / 10.0;
        if (hours > 0) {
            return String.format(Locale.ROOT, "%dh %02dm %04.1fs", hours, minutes, seconds);
        }
        return minutes > 0
                ? String.format(Locale.ROOT, "%dm %04.1fs", minutes, seconds)
                : String.format(Locale.ROOT, "%.1fs", seconds);
    }
}
