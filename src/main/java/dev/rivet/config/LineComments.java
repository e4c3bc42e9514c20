package dev.rivet.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds comments in SQL that last until the end of their line. Strings, quoted names and block
/// comments may hold their beginnings.
final class LineComments {
    private static final String BLOCK = "/\\*.*?\\*/";
    private static final String DOLLAR_QUOTED = "\\$(\\w*)\\$.*?\\$\\1\\$";

    /// `#` begins operators there, and a backslash is an escape only after an E.
    private static final Pattern IN_POSTGRES =
            pattern("--", DOLLAR_QUOTED, "[eE]" + escaping('\''), "'[^']*+'", "\"[^\"]*+\"");

    private static final Pattern IN_MYSQL =
            pattern("--(?=\\s|$)|#", escaping('\''), escaping('"'), "`[^`]*+`");

    private LineComments() {}

    /// Whether the text holds one.
    ///
    /// @param engine as under `source.type`
    static boolean areIn(String sql, String engine) {
        Matcher parts = (engine.equals("mysql") ? IN_MYSQL : IN_POSTGRES).matcher(sql);
        return parts.results().anyMatch(part -> part.group("comment") != null);
    }

    private static Pattern pattern(String comment, String... quoted) {
        return Pattern.compile(
                String.join("|", quoted) + "|" + BLOCK + "|(?<comment>" + comment + ")",
                Pattern.DOTALL);
    }

    private static String escaping(char quote) {
        String others = "[^" + quote + "\\\\]*+";
        return quote + others + "(?:\\\\." + others + ")*+" + quote;
    }
}
