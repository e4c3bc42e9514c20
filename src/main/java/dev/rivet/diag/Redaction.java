package dev.rivet.diag;

import java.util.regex.Pattern;

/// Takes secrets out of text that somebody else wrote.
public final class Redaction {
    private static final Pattern USER_INFO = Pattern.compile("([A-Za-z][\\w+.-]*://)[^/\\s]*@");

    private Redaction() {}

    /// The text with `scheme://user:password@host` turned into `scheme://REDACTED@host`.
    public static String redact(String text) {
        return USER_INFO.matcher(text).replaceAll("$1REDACTED@");
    }
}
