package dev.rivet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.docs.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParseResult;

class DocumentedCommandsTest {
    private static final Set<String> LANGUAGES = Set.of("sh", "console", "python");

    /// A quoted text, an operator of the shell, or a word.
    private static final Pattern TOKEN =
            Pattern.compile("'([^']*)'|\"([^\"]*)\"|\\d?[|&;<>]+\\d?|[^\\s|&;<>'\"]+");

    private static final Pattern OPERATOR = Pattern.compile("\\d?[|&;<>]+\\d?|#");

    /// A call of rivet in a line of a page.
    record Call(Page.Block block, List<String> arguments) {
        @Override
        public String toString() {
            return block + " rivet " + String.join(" ", arguments);
        }
    }

    static List<Call> calls() {
        return Page.all().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> LANGUAGES.contains(block.language()))
                .flatMap(DocumentedCommandsTest::calls)
                .toList();
    }

    private static Stream<Call> calls(Page.Block block) {
        return block.text()
                .lines()
                .filter(line -> !block.language().equals("console") || line.startsWith("$ "))
                .flatMap(line -> calls(line).stream())
                .map(arguments -> new Call(block, arguments));
    }

    /// What stands between each `rivet` and the next operator of the shell.
    static List<List<String>> calls(String line) {
        List<List<String>> calls = new ArrayList<>();
        boolean inside = false;
        for (String token : tokens(line)) {
            if (OPERATOR.matcher(token).matches()) {
                inside = false;
            } else if (inside) {
                calls.getLast().add(token);
            } else if (token.equals("rivet") || token.endsWith("/bin/rivet")) {
                inside = true;
                calls.add(new ArrayList<>());
            }
        }
        return calls;
    }

    /// Quotes are dropped when they are around one word; a longer text is looked into.
    private static List<String> tokens(String line) {
        return TOKEN.matcher(line)
                .results()
                .flatMap(
                        found -> {
                            String text = found.group(2);
                            return text != null && text.contains("rivet ")
                                    ? Stream.concat(tokens(text).stream(), Stream.of(";"))
                                    : Stream.of(found.group().replaceAll("^['\"]|['\"]$", ""));
                        })
                .toList();
    }

    @Test
    void callsAreFoundInLinesOfTheShell() {
        assertThat(calls("15 2 * * * . env && /opt/rivet/bin/rivet run -c a 2>> log | rivet x"))
                .containsExactly(List.of("run", "-c", "a"), List.of("x"));
        assertThat(calls("rivet run -p 'A=b c' # twice"))
                .containsExactly(List.of("run", "-p", "A=b c"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyCallIsUnderstood(Call call) {
        ParseResult parsed =
                new Rivet(new Console().surroundings(), ErrorStyle.TEXT)
                        .commandLine()
                        .parseArgs(call.arguments().toArray(String[]::new));

        ParseResult last = parsed.asCommandLineList().getLast().getParseResult();
        assertThat(last.commandSpec().usageMessage().hidden()).as("available").isFalse();
        assertThat(last.matchedOptions()).noneMatch(option -> option.hidden());
    }

    @Test
    void thereAreCalls() {
        assertThat(calls()).hasSizeGreaterThan(15);
    }
}
