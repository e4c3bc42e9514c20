package dev.rivet.cli;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Options that scripts may already pass to `rivet run` and that this version refuses by name.
final class LaterRunOptions {
    @Option(
            names = {"--reconcile", "--parallel-exports", "--parallel-export-processes"},
            hidden = true)
    private boolean[] given = {};

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /// @throws dev.rivet.diag.RivetException `CLI_OPTION_UNSUPPORTED` when one of them was given
    void refuse() {
        if (given.length > 0) {
            CommandSpec spec = Objects.requireNonNull(command);
            throw Diagnostic.of(
                            Code.CLI_OPTION_UNSUPPORTED,
                            "%s of `%s` is not available in this version"
                                    .formatted(firstGiven(spec), spec.qualifiedName()))
                    .toException();
        }
    }

    private static String firstGiven(CommandSpec spec) {
        List<String> arguments = spec.commandLine().getParseResult().originalArgs();
        return spec.options().stream()
                .filter(option -> option.hidden())
                .flatMap(option -> List.of(option.names()).stream())
                .filter(arguments::contains)
                .findFirst()
                .orElse("an option");
    }
}
