package dev.rivet.diag;

import java.util.Locale;

/// Makes text from data, servers and file names harmless for a terminal.
public final class TerminalText {
    private TerminalText() {}

    /// The same text with control characters written as code points, ESC for example
    /// as a backslash and `u{1b}`. Tab and line feed stay.
    public static String sanitise(String text) {
        if (text.chars().noneMatch(TerminalText::isControl)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.chars().forEach(each -> append(out, (char) each));
        return out.toString();
    }

    private static void append(StringBuilder out, char each) {
        if (isControl(each)) {
            out.append("\\u{").append(String.format(Locale.ROOT, "%02x", (int) each)).append('}');
        } else {
            out.append(each);
        }
    }

    private static boolean isControl(int each) {
        return Character.isISOControl(each) && each != '\t' && each != '\n';
    }
}
