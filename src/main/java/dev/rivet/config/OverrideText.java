package dev.rivet.config;

import java.util.Locale;
import java.util.regex.Pattern;

/// An override as it is written into a configuration, on one line: for messages that say what to
/// write, so that it can be pasted whatever the column is called.
public final class OverrideText {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

    private OverrideText() {}

    /// `columns: {name: type}`.
    ///
    /// @param type as a configuration names it
    public static String of(String column, String type) {
        return "columns: {" + scalar(column) + ": " + scalar(type) + "}";
    }

    private static String scalar(String text) {
        return PLAIN.matcher(text).matches() ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints()
                .forEach(
                        each -> {
                            if (each == '"' || each == '\\') {
                                out.append('\\').appendCodePoint(each);
                            } else if (Character.isISOControl(each)) {
                                out.append(String.format(Locale.ROOT, "\\x%02x", each));
                            } else {
                                out.appendCodePoint(each);
                            }
                        });
        return out.append('"').toString();
    }
}
