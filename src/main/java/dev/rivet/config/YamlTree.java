package dev.rivet.config;

import dev.rivet.diag.Code;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// From YAML text to nodes that know their place. Says what is wrong with the text without
/// repeating any of it: it may hold a password.
final class YamlTree {
    private static final int MOST_DEPTH = 64;
    private static final int MOST_ALIASES = 1_000;
    private static final Pattern TAB = Pattern.compile("^ *\t.*");
    private static final Pattern BARE_TOKEN = Pattern.compile(".*[:\\[{,-]\\s*[^\"'#]*\\{\\w+}.*");

    private final String text;
    private final Findings findings;

    private YamlTree(String text, Findings findings) {
        this.text = text;
        this.findings = findings;
    }

    /// The root node; empty for a text without any, or when it is not YAML, which is reported.
    static Optional<Node> of(String text, Findings findings) {
        return new YamlTree(text, findings).root();
    }

    private Optional<Node> root() {
        LoadSettings settings =
                LoadSettings.builder().setMaxAliasesForCollections(MOST_ALIASES).build();
        try {
            return tooDeep(settings) ? Optional.empty() : compose(settings);
        } catch (MarkedYamlEngineException broken) {
            report(broken);
        } catch (YamlEngineException broken) {
            findings.problem(
                    Spot.FILE,
                    Code.CONFIG_YAML_INVALID,
                    sentence(String.valueOf(broken.getMessage())),
                    "Remove them.");
        }
        return Optional.empty();
    }

    private Optional<Node> compose(LoadSettings settings) {
        Optional<Node> root = new Compose(settings).composeString(text);
        if (root.isEmpty()) {
            findings.problem(
                    Spot.FILE,
                    Code.CONFIG_YAML_INVALID,
                    "the file is empty",
                    "Add a `source:` block and an `exports:` list: see the example in README.");
        }
        return root;
    }

    private boolean tooDeep(LoadSettings settings) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            depth += event instanceof CollectionStartEvent ? 1 : 0;
            depth -= event instanceof CollectionEndEvent ? 1 : 0;
            if (depth > MOST_DEPTH) {
                findings.problem(
                        spot(event.getStartMark()),
                        Code.CONFIG_YAML_INVALID,
                        "more than " + MOST_DEPTH + " levels of nesting",
                        "Remove brackets or indentation: the deepest key has five levels.");
                return true;
            }
        }
        return false;
    }

    private void report(MarkedYamlEngineException broken) {
        Spot spot = spot(broken.getProblemMark());
        List<String> lines = text.lines().limit(Math.max(spot.line(), 1)).toList();
        if (!lines.isEmpty() && lines.stream().anyMatch(line -> TAB.matcher(line).matches())) {
            reportTab(lines);
        } else if (lines.stream()
                .skip(Math.max(0, lines.size() - 2))
                .anyMatch(line -> BARE_TOKEN.matcher(line).matches())) {
            findings.problem(
                    spot,
                    Code.CONFIG_YAML_INVALID,
                    "a placeholder in braces must be quoted: to YAML, `{` begins a map",
                    "Put the value in quotes, for example `path: \"{date}/orders\"`.");
        } else {
            findings.problem(
                    spot, Code.CONFIG_YAML_INVALID, sentence(broken.getProblem()), remedy(broken));
        }
    }

    private void reportTab(List<String> lines) {
        int line = 1;
        while (!TAB.matcher(lines.get(line - 1)).matches()) {
            line++;
        }
        findings.problem(
                Spot.FILE.at(line, lines.get(line - 1).indexOf('\t') + 1),
                Code.CONFIG_YAML_INVALID,
                "a TAB in the indentation: YAML allows only spaces there",
                "Replace the TAB by spaces.");
    }

    private static String sentence(String problem) {
        if (problem.contains("undefined alias")) {
            return "a value begins with `*`, which to YAML is an alias, and there is no such anchor";
        }
        if (problem.contains("cannot start any token")) {
            return "a value begins with a character that has a meaning in YAML";
        }
        if (problem.contains("unknown escape")) {
            return "a backslash in double quotes begins an escape that YAML does not have";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "a colon is not expected here";
        }
        if (problem.contains("end of stream") || problem.contains("stream end")) {
            return "a quote or a bracket is never closed";
        }
        if (problem.contains("another document")) {
            return "a second YAML document begins here; one file holds one configuration";
        }
        if (problem.contains("<block end>")) {
            return "the indentation does not fit the lines above";
        }
        if (problem.contains("special characters")) {
            return "the text holds control characters, which YAML does not allow";
        }
        if (problem.contains("aliases")) {
            return "more than " + MOST_ALIASES + " aliases (`*name`) to maps and lists";
        }
        return "this is not valid YAML";
    }

    private static String remedy(MarkedYamlEngineException broken) {
        String problem = broken.getProblem();
        if (problem.contains("<block end>")) {
            return "Indent keys of one block alike, with spaces.";
        }
        if (problem.contains("unknown escape")) {
            return "Use single quotes, or write `\\\\`.";
        }
        if (problem.contains("another document")) {
            return "Remove the `---` line.";
        }
        return "Check indentation, colons and brackets here, and put values with special"
                + " characters in single quotes.";
    }

    private static Spot spot(Optional<Mark> mark) {
        return mark.map(at -> Spot.FILE.at(at.getLine() + 1, at.getColumn() + 1)).orElse(Spot.FILE);
    }
}
