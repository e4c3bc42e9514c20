package dev.rivet.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The reference of the command line for readers, from the model that the parser uses.
final class CommandReference {
    private static final String HEAD =
            """
            # Command line

            Results go to standard output, everything else to standard error. The options of `rivet`
            itself are accepted in any position.
            """;

    private final StringBuilder text = new StringBuilder(HEAD);

    private CommandReference() {}

    static String markdown(CommandSpec root) {
        CommandReference reference = new CommandReference();
        reference.command(root);
        return reference.text.toString();
    }

    private void command(CommandSpec spec) {
        text.append("\n## `").append(spec.qualifiedName()).append("`\n\n");
        text.append(String.join(" ", spec.usageMessage().description())).append("\n\n");
        text.append("```\n").append(synopsis(spec)).append("\n```\n");
        List<OptionSpec> options = CommandModel.ownOptions(spec);
        if (!options.isEmpty() || !spec.positionalParameters().isEmpty()) {
            text.append("\n| option | effect |\n| --- | --- |\n");
            spec.positionalParameters().forEach(this::positional);
            options.forEach(this::option);
        }
        CommandModel.visible(spec).forEach(this::command);
    }

    private static String synopsis(CommandSpec spec) {
        boolean leaf = CommandModel.visible(spec).isEmpty();
        String options =
                CommandModel.ownOptions(spec).stream()
                        .filter(OptionSpec::required)
                        .map(option -> " " + option.shortestName() + " " + option.paramLabel())
                        .collect(Collectors.joining());
        String positionals =
                spec.positionalParameters().stream()
                        .map(each -> " " + each.paramLabel())
                        .collect(Collectors.joining());
        return spec.qualifiedName() + options + positionals + (leaf ? " [OPTIONS]" : " COMMAND");
    }

    private void option(OptionSpec option) {
        String names =
                List.of(option.names()).stream()
                        .map(name -> "`" + name + "`")
                        .collect(Collectors.joining(", "));
        String label = option.arity().max() == 0 ? "" : " `" + option.paramLabel() + "`";
        row(names + label, CommandModel.effect(option));
    }

    private void positional(PositionalParamSpec parameter) {
        row("`" + parameter.paramLabel() + "`", CommandModel.effect(parameter));
    }

    private void row(String name, String effect) {
        text.append("| ").append(name).append(" | ").append(effect.replace("|", "\\|"));
        text.append(" |\n");
    }
}
