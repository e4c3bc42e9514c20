package dev.rivet.cli;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Undecodable;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The whole command line: commands, their options, and what becomes of failures.
final class Rivet {
    private static final int USAGE_EXIT = 2;
    private static final int BROKEN_PIPE_EXIT = 128 + 13;

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

    /// Runs one command line.
    ///
    /// @return the exit code
    static int run(Surroundings surroundings, List<String> arguments) {
        Rivet rivet = new Rivet(surroundings, ErrorStyle.in(arguments));
        List<Diagnostic> lost = undecodable(arguments);
        return lost.isEmpty()
                ? rivet.checked(rivet.commands.execute(arguments.toArray(String[]::new)))
                : rivet.failures.tell(lost);
    }

    /// A success whose results did not arrive is none. Where the reader went away before the end,
    /// which it is free to do, nothing is said, and the exit code is that of a program that a
    /// broken pipe has ended.
    private int checked(int exit) {
        if (exit != 0) {
            return exit;
        }
        Optional<Diagnostic> lost = surroundings.results().takeFailure();
        if (lost.isPresent()) {
            return failures.tell(List.of(lost.get()));
        }
        return surroundings.results().isBrokenPipe() ? BROKEN_PIPE_EXIT : 0;
    }

    /// Names arguments by their place: they may hold a secret.
    private static List<Diagnostic> undecodable(List<String> arguments) {
        return IntStream.range(0, arguments.size())
                .filter(i -> Undecodable.isIn(arguments.get(i)))
                .mapToObj(
                        i ->
                                Diagnostic.of(
                                        Code.CLI_VALUE_INVALID,
                                        "argument " + (i + 1) + " is not UTF-8",
                                        "Pass it in UTF-8: rivet reads arguments so whatever the"
                                                + " locale is."))
                .toList();
    }

    CommandLine commandLine() {
        return commands;
    }

    private CommandLine commands() {
        RivetCommand root = new RivetCommand();
        CommandLine state =
                new CommandLine(new StateCommand())
                        .addSubcommand(new StateShowCommand(surroundings))
                        .addSubcommand(new StateFilesCommand(surroundings))
                        .addSubcommand(new StateRunsCommand(surroundings))
                        .addSubcommand(new StateFinishRunCommand(surroundings))
                        .addSubcommand(new StateResetCommand(surroundings))
                        .addSubcommand(new StateAcceptCommand(surroundings))
                        .addSubcommand(new StateChunksCommand(surroundings))
                        .addSubcommand(new StateResetChunksCommand(surroundings))
                        .addSubcommand(new StateProgressionCommand(surroundings))
                        .addSubcommand(new StateVacuumCommand(surroundings))
                        .addSubcommand(new StateCopyCommand(surroundings));
        UnavailableCommand.OF_STATE.forEach(
                name -> state.addSubcommand(name, new UnavailableCommand()));
        CommandLine line =
                new CommandLine(root)
                        .addSubcommand(new RunCommand(surroundings, root, failures))
                        .addSubcommand(state)
                        .addSubcommand(new MetricsCommand(surroundings))
                        .addSubcommand(new JournalCommand(surroundings))
                        .addSubcommand(new SelfTestCommand(surroundings))
                        .addSubcommand(
                                new CommandLine(new SchemaCommand())
                                        .addSubcommand(new SchemaConfigCommand(surroundings))
                                        .addSubcommand(new SchemaErrorsCommand(surroundings))
                                        .addSubcommand(new SchemaCliCommand(surroundings)))
                        .addSubcommand(new CompletionsCommand(surroundings));
        UnavailableCommand.TOP_LEVEL.forEach(
                name -> line.addSubcommand(name, new UnavailableCommand()));
        return line.setOut(new PrintWriter(surroundings.results(), true, StandardCharsets.UTF_8))
                .setErr(
                        new PrintWriter(
                                surroundings.screen().stream(), true, StandardCharsets.UTF_8))
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
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().getFirst();
            boolean command = !failure.getCommandLine().getSubcommands().isEmpty();
            String what = unmatched.isUnknownOption() ? "option" : command ? "command" : "argument";
            return "Unknown %s '%s'".formatted(what, first);
        }
        return Objects.requireNonNullElse(failure.getMessage(), "the arguments are wrong")
                .replaceFirst(" is not an? (?:int|long)$", " is not a whole number");
    }

    private static String action(ParameterException failure) {
        String help =
                "See `%s --help`."
                        .formatted(failure.getCommandLine().getCommandSpec().qualifiedName());
        if (failure instanceof UnmatchedArgumentException unmatched) {
            List<String> alike = unmatched.getSuggestions();
            return alike.isEmpty()
                    ? help
                    : "Did you mean '%s'? ".formatted(String.join("' or '", alike)) + help;
        }
        if (failure instanceof MissingParameterException missing
                && missing.getMissing().stream().anyMatch(Rivet::isConfig)) {
            return "Name a configuration file, for example -c rivet.yaml. " + help;
        }
        return help;
    }

    private static boolean isConfig(ArgSpec argument) {
        return argument instanceof OptionSpec option && option.longestName().equals("--config");
    }
}
