package dev.rivet.config;

import java.util.List;

/// Names shapes for people.
final class Shapes {
    private Shapes() {}

    /// As in "must be ...".
    static String inWords(Shape shape) {
        return switch (shape) {
            case Shape.Text(), Shape.Confidential() -> "text";
            case Shape.Whole(_, _) -> "a whole number";
            case Shape.WordOrWhole(String word, _, _) -> "`" + word + "` or a whole number";
            case Shape.Fraction(_, _) -> "a number";
            case Shape.Flag() -> "true or false";
            case Shape.Choice choice -> "one of " + String.join(", ", choice.available());
            case Shape.Size() -> "a size such as 256MB";
            case Shape.ColumnType() -> "a column type";
            case Shape.Texts() -> "a list of texts";
            case Shape.FlagOrTexts() -> "true, false or a list of names";
            case Shape.TextOrTexts() -> "text or a list of texts";
            case Shape.ByName(_) -> "a map";
            case Shape.Block block -> "a map with " + String.join(", ", available(block));
            case Shape.Blocks(_) -> "a list of maps";
        };
    }

    private static List<String> available(Shape.Block block) {
        return block.keys().stream().filter(ConfigKey::available).map(ConfigKey::name).toList();
    }
}
