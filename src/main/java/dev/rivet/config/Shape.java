package dev.rivet.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the value of a key may be.
sealed interface Shape {
    /// Any text; a number or a boolean counts by its spelling.
    record Text() implements Shape {}

    /// Text that no message may show.
    record Confidential() implements Shape {}

    /// A whole number, both bounds included.
    record Whole(long min, long max) implements Shape {}

    /// A word, or a whole number, both bounds included.
    record WordOrWhole(String word, long min, long max) implements Shape {}

    /// A number, both bounds included.
    record Fraction(double min, double max) implements Shape {}

    record Flag() implements Shape {}

    /// One of a few words.
    record Choice(List<Option> options) implements Shape {
        public Choice {
            options = List.copyOf(options);
        }

        Optional<Option> option(String word) {
            return options.stream().filter(each -> each.word().equals(word)).findFirst();
        }

        List<String> available() {
            return options.stream()
                    .filter(each -> each.availability() == Availability.AVAILABLE)
                    .map(Option::word)
                    .toList();
        }

        /// Not written as the word for "nothing" in YAML, but as a choice of its own.
        boolean hasNull() {
            return option("null").isPresent();
        }
    }

    record Option(String word, Availability availability) {}

    /// An amount of bytes: a number and a unit.
    record Size() implements Shape {}

    /// The name of a column type.
    record ColumnType() implements Shape {}

    record Texts() implements Shape {}

    record FlagOrTexts() implements Shape {}

    /// A text, or several.
    record TextOrTexts() implements Shape {}

    /// A map whose keys are the user's own names.
    record ByName(Shape each) implements Shape {}

    /// A map with known keys.
    ///
    /// @param alternatives keys of which exactly one must be written; empty for no such rule
    record Block(List<ConfigKey> keys, List<String> alternatives) implements Shape {
        public Block {
            keys = List.copyOf(keys);
            alternatives = List.copyOf(alternatives);
        }

        Optional<ConfigKey> key(String name) {
            return keys.stream().filter(each -> each.name().equals(name)).findFirst();
        }

        List<String> names() {
            return keys.stream().map(ConfigKey::name).toList();
        }

        Block exactlyOneOf(String... names) {
            return new Block(keys, List.of(names));
        }
    }

    /// A list of maps, at least one.
    record Blocks(Block each) implements Shape {}

    static Shape text() {
        return new Text();
    }

    static Shape confidential() {
        return new Confidential();
    }

    static Shape whole(long min, long max) {
        return new Whole(min, max);
    }

    static Shape flag() {
        return new Flag();
    }

    static Choice choice(String... words) {
        return new Choice(options(Availability.AVAILABLE, words).toList());
    }

    /// Adds words that only a later version acts on.
    static Choice later(Choice now, String... words) {
        return new Choice(
                Stream.concat(now.options().stream(), options(Availability.NOT_YET, words))
                        .toList());
    }

    static Block block(ConfigKey... keys) {
        return new Block(List.of(keys), List.of());
    }

    private static Stream<Option> options(Availability when, String... words) {
        return Arrays.stream(words).map(word -> new Option(word, when));
    }
}
