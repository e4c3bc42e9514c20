package dev.rivet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/// Completion for PowerShell: for each command the words that may follow it.
final class PowerShellCompletion {
    private static final String HEAD =
            """
            Register-ArgumentCompleter -Native -CommandName rivet -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                $words = @{
            """;
    private static final String TAIL =
            """
                }
                $path = 'rivet'
                foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
                    $next = "$path $element"
                    if ($words.ContainsKey($next)) { $path = $next }
                }
                $words[$path] | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_)
                }
            }
            """;

    private PowerShellCompletion() {}

    static String script(CommandSpec root) {
        return commands(root).stream()
                .map(PowerShellCompletion::entry)
                .collect(Collectors.joining("", HEAD, TAIL));
    }

    private static List<CommandSpec> commands(CommandSpec spec) {
        List<CommandSpec> all = new ArrayList<>(List.of(spec));
        CommandModel.visible(spec).forEach(child -> all.addAll(commands(child)));
        return all;
    }

    private static String entry(CommandSpec spec) {
        List<String> words = new ArrayList<>();
        CommandModel.visible(spec).forEach(child -> words.add(child.name()));
        spec.positionalParameters().forEach(each -> CommandModel.choices(each).forEach(words::add));
        CommandModel.acceptedOptions(spec).forEach(option -> words.addAll(List.of(option.names())));
        return words.stream()
                .map(word -> "'" + word + "'")
                .collect(
                        Collectors.joining(
                                ", ", "        '" + spec.qualifiedName() + "' = @(", ")\n"));
    }
}
