package dev.rivet.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `rivet schema errors`.
@Command(name = "errors", description = "Print all error codes and what to do, as Markdown.")
final class SchemaErrorsCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    SchemaErrorsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Results.own(surroundings.results(), ErrorReference.markdown());
        return 0;
    }
}
