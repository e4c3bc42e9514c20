package dev.rivet.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `rivet schema config`.
@Command(name = "config", description = "Print the JSON Schema of a configuration file.")
final class SchemaConfigCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    SchemaConfigCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Results.own(surroundings.results(), surroundings.configSchema().get());
        return 0;
    }
}
