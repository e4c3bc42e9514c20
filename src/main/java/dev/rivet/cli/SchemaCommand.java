package dev.rivet.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `rivet schema`.
@Command(
        name = "schema",
        synopsisSubcommandLabel = "COMMAND",
        description = "Print what rivet accepts and what it says, for people and for editors.")
final class SchemaCommand implements Runnable {
    @Spec @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "Missing command");
    }
}
