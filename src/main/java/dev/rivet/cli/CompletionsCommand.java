package dev.rivet.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `rivet completions`.
@Command(name = "completions", description = "Print a script that completes rivet's commands.")
final class CompletionsCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh, fish or powershell.")
    @Nullable Shell shell;

    @Spec @Nullable CommandSpec spec;

    /// Spelled as users type them.
    enum Shell {
        bash,
        zsh,
        fish,
        powershell
    }

    CompletionsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        CommandSpec root = Objects.requireNonNull(spec).root();
        String script =
                switch (Objects.requireNonNull(shell)) {
                    case bash, zsh -> shellScript(root.commandLine());
                    case fish -> FishCompletion.script(root);
                    case powershell -> PowerShellCompletion.script(root);
                };
        Results.own(surroundings.results(), script);
        return 0;
    }

    /// One script serves both: under zsh it loads zsh's emulation of bash completion.
    private static String shellScript(CommandLine root) {
        return AutoComplete.bash(root.getCommandName(), root);
    }
}
