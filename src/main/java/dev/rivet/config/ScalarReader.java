package dev.rivet.config;

import dev.rivet.diag.Code;
import dev.rivet.diag.NearNames;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// Checks single values against the shape that the table asks for.
final class ScalarReader {
    private static final Pattern WHOLE = Pattern.compile("[-+]?\\d{1,18}");
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,18}(\\.\\d{1,18})?");
    private static final String STANDARD_TAGS = "tag:yaml.org,2002:";

    private final Variables variables;
    private final Findings findings;

    ScalarReader(Variables variables, Findings findings) {
        this.variables = variables;
        this.findings = findings;
    }

    /// Whether the node stands for "not written": nothing, `~` or the bare word null.
    boolean isNothing(Node node, Shape shape, Spot spot) {
        if (!(node instanceof ScalarNode scalar) || !scalar.isPlain()) {
            return false;
        }
        String text = scalar.getValue();
        if (Variables.mentionedIn(text)) {
            return variables.fill(text, spot, findings).filter(String::isBlank).isPresent();
        }
        boolean nullWord = text.toLowerCase(Locale.ROOT).equals("null");
        boolean nullIsChoice = shape instanceof Shape.Choice choice && choice.hasNull();
        return text.isEmpty() || text.equals("~") || (nullWord && !nullIsChoice);
    }

    /// The value, or empty after a report.
    Optional<Scalar> read(Node node, Shape shape, Spot spot) {
        if (!(node instanceof ScalarNode scalar)) {
            wrongKind(node, shape, spot);
            return Optional.empty();
        }
        if (!scalar.getTag().getValue().startsWith(STANDARD_TAGS)) {
            findings.problem(
                    spot,
                    Code.CONFIG_YAML_INVALID,
                    "YAML tags (`!name`) are not understood here",
                    "Remove the tag; `${NAME}` fills in an environment variable.");
            return Optional.empty();
        }
        Optional<String> filled = variables.fill(scalar.getValue(), spot, findings);
        return filled.map(text -> scalar.isPlain() ? text.strip() : text)
                .map(
                        text ->
                                new Scalar(
                                        spot,
                                        text,
                                        Variables.show(scalar.getValue()),
                                        lines(scalar)))
                .flatMap(value -> checked(value, shape, isQuoted(scalar)));
    }

    /// Outside of `|`, YAML makes one line of neighbouring ones.
    private static Scalar.Lines lines(ScalarNode scalar) {
        boolean several =
                scalar.getScalarStyle() == ScalarStyle.FOLDED
                        || line(scalar.getEndMark()) > line(scalar.getStartMark());
        return several && scalar.getScalarStyle() != ScalarStyle.LITERAL
                ? Scalar.Lines.FOLDED
                : Scalar.Lines.KEPT;
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(0);
    }

    private static boolean isQuoted(ScalarNode scalar) {
        return !scalar.isPlain() && !Variables.mentionedIn(scalar.getValue());
    }

    private Optional<Scalar> checked(Scalar value, Shape shape, boolean quoted) {
        return switch (shape) {
            case Shape.Text() -> text(value);
            case Shape.Confidential() -> Optional.of(value);
            case Shape.Whole(long min, long max) -> whole(value, min, max, quoted);
            case Shape.WordOrWhole(String word, long min, long max) ->
                    value.text().equals(word) ? Optional.of(value) : whole(value, min, max, quoted);
            case Shape.Fraction(double min, double max) -> fraction(value, min, max);
            case Shape.Flag() -> flag(value, quoted);
            case Shape.Choice choice -> choice(value, choice);
            case Shape.Size() -> size(value);
            case Shape.ColumnType() -> columnType(value);
            case Shape.Texts(),
                    Shape.FlagOrTexts(),
                    Shape.TextOrTexts(),
                    Shape.ByName(_),
                    Shape.Block(_, _),
                    Shape.Blocks(_) ->
                    throw new IllegalArgumentException("not a single value: " + shape);
        };
    }

    private Optional<Scalar> text(Scalar value) {
        return value.text().isBlank()
                ? invalid(value, "is empty", "Write a value, or remove the key.")
                : Optional.of(value);
    }

    private Optional<Scalar> whole(Scalar value, long min, long max, boolean quoted) {
        if (quoted || !WHOLE.matcher(value.text()).matches()) {
            return invalid(value, "must be a whole number" + found(value), range(min, max));
        }
        long number = value.asLong();
        return number < min || number > max
                ? outOfRange(value, range(min, max))
                : Optional.of(value);
    }

    private Optional<Scalar> fraction(Scalar value, double min, double max) {
        String range = "Write a number from " + min + " to " + max + ".";
        if (!NUMBER.matcher(value.text()).matches()) {
            return invalid(value, "must be a number" + found(value), range);
        }
        double number = Double.parseDouble(value.text());
        return number < min || number > max ? outOfRange(value, range) : Optional.of(value);
    }

    private Optional<Scalar> flag(Scalar value, boolean quoted) {
        String word = value.text().toLowerCase(Locale.ROOT);
        return !quoted && (word.equals("true") || word.equals("false"))
                ? Optional.of(value)
                : invalid(
                        value,
                        "must be true or false" + found(value),
                        "Write `true` or `false` without quotes.");
    }

    private Optional<Scalar> choice(Scalar value, Shape.Choice choice) {
        String word = choice.hasNull() && isNullWord(value) ? "null" : value.text();
        Optional<Shape.Option> option = choice.option(word);
        if (option.isEmpty()) {
            String meant =
                    value.hasVariables()
                            ? ""
                            : NearNames.closest(word, choice.available())
                                    .map(near -> "Did you mean `" + near + "`? ")
                                    .orElse("");
            return invalid(
                    value,
                    "is not one of " + String.join(", ", choice.available()) + found(value),
                    meant + "Write one of " + String.join(", ", choice.available()) + ".");
        }
        if (option.get().availability() == Availability.NOT_YET) {
            findings.problem(
                    value.spot(),
                    Code.CONFIG_KEY_UNAVAILABLE,
                    "`" + word + "` is not available in this version of rivet",
                    "This version has: " + String.join(", ", choice.available()) + ".");
            return Optional.empty();
        }
        return Optional.of(new Scalar(value.spot(), word, value.shown(), value.lines()));
    }

    private static boolean isNullWord(Scalar value) {
        return value.text().toLowerCase(Locale.ROOT).equals("null");
    }

    private Optional<Scalar> size(Scalar value) {
        if (ByteSize.parse(value.text()).isPresent()) {
            return Optional.of(value);
        }
        return invalid(
                value,
                "must be a size of at least one byte" + found(value),
                "Write a number and B, KB, MB or GB, for example `256MB`.");
    }

    private Optional<Scalar> columnType(Scalar value) {
        return switch (ColumnTypes.parse(value.text())) {
            case ColumnTypes.Known(_) -> Optional.of(value);
            case ColumnTypes.Later() -> {
                findings.problem(
                        value.spot(),
                        Code.CONFIG_KEY_UNAVAILABLE,
                        "nanosecond timestamps are not available in this version of rivet",
                        "Use `timestamp` or `timestamp_tz`, which hold microseconds.");
                yield Optional.empty();
            }
            case ColumnTypes.Unknown(String reason) -> {
                findings.problem(
                        value.spot(),
                        Code.CONFIG_COLUMN_OVERRIDE_TYPE_INVALID,
                        reason + found(value),
                        "Use one of " + ColumnTypes.NAMES + ".");
                yield Optional.empty();
            }
        };
    }

    private void wrongKind(Node node, Shape shape, Spot spot) {
        if (node instanceof MappingNode map && isBareToken(map)) {
            findings.problem(
                    spot,
                    Code.CONFIG_YAML_INVALID,
                    "a placeholder in braces must be quoted: to YAML, `{` begins a map",
                    "Put the value in quotes, for example `\"{date}\"`.");
            return;
        }
        findings.problem(
                spot,
                Code.CONFIG_VALUE_INVALID,
                "must be " + Shapes.inWords(shape) + ", not a map or a list",
                "Write the value on the line of the key.");
    }

    private static boolean isBareToken(MappingNode map) {
        return map.getValue().size() == 1
                && map.getValue().getFirst().getValueNode() instanceof ScalarNode value
                && value.getValue().isEmpty();
    }

    private Optional<Scalar> invalid(Scalar value, String what, String action) {
        findings.problem(value.spot(), Code.CONFIG_VALUE_INVALID, what, action);
        return Optional.empty();
    }

    private Optional<Scalar> outOfRange(Scalar value, String range) {
        findings.problem(
                value.spot(),
                Code.CONFIG_VALUE_OUT_OF_RANGE,
                "is out of range" + found(value),
                range);
        return Optional.empty();
    }

    private static String range(long min, long max) {
        return max >= Integer.MAX_VALUE
                ? "Write a whole number of at least " + min + "."
                : "Write a whole number from " + min + " to " + max + ".";
    }

    /// What stands in the file, never what a variable holds.
    private static String found(Scalar value) {
        return ": `" + value.shown() + "`";
    }
}
