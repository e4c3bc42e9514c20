package dev.rivet.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `rivet state`.
@Command(
        name = "state",
        synopsisSubcommandLabel = "COMMAND",
        description = "Look at what rivet remembers between runs, and look after it.")
final class StateCommand implements Runnable {
    @Spec @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "Missing command");
    }
}
