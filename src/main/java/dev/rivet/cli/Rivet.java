package dev.rivet.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The whole command line: commands, their options, and what becomes of failures.
final class Rivet {
    private static final int USAGE_EXIT = 2;

    private final Surroundings surroundings;
    private final Failures failures;
    private final CommandLine commands;

    Rivet(Surroundings surroundings, ErrorStyle errors) {
        this.surroundings = surroundings;
        this.failures =
                new Failures(
                        surroundings.screen(),
                        errors,
                        LogLevel.in(surroundings.environment()),
                        surroundings.interruption()::exitCode);
        this.commands = commands();
    }

    /// @return the exit code
    static int run(Surroundings surroundings, List<String> arguments) {
        Rivet rivet = new Rivet(surroundings, ErrorStyle.in(arguments));
        return rivet.commands.execute(arguments.toArray(String[]::new));
    }

    CommandLine commandLine() {
        return commands;
    }

    private CommandLine commands() {
        RivetCommand root = new RivetCommand();
        CommandLine state =
                new CommandLine(new StateCommand())
                        .addSubcommand(new StateFilesCommand(surroundings));
        UnavailableCommand.OF_STATE.forEach(
                name -> state.addSubcommand(name, new UnavailableCommand()));
        CommandLine line =
                new CommandLine(root)
                        .addSubcommand(new RunCommand(surroundings, root, failures))
                        .addSubcommand(state)
                        .addSubcommand(new MetricsCommand(surroundings))
                        .addSubcommand(
                                new CommandLine(new SchemaCommand())
                                        .addSubcommand(new SchemaConfigCommand(surroundings))
                                        .addSubcommand(new SchemaErrorsCommand(surroundings))
                                        .addSubcommand(new SchemaCliCommand(surroundings)))
                        .addSubcommand(new CompletionsCommand(surroundings));
        UnavailableCommand.TOP_LEVEL.forEach(
                name -> line.addSubcommand(name, new UnavailableCommand()));
        return line.setOut(
                        new PrintWriter(surroundings.results(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.screen().stream(), true))
                .setColorScheme(Help.defaultColorScheme(colours()))
                .setParameterExceptionHandler((failure, arguments) -> misunderstood(failure))
                .setExecutionExceptionHandler((failure, where, parsed) -> failures.tell(failure));
    }

    private Help.Ansi colours() {
        return switch (surroundings.helpColours()) {
            case ON -> Help.Ansi.ON;
            case OFF -> Help.Ansi.OFF;
        };
    }

    private int misunderstood(ParameterException failure) {
        CommandLine where = failure.getCommandLine();
        failures.tellUsage(
                message(failure),
                action(failure),
                where.getHelp().synopsisHeading()
                        + where.getHelp().synopsis(where.getHelp().synopsisHeadingLength()),
                USAGE_EXIT);
        return USAGE_EXIT;
    }

    private static String message(ParameterException failure) {
        return failure.getMessage();
    }

    private static String action(ParameterException failure) {
        String help =
                "See `%s --help`.".formatted(failure.getCommandLine().getCommandSpec().qualifiedName());
        if (failure instanceof UnmatchedArgumentException unmatched) {
            List<String> alike = unmatched.getSuggestions();
            return alike.isEmpty() ? help : "Did you mean " + String.join(" or ", alike) + "? " + help;
        }
        if (failure instanceof MissingParameterException missing
                && missing.getMessage().contains("--config")) {
            return "Name a configuration file, for example -c rivet.yaml. " + help;
        }
        return help;
    }
}
