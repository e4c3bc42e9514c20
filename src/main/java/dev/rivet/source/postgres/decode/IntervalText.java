package dev.rivet.source.postgres.decode;

/// Intervals as ISO 8601 durations. Months, days and microseconds stay apart: hours never become
/// days, and each part carries its own sign.
final class IntervalText {
    private static final long MICROS_PER_SECOND = 1_000_000L;

    private IntervalText() {}

    /// `P[nY][nM][nD][T[nH][nM][n[.ffffff]S]]`; zero is `PT0S`.
    static String of(int months, int days, long micros) {
        if (months == 0 && days == 0 && micros == 0) {
            return "PT0S";
        }
        StringBuilder text = new StringBuilder("P");
        part(text, months / 12, 'Y');
        part(text, months % 12, 'M');
        part(text, days, 'D');
        if (micros != 0) {
            text.append('T');
            part(text, micros / (3_600 * MICROS_PER_SECOND), 'H');
            part(text, micros / (60 * MICROS_PER_SECOND) % 60, 'M');
            seconds(text, micros % (60 * MICROS_PER_SECOND));
        }
        return text.toString();
    }

    private static void part(StringBuilder text, long value, char unit) {
        if (value != 0) {
            text.append(value).append(unit);
        }
    }

    private static void seconds(StringBuilder text, long micros) {
        if (micros == 0) {
            return;
        }
        long fraction = Math.abs(micros % MICROS_PER_SECOND);
        if (micros < 0) {
            text.append('-');
        }
        text.append(Math.abs(micros / MICROS_PER_SECOND));
        if (fraction != 0) {
            String digits = Long.toString(fraction);
            text.append('.').append("0".repeat(6 - digits.length())).append(digits);
        }
        text.append('S');
    }
}
