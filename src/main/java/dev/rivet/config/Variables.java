package dev.rivet.config;

import dev.rivet.diag.Code;
import dev.rivet.diag.FilledValues;
import dev.rivet.diag.Undecodable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `${NAME}` in a configuration and its query files: a parameter, else an environment variable.
///
/// References are hidden from the YAML parser in characters of the private use area, one for one,
/// and filled in afterwards. So a value is always one value or a part of one, whatever it
/// contains, and lines and columns are those of the file.
final class Variables {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}\\r\\n]*)}");
    private static final int HIDDEN = 0xE000;
    private static final Pattern HIDDEN_REFERENCE =
            Pattern.compile("\uE024\uE07B([^\uE07D]*)\uE07D");

    private final Map<String, String> environment;
    private final Map<String, String> parameters;
    private final Set<String> used = new HashSet<>();
    private final Set<String> reported = new HashSet<>();

    Variables(Map<String, String> environment, Map<String, String> parameters) {
        this.environment = Map.copyOf(environment);
        this.parameters = Map.copyOf(parameters);
    }

    /// The text with every reference made invisible to YAML.
    static String hide(String text) {
        return REFERENCE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(shift(found.group(), HIDDEN)));
    }

    /// Undoes [#hide(String)].
    static String show(String text) {
        return HIDDEN_REFERENCE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(shift(found.group(), -HIDDEN)));
    }

    static boolean mentionedIn(String hidden) {
        return HIDDEN_REFERENCE.matcher(hidden).find();
    }

    /// Whether the text is one reference and nothing else.
    static boolean isOne(String hidden) {
        return HIDDEN_REFERENCE.matcher(hidden).matches();
    }

    /// A hidden text with the values filled in; empty when one is missing, which is reported.
    Optional<String> fill(String hidden, Spot spot, Findings findings) {
        Matcher matcher = HIDDEN_REFERENCE.matcher(hidden);
        StringBuilder filled = new StringBuilder();
        boolean complete = true;
        while (matcher.find()) {
            Optional<String> value = value(shift(matcher.group(1), -HIDDEN), spot, findings);
            complete &= value.isPresent();
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value.orElse("")));
        }
        matcher.appendTail(filled);
        return complete ? Optional.of(filled.toString()) : Optional.empty();
    }

    /// What references in this text, as it is written, are filled with.
    FilledValues filledInto(String shown) {
        return new FilledValues(
                REFERENCE
                        .matcher(shown)
                        .results()
                        .map(reference -> value(reference.group(1)))
                        .flatMap(Optional::stream)
                        .collect(Collectors.toSet()));
    }

    private Optional<String> value(String name) {
        @Nullable String parameter = parameters.get(name);
        return Optional.ofNullable(parameter == null ? environment.get(name) : parameter);
    }

    /// The value of an environment variable; empty when it is not set or not text, which is
    /// reported.
    Optional<String> environment(String name, Spot spot, Findings findings) {
        @Nullable String value = environment.get(name);
        if (value == null) {
            findings.problem(
                    spot,
                    Code.CONFIG_SECRET_UNSET,
                    "the environment variable `" + name + "` is not set",
                    "Set it before the run: `export " + name + "=...`.");
        } else if (Undecodable.isIn(value)) {
            undecodable(name, spot, findings);
            return Optional.empty();
        }
        return Optional.ofNullable(value);
    }

    /// Parameters that nothing asked for, sorted.
    List<String> unused() {
        List<String> names = new ArrayList<>(parameters.keySet());
        names.removeAll(used);
        return names.stream().sorted().collect(Collectors.toList());
    }

    private Optional<String> value(String name, Spot spot, Findings findings) {
        if (name.isEmpty()) {
            return Optional.of("");
        }
        used.add(name);
        @Nullable String value = value(name).orElse(null);
        if (value == null) {
            unset(name, spot, findings);
        } else if (value.indexOf('\0') >= 0) {
            nul(name, spot, findings);
            return Optional.empty();
        } else if (Undecodable.isIn(value)) {
            undecodable(name, spot, findings);
            return Optional.empty();
        }
        return Optional.ofNullable(value);
    }

    private void unset(String name, Spot spot, Findings findings) {
        if (reported.add(name)) {
            findings.problem(
                    spot,
                    Code.CONFIG_SECRET_UNSET,
                    "`${"
                            + name
                            + "}` has no value: neither a parameter nor an environment"
                            + " variable of that name is set",
                    "Pass `--param "
                            + name
                            + "=...`, or set the environment variable: `export "
                            + name
                            + "=...`.");
        }
    }

    private void nul(String name, Spot spot, Findings findings) {
        if (reported.add(name)) {
            findings.problem(
                    spot,
                    Code.CONFIG_VALUE_INVALID,
                    "the value of `${" + name + "}` holds a NUL character",
                    "Pass a value without NUL characters.");
        }
    }

    private void undecodable(String name, Spot spot, Findings findings) {
        if (reported.add(name)) {
            findings.problem(
                    spot,
                    Code.CONFIG_VALUE_INVALID,
                    "the environment variable `" + name + "` is not UTF-8",
                    "Set it in UTF-8: rivet reads the environment so whatever the locale is.");
        }
    }

    private static String shift(String text, int by) {
        return text.codePoints()
                .map(each -> hideable(by > 0 ? each : each + by) ? each + by : each)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean hideable(int codePoint) {
        return codePoint >= 0 && codePoint < 0x80;
    }
}
