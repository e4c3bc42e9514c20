package dev.rivet.journal;

import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.ExitClass;
import dev.rivet.diag.Kind;
import dev.rivet.diag.Redaction;
import dev.rivet.diag.TerminalText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What programs are told about a failure: the worst one at the top, all of them in `failures`.
public final class ErrorObject {
    private ErrorObject() {}

    /// Of failures that end the process with the exit code of the worst.
    ///
    /// @param failures at least one
    public static Map<String, @Nullable Object> of(List<Diagnostic> failures) {
        return of(failures, worst(failures).exitClass().exitCode());
    }

    /// Of failures that end the process with a given exit code.
    ///
    /// @param failures at least one
    /// @param exitCode of the process, where it is not that of the worst failure
    public static Map<String, @Nullable Object> of(List<Diagnostic> failures, int exitCode) {
        Diagnostic worst = worst(failures);
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("error", clean(worst.message()));
        object.put("exit_class", exitCode);
        object.put("code", worst.code().stableName());
        object.put("exit_code", exitCode);
        object.put("class", worst.exitClass().label());
        object.put("kind", worst.code().kind().label());
        object.put("action", clean(worst.action()));
        object.put("retryable", worst.retryable());
        object.put("failures", failures.stream().map(ErrorObject::failure).toList());
        return object;
    }

    /// A command line that could not be understood. It has no code of the registry, and the exit
    /// code of the argument parser; calling again changes nothing.
    public static Map<String, @Nullable Object> ofUsage(
            String message, String action, int exitCode) {
        Map<String, @Nullable Object> failure = new LinkedHashMap<>();
        failure.put("export", null);
        failure.put("table", null);
        failure.put("code", null);
        failure.put("kind", Kind.USAGE.label());
        failure.put("class", ExitClass.GENERIC.label());
        failure.put("exit_code", exitCode);
        failure.put("retryable", false);
        failure.put("action", clean(action));
        failure.put("message", clean(message));
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("error", clean(message));
        object.put("exit_class", exitCode);
        object.put("code", null);
        object.put("exit_code", exitCode);
        object.put("class", ExitClass.GENERIC.label());
        object.put("kind", Kind.USAGE.label());
        object.put("action", clean(action));
        object.put("retryable", false);
        object.put("failures", List.of(failure));
        return object;
    }

    private static Map<String, @Nullable Object> failure(Diagnostic diagnostic) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("export", diagnostic.place().export());
        object.put("table", diagnostic.place().table());
        object.put("code", diagnostic.code().stableName());
        object.put("kind", diagnostic.code().kind().label());
        object.put("class", diagnostic.exitClass().label());
        object.put("exit_code", diagnostic.exitClass().exitCode());
        object.put("retryable", diagnostic.retryable());
        object.put("action", clean(diagnostic.action()));
        object.put("message", clean(diagnostic.message()));
        return object;
    }

    /// The last of those that have the worst class.
    private static Diagnostic worst(List<Diagnostic> failures) {
        ExitClass worst =
                ExitClass.worst(failures.stream().map(Diagnostic::exitClass).toList())
                        .orElseThrow(() -> new IllegalArgumentException("no failure"));
        return failures.reversed().stream()
                .filter(each -> each.exitClass() == worst)
                .findFirst()
                .orElseThrow();
    }

    private static String clean(String text) {
        return text.lines()
                .map(line -> TerminalText.sanitise(Redaction.redact(line)))
                .collect(Collectors.joining("\n"));
    }
}
