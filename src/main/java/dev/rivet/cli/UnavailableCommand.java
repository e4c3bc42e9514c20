package dev.rivet.cli;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/// A command that scripts may already use and that this version refuses by name, whatever follows.
@Command(hidden = true, description = "Not available in this version of rivet.")
final class UnavailableCommand implements Runnable {
    static final List<String> TOP_LEVEL =
            List.of(
                    "init",
                    "doctor",
                    "check",
                    "plan",
                    "apply",
                    "validate",
                    "reconcile",
                    "repair",
                    "cdc",
                    "load",
                    "compact");
    static final List<String> OF_STATE = List.of("loads");

    @Unmatched @Nullable List<String> whateverFollows;

    @Spec @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw Diagnostic.of(
                        Code.CLI_OPTION_UNSUPPORTED,
                        "`%s` is not available in this version"
                                .formatted(Objects.requireNonNull(spec).qualifiedName()),
                        "See `rivet --help` for the commands that are.")
                .toException();
    }
}
