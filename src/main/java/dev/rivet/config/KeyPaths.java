package dev.rivet.config;

import java.util.List;
import java.util.stream.Stream;

/// Walks the table of keys.
final class KeyPaths {
    private KeyPaths() {}

    /// A key and the block it stands in.
    ///
    /// @param home path of the block: empty for the root, else for example `exports[]`
    record Entry(String home, ConfigKey key) {
        String path() {
            return home.isEmpty() ? key.name() : home + "." + key.name();
        }
    }

    /// Every key at every level, parents before children.
    static Stream<Entry> all() {
        return below("", ConfigKeys.ROOT);
    }

    /// Blocks of this version in which a key of that name has a meaning.
    static List<String> homesOf(String name) {
        return all().filter(each -> each.key().name().equals(name) && each.key().available())
                .map(each -> each.home().isEmpty() ? "the top level" : "`" + each.home() + "`")
                .toList();
    }

    private static Stream<Entry> below(String home, Shape.Block block) {
        return block.keys().stream()
                .map(key -> new Entry(home, key))
                .flatMap(entry -> Stream.concat(Stream.of(entry), inside(entry)));
    }

    private static Stream<Entry> inside(Entry entry) {
        return switch (entry.key().shape()) {
            case Shape.Block block -> below(entry.path(), block);
            case Shape.Blocks(Shape.Block each) -> below(entry.path() + "[]", each);
            case Shape.Text(),
                    Shape.Confidential(),
                    Shape.Whole(_, _),
                    Shape.WordOrWhole(_, _, _),
                    Shape.Fraction(_, _),
                    Shape.Flag(),
                    Shape.Choice(_),
                    Shape.Size(),
                    Shape.ColumnType(),
                    Shape.Texts(),
                    Shape.FlagOrTexts(),
                    Shape.TextOrTexts(),
                    Shape.ByName(_) ->
                    Stream.empty();
        };
    }
}
