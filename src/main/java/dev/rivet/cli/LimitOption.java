package dev.rivet.cli;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;

/// Checks how many rows an inspecting command is asked for.
final class LimitOption {
    private LimitOption() {}

    static int checked(int last) {
        if (last < 0) {
            throw Diagnostic.of(
                            Code.CLI_VALUE_INVALID,
                            "--last is " + last + ", which is less than none",
                            "Give it zero or more.")
                    .toException();
        }
        return last;
    }
}
