package dev.rivet.diag;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes secrets out of text that may have picked some up on its way: words of drivers and
/// servers, echoed configuration, URLs. Everything that is printed or stored passes through here.
public final class Redaction {
    private static final String MASK = "REDACTED";

    /// From `://` to the last `@` before white space.
    private static final Pattern USER_INFO = Pattern.compile("://(\\S+)@");

    /// `password=x`, `pwd: x`, `"password": "x"`; a reference like `${NAME}` is no secret.
    private static final Pattern PASSWORD =
            Pattern.compile(
                    "(?i)((?<!using )(?:password|passwd|pwd|passphrase|secret(?:_access)?_key)[\"']?"
                            + "\\s{0,8}[=:]\\s{0,8})(?!\\$\\{)(\"[^\"]*\"|'[^']*'|[^\\s&]+)");

    private Redaction() {}

    /// The same text with passwords masked. A bare `user@host` stays, as does `user@` in a URL.
    public static String redact(String text) {
        String urls = USER_INFO.matcher(text).replaceAll(Redaction::userInfo);
        return PASSWORD.matcher(urls).replaceAll(found -> quoted(found.group(1)) + MASK);
    }

    private static String userInfo(MatchResult found) {
        boolean holdsPassword = found.group(1).indexOf(':') >= 0;
        return holdsPassword ? "://" + MASK + "@" : quoted(found.group());
    }

    private static String quoted(String replacement) {
        return Matcher.quoteReplacement(replacement);
    }
}
