package dev.rivet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What of the parser's model users are shown.
final class CommandModel {
    private CommandModel() {}

    /// Direct subcommands that are not hidden, in the order of help.
    static List<CommandSpec> visible(CommandSpec spec) {
        return spec.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(each -> !each.usageMessage().hidden())
                .toList();
    }

    /// Without hidden ones and those that come from the command above.
    static List<OptionSpec> ownOptions(CommandSpec spec) {
        return spec.options().stream()
                .filter(option -> !option.hidden() && !isInherited(option, spec))
                .toList();
    }

    /// Everything that may be typed after this command.
    static List<OptionSpec> acceptedOptions(CommandSpec spec) {
        return spec.options().stream().filter(option -> !option.hidden()).toList();
    }

    private static boolean isInherited(OptionSpec option, CommandSpec spec) {
        CommandSpec root = spec.root();
        return !spec.equals(root)
                && Map.copyOf(root.optionsMap()).containsKey(option.longestName());
    }

    /// The words that it takes; empty when it takes any.
    static List<String> choices(ArgSpec argument) {
        List<String> words = new ArrayList<>();
        Iterable<String> candidates = argument.completionCandidates();
        if (candidates != null) {
            candidates.forEach(words::add);
        }
        return words;
    }

    /// The description with its variables resolved, on one line.
    static String effect(ArgSpec argument) {
        return String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
                .replace("$$", "$");
    }
}
