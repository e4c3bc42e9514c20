package dev.rivet.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One page of the documentation.
///
/// @param file relative to the folder of the project
public record Page(Path file, List<Block> blocks, List<String> headings, List<String> links) {
    private static final Pattern COMMENT = Pattern.compile("<!-- (.*) -->");
    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");

    public Page {
        blocks = List.copyOf(blocks);
        headings = List.copyOf(headings);
        links = List.copyOf(links);
    }

    /// What stands between two fences.
    ///
    /// @param line of the first fence, from 1
    /// @param language the word after the fence, or nothing
    /// @param note the HTML comment on the line before, or nothing
    public record Block(Path page, int line, String language, String note, String text) {
        @Override
        public String toString() {
            return page + ":" + line;
        }
    }

    /// README and everything under `docs`, in the order of their names.
    public static List<Page> all() {
        try (Stream<Path> found = Files.walk(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md"), Path.of("CHANGELOG.md")), found)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(Page::of)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public static Page of(Path file) {
        List<Block> blocks = new ArrayList<>();
        List<String> headings = new ArrayList<>();
        List<String> links = new ArrayList<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("```")) {
                int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
                String text = String.join("\n", lines.subList(i + 1, end)) + "\n";
                String note = i == 0 ? "" : note(lines.get(i - 1));
                blocks.add(new Block(file, i + 1, line.substring(3).strip(), note, text));
                i = end;
            } else if (line.startsWith("#")) {
                headings.add(anchor(line.replaceFirst("^#+ ", "")));
            } else {
                LINK.matcher(line).results().forEach(found -> links.add(found.group(1)));
            }
        }
        return new Page(file, blocks, headings, links);
    }

    /// The file that a link of this page leads to.
    Path target(String link) {
        String name = link.replaceFirst("#.*", "");
        return name.isEmpty() ? file : file.resolveSibling(name).normalize();
    }

    /// Blocks of one language.
    public List<Block> blocks(String language) {
        return blocks.stream().filter(block -> block.language().equals(language)).toList();
    }

    private static String note(String line) {
        Matcher comment = COMMENT.matcher(line);
        return comment.matches() ? comment.group(1) : "";
    }

    /// As GitHub makes it from a heading.
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
