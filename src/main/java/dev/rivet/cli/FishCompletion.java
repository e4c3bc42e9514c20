package dev.rivet.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Completion for the fish shell.
final class FishCompletion {
    private final StringBuilder text = new StringBuilder("complete -c rivet -f\n");

    private FishCompletion() {}

    static String script(CommandSpec root) {
        FishCompletion completion = new FishCompletion();
        completion.command(root, List.of());
        return completion.text.toString();
    }

    /// What may follow this command, and the commands below it.
    ///
    /// @param path the commands typed so far, without `rivet`
    private void command(CommandSpec spec, List<String> path) {
        String here = condition(spec, path);
        for (CommandSpec child : CommandModel.visible(spec)) {
            String words = String.join(" ", child.usageMessage().description());
            line(here, "-a " + child.name(), words);
        }
        spec.positionalParameters()
                .forEach(each -> CommandModel.choices(each).forEach(word -> choice(here, word)));
        CommandModel.acceptedOptions(spec).forEach(option -> option(here, option));
        for (CommandSpec child : CommandModel.visible(spec)) {
            command(child, append(path, child.name()));
        }
    }

    private void choice(String here, String word) {
        text.append("complete -c rivet -n ").append(quoted(here));
        text.append(" -a ").append(word).append('\n');
    }

    private void option(String here, OptionSpec option) {
        String names =
                List.of(option.names()).stream()
                        .map(
                                name ->
                                        name.startsWith("--")
                                                ? "-l " + name.substring(2)
                                                : shortName(name))
                        .collect(Collectors.joining(" "));
        String value = option.arity().max() == 0 ? "" : takesFile(option) ? " -r -F" : " -x";
        line(here, names + value, CommandModel.effect(option));
    }

    private static String shortName(String name) {
        return "-s " + name.substring(1);
    }

    private static boolean takesFile(OptionSpec option) {
        return option.type().equals(Path.class);
    }

    private void line(String here, String what, String words) {
        text.append("complete -c rivet -n ").append(quoted(here)).append(' ').append(what);
        text.append(" -d ").append(quoted(words)).append('\n');
    }

    /// True while these commands have been typed and none below them.
    private static String condition(CommandSpec spec, List<String> path) {
        String below =
                CommandModel.visible(spec).stream()
                        .map(CommandSpec::name)
                        .collect(Collectors.joining(" "));
        String seen =
                path.stream()
                        .map(name -> "__fish_seen_subcommand_from " + name)
                        .collect(Collectors.joining("; and "));
        String unseen = below.isEmpty() ? "" : "not __fish_seen_subcommand_from " + below;
        return seen.isEmpty() || unseen.isEmpty() ? seen + unseen : seen + "; and " + unseen;
    }

    private static List<String> append(List<String> path, String name) {
        return Stream.concat(path.stream(), Stream.of(name)).toList();
    }

    private static String quoted(String words) {
        return "'" + words.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
