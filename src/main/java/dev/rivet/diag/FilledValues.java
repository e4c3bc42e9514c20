package dev.rivet.diag;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// What parameters and environment have put into a query. They may be personal or secret, and
/// servers repeat them in their messages, whole or cut. What rivet itself says holds none of them,
/// so only foreign words are masked.
///
/// @param values as they were filled in
public record FilledValues(Set<String> values) {
    public static final FilledValues NONE = new FilledValues(Set.of());

    private static final String MASK = "REDACTED";

    /// Of a value at least this long, every part at least this long is masked.
    private static final int LEAST_PART = 8;

    /// A shorter one is masked in quotes only: it is in every other word.
    private static final int LEAST_WORD = 3;

    private static final String INSIDE_WORD = "[\\p{L}\\p{N}_]";

    public FilledValues {
        values = Set.copyOf(values);
    }

    /// Foreign words with the values masked.
    public String mask(String text) {
        String masked = withoutParts(text);
        for (String value : values) {
            if (value.length() < LEAST_PART && !value.isBlank()) {
                masked = shortValue(value).matcher(masked).replaceAll(MASK);
            }
        }
        return masked;
    }

    private static Pattern shortValue(String value) {
        String quoted = Pattern.quote(value);
        return value.length() < LEAST_WORD
                ? Pattern.compile("(?<=(['\"`]))" + quoted + "(?=\\1)")
                : Pattern.compile("(?<!" + INSIDE_WORD + ")" + quoted + "(?!" + INSIDE_WORD + ")");
    }

    private String withoutParts(String text) {
        Set<String> parts = parts();
        StringBuilder masked = new StringBuilder();
        int hiddenTo = 0;
        for (int i = 0; i < text.length(); i++) {
            boolean starts =
                    i + LEAST_PART <= text.length()
                            && parts.contains(text.substring(i, i + LEAST_PART));
            if (starts) {
                if (i >= hiddenTo) {
                    masked.append(MASK);
                }
                hiddenTo = i + LEAST_PART;
            }
            if (i >= hiddenTo) {
                masked.append(text.charAt(i));
            }
        }
        return masked.toString();
    }

    private Set<String> parts() {
        Set<String> parts = new HashSet<>();
        for (String value : values) {
            for (int i = 0; i + LEAST_PART <= value.length(); i++) {
                parts.add(value.substring(i, i + LEAST_PART));
            }
        }
        return parts;
    }

    @Override
    public String toString() {
        return "***";
    }
}
