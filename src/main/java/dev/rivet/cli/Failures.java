package dev.rivet.cli;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.ExitClass;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.ErrorObject;
import dev.rivet.journal.SummaryJson;
import dev.rivet.observe.Screen;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// Tells failures and decides what the process ends with.
final class Failures {
    private final Screen screen;
    private final ErrorStyle style;
    private final LogLevel logLevel;
    private final Supplier<OptionalInt> interrupted;

    /// Tells failures on this screen.
    ///
    /// @param interrupted the exit code of a process that was asked to stop; it beats all others
    Failures(
            Screen screen, ErrorStyle style, LogLevel logLevel, Supplier<OptionalInt> interrupted) {
        this.screen = screen;
        this.style = style;
        this.logLevel = logLevel;
        this.interrupted = interrupted;
    }

    /// Tells what was thrown; what nobody expected counts as internal.
    ///
    /// @return the exit code
    int tell(Throwable failure) {
        if (failure instanceof RivetException coded) {
            return tell(coded.diagnostics());
        }
        if (logLevel.showsTraces()) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            screen.print(trace.toString());
        }
        return tell(List.of(unexpected(failure)));
    }

    /// Tells each failure; the worst decides.
    ///
    /// @param failures none is success
    /// @return the exit code
    int tell(List<Diagnostic> failures) {
        if (failures.isEmpty()) {
            return 0;
        }
        ExitClass worst =
                ExitClass.worst(failures.stream().map(Diagnostic::exitClass).toList())
                        .orElseThrow();
        int exit = interrupted.get().orElse(worst.exitCode());
        switch (style) {
            case TEXT -> failures.forEach(failure -> screen.print(text(failure)));
            case JSON -> screen.printDocument(SummaryJson.line(ErrorObject.of(failures, exit)));
        }
        return exit;
    }

    /// A command line that could not be understood.
    ///
    /// @param usage the synopsis
    void tellUsage(String message, String action, String usage, int exit) {
        switch (style) {
            case TEXT -> screen.print("Error: " + message + "\n" + usage + action + "\n");
            case JSON ->
                    screen.printDocument(
                            SummaryJson.line(ErrorObject.ofUsage(message, action, exit)));
        }
    }

    private static String text(Diagnostic failure) {
        return "Error: [%s] %s\n  %s"
                .formatted(
                        failure.code().stableName(),
                        indented(failure.message().strip()),
                        indented(failure.action()));
    }

    private static String indented(String lines) {
        return lines.replace("\n", "\n  ");
    }

    private static Diagnostic unexpected(Throwable failure) {
        String reason = failure.getMessage() == null ? "" : ": " + failure.getMessage();
        return Diagnostic.of(
                Code.INTERNAL_RUN_INVARIANT,
                "rivet came upon something it did not expect ("
                        + failure.getClass().getSimpleName()
                        + reason
                        + ")",
                "Run again with RIVET_LOG=debug, and report what it says.");
    }
}
