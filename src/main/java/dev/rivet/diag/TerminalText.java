package dev.rivet.diag;

import java.util.regex.Pattern;

/// Keeps foreign text from steering the reader's terminal.
public final class TerminalText {
    private static final Pattern STEERING = Pattern.compile("[\\p{Cntrl}&&[^\\t\\n]]");

    private TerminalText() {}

    /// The text without control characters other than tab and line feed.
    public static String printable(String text) {
        return STEERING.matcher(text).replaceAll("");
    }
}
