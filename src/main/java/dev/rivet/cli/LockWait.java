package dev.rivet.cli;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How long to wait for another run of the same export.
final class LockWait {
    static final String VARIABLE = "RIVET_LOCK_WAIT";
    static final Duration USUAL = Duration.ofMinutes(10);

    private LockWait() {}

    /// The option, else the environment, else ten minutes.
    ///
    /// @param seconds of the option; null leaves it to the environment
    static Duration of(@Nullable Long seconds, Map<String, String> environment) {
        if (seconds != null) {
            return seconds("--lock-wait", Long.toString(seconds));
        }
        String variable = environment.getOrDefault(VARIABLE, "").strip();
        return variable.isEmpty() ? USUAL : seconds(VARIABLE, variable);
    }

    private static Duration seconds(String origin, String text) {
        try {
            long seconds = Long.parseLong(text);
            if (seconds >= 0 && seconds <= Integer.MAX_VALUE) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            throw invalid(origin, text).toException(e);
        }
        throw invalid(origin, text).toException();
    }

    private static Diagnostic invalid(String origin, String text) {
        return Diagnostic.of(
                Code.CLI_VALUE_INVALID,
                origin + " is '" + text + "', which is not a number of seconds",
                "Give it a whole number of seconds; 0 does not wait.");
    }
}
