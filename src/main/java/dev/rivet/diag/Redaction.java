package dev.rivet.diag;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes secrets out of text that may have picked some up on its way: words of drivers and
/// servers, echoed configuration, URLs. Everything that is printed or stored passes through here.
///
/// A secret is known by its value, every [Secret] of this process, and besides by two shapes that
/// only machines write. rivet's own sentences have neither. Thread-safe.
public final class Redaction {
    private static final String MASK = "REDACTED";

    /// A shorter one may be a word of its own, and counts only as the value of something.
    private static final int LEAST_STANDING_ALONE = 8;

    /// The longest first, because it may hold another.
    private static final Set<String> KNOWN =
            new ConcurrentSkipListSet<>(
                    Comparator.comparingInt(String::length)
                            .reversed()
                            .thenComparing(Comparator.naturalOrder()));

    /// From `://` to the last `@` before white space.
    private static final Pattern USER_INFO = Pattern.compile("://(\\S+)@");

    /// `password=x`, as in options of a connection; `${NAME}` and `...` are no secrets.
    private static final Pattern OPTION =
            Pattern.compile(
                    "(?i)((?:password|passwd|pwd|passphrase|secret(?:_access)?_key)"
                            + "\\s{0,8}=\\s{0,8})(?!\\$\\{|\\.\\.\\.)"
                            + "(\"[^\"]*\"|'[^']*'|[^\\s&`]+)");

    private Redaction() {}

    /// Masks this value from now on.
    static void learn(String secret) {
        if (!secret.isBlank()) {
            KNOWN.add(secret);
        }
    }

    /// The same text with secrets masked. A bare `user@host` stays, as does `user@` in a URL.
    public static String redact(String text) {
        String urls = USER_INFO.matcher(text).replaceAll(Redaction::userInfo);
        String options = OPTION.matcher(urls).replaceAll(found -> quoted(found.group(1)) + MASK);
        for (String secret : KNOWN) {
            options = without(secret, options);
        }
        return options;
    }

    private static String without(String secret, String text) {
        if (!text.contains(secret)) {
            return text;
        }
        if (secret.length() >= LEAST_STANDING_ALONE) {
            return text.replace(secret, MASK);
        }
        Pattern value = Pattern.compile("([=:]\\s?[\"']?)" + Pattern.quote(secret) + "(?![\\w-])");
        return value.matcher(text).replaceAll(found -> quoted(found.group(1)) + MASK);
    }

    private static String userInfo(MatchResult found) {
        boolean holdsPassword = found.group(1).indexOf(':') >= 0;
        return holdsPassword ? "://" + MASK + "@" : quoted(found.group());
    }

    private static String quoted(String replacement) {
        return Matcher.quoteReplacement(replacement);
    }
}
