package dev.rivet.diag;

import java.util.ArrayList;
import java.util.List;

/// Collects failures so that a user sees all of them in one run. Not thread-safe.
public final class Problems {
    private final List<Diagnostic> found = new ArrayList<>();

    public void add(Diagnostic diagnostic) {
        found.add(diagnostic);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<Diagnostic> found() {
        return List.copyOf(found);
    }

    /// Throws everything collected as one exception; does nothing when there is nothing.
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new RivetException(found);
        }
    }
}
