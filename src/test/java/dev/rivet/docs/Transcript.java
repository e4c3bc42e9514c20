package dev.rivet.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a page shows of a terminal: commands after `$ `, and what came of them.
record Transcript(List<Step> steps) {
    private static final String PROMPT = "$ ";

    /// A line of the page that stands for any lines, or the end of one that stands for any end.
    private static final String ANYTHING = "...";

    /// Lines that only a slow run shows.
    private static final Pattern PROGRESS = Pattern.compile("rows/s|waiting for the first rows");

    /// One command and the output that the page shows.
    record Step(Page.Block block, String command, String output) {
        /// What the output must match, times, sizes, names of runs and alignment left aside.
        Pattern pattern() {
            return Pattern.compile(
                    plain(output).lines().map(Step::pattern).collect(Collectors.joining("")));
        }

        private static String pattern(String line) {
            if (line.equals(ANYTHING)) {
                return "(?:.*\\n)*";
            }
            return line.endsWith(ANYTHING)
                    ? Pattern.quote(line.substring(0, line.length() - ANYTHING.length())) + ".*\\n"
                    : Pattern.quote(line) + "\\n";
        }
    }

    static Transcript of(Page.Block block) {
        List<Step> steps = new ArrayList<>();
        for (String part : block.text().split("(?m)^(?=\\$ )", -1)) {
            if (part.startsWith(PROMPT)) {
                int end = part.indexOf('\n');
                steps.add(
                        new Step(
                                block,
                                part.substring(PROMPT.length(), end),
                                part.substring(end + 1).stripTrailing()));
            }
        }
        return new Transcript(steps);
    }

    /// An output without what differs from run to run.
    static String plain(String output) {
        return output.lines()
                .filter(line -> !PROGRESS.matcher(line).find())
                .map(Transcript::plainLine)
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .stripTrailing()
                .concat("\n");
    }

    private static String plainLine(String line) {
        return line.replaceAll("_\\d{8}T\\d{6}\\.\\d{3}_\\d+", "_<run>")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "<time>")
                .replaceAll("\\b(?:\\d+m )?\\d+(?:\\.\\d)?m?s\\b", "<duration>")
                .replaceAll("\\b[\\d,.]+ [KMG]?B\\b", "<size>")
                .replaceAll("file://\\S*/output", "file://<folder>/output")
                .replaceAll(" +", " ")
                .stripTrailing();
    }
}
