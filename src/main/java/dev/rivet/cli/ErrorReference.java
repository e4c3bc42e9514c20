package dev.rivet.cli;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;

/// The registry of error codes for readers.
final class ErrorReference {
    private static final String HEAD =
            """
            # Error codes

            Every stop that rivet makes on purpose has one of these codes. The kind decides the exit \
            code:

            | kind | exit | meaning |
            | --- | --- | --- |
            | usage | 1 | the same call fails the same way |
            | environment | 1, or 2 when transient | something around rivet is not as it should be |
            | busy | 2 | another run is at it; try again later |
            | integrity | 3 | the data may be wrong: stop |
            | drift | 4 | the source's shape changed |
            | refusal | 5 | stopped to protect data; a person decides |
            | internal | 6 | rivet is at fault |

            Of several failures the worst decides: 3, 6, 5, 4, 2, 1. A command line that cannot be
            understood ends with 2 and has no code. A run that is stopped ends with 130 (Ctrl-C) or
            143 (SIGTERM).

            | code | kind | exit | action |
            | --- | --- | --- | --- |
            """;

    private ErrorReference() {}

    static String markdown() {
        return Arrays.stream(Code.values())
                .sorted(Comparator.comparing(Code::stableName))
                .map(ErrorReference::row)
                .collect(Collectors.joining("", HEAD, ""));
    }

    private static String row(Code code) {
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        code.stableName(),
                        code.kind().label(),
                        exits(code),
                        code.action().replace("|", "\\|"));
    }

    private static String exits(Code code) {
        Diagnostic permanent = Diagnostic.of(code, "");
        int usual = permanent.exitClass().exitCode();
        int whenTransient = permanent.asTransient().exitClass().exitCode();
        return usual == whenTransient ? "" + usual : usual + " or " + whenTransient;
    }
}
