package dev.rivet.diag;

import java.util.List;
import java.util.stream.Collectors;

/// The one exception that carries user-visible failures: one, or several found together.
public final class RivetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    public RivetException(Diagnostic diagnostic) {
        super(diagnostic.message());
        this.diagnostics = List.of(diagnostic);
    }

    public RivetException(Diagnostic diagnostic, Throwable cause) {
        super(diagnostic.message(), cause);
        this.diagnostics = List.of(diagnostic);
    }

    RivetException(List<Diagnostic> diagnostics) {
        super(String.join("\n", diagnostics.stream().map(Diagnostic::message).toList()));
        this.diagnostics = List.copyOf(diagnostics);
    }

    /// Never empty, in the order they were found.
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /// The first one: the headline.
    public Diagnostic diagnostic() {
        return diagnostics.getFirst();
    }

    /// All of them in one, which has the first one's code and place.
    public Diagnostic asOne() {
        Diagnostic first = diagnostic();
        String messages =
                diagnostics.stream().map(Diagnostic::message).collect(Collectors.joining("\n"));
        String actions =
                diagnostics.stream()
                        .map(Diagnostic::action)
                        .distinct()
                        .collect(Collectors.joining("\n"));
        return new Diagnostic(first.code(), messages, actions, first.outlook(), first.place());
    }

    /// The same failure, known to have happened in this export.
    public RivetException inExport(String name) {
        List<Diagnostic> placed =
                diagnostics.stream().map(each -> each.at(each.place().inExport(name))).toList();
        RivetException copy = new RivetException(placed);
        if (getCause() != null) {
            copy.initCause(getCause());
        }
        copy.setStackTrace(getStackTrace());
        return copy;
    }
}
