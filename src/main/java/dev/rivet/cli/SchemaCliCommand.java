package dev.rivet.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `rivet schema cli`.
@Command(name = "cli", description = "Print the reference of this command line, as Markdown.")
final class SchemaCliCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec @Nullable CommandSpec spec;

    SchemaCliCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Results.own(
                surroundings.results(),
                CommandReference.markdown(Objects.requireNonNull(spec).root()));
        return 0;
    }
}
