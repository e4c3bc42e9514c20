package dev.rivet.diag;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the process's exit code tells a scheduler. Declared from the mildest to the one that wins
/// when several exports fail: retryable < refusal < ... is *not* the numeric order, so ask
/// [#worst(java.util.List)].
public enum ExitClass {
    GENERIC(1, "generic", 0),
    RETRYABLE(2, "retryable", 1),
    DATA_INTEGRITY(3, "data_integrity", 5),
    SCHEMA_DRIFT(4, "schema_drift", 2),
    REFUSAL(5, "refusal", 3),
    INTERNAL(6, "internal", 4);

    private final int exitCode;
    private final String label;
    private final int weight;

    ExitClass(int exitCode, String label, int weight) {
        this.exitCode = exitCode;
        this.label = label;
        this.weight = weight;
    }

    public int exitCode() {
        return exitCode;
    }

    public String label() {
        return label;
    }

    /// The class that decides the exit code of a run with these failures: 3 > 6 > 5 > 4 > 2 > 1.
    public static Optional<ExitClass> worst(List<ExitClass> classes) {
        return classes.stream().max(Comparator.comparingInt(each -> each.weight));
    }
}
